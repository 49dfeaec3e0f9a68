//! Trees to typed documents in one namespace.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use openapiv3::{Components, OpenAPI, Parameter, ReferenceOr, RequestBody, Response, Schema};
use rayon::prelude::*;
use serde_json::Value;

use super::decisions::place;
use super::{Decisions, Glossary};
use crate::problem::{Place, Problems};

/// A section of the components that can be referred to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    Schemas,
    Parameters,
    Responses,
    RequestBodies,
}

impl Section {
    /// Its name in a document.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Schemas => "schemas",
            Self::Parameters => "parameters",
            Self::Responses => "responses",
            Self::RequestBodies => "requestBodies",
        }
    }

    /// What it holds, for problems.
    pub(super) fn what(self) -> &'static str {
        match self {
            Self::Schemas => "a schema",
            Self::Parameters => "a parameter",
            Self::Responses => "a response",
            Self::RequestBodies => "a request body",
        }
    }
}

/// A kind of components: its section, and where a document holds it.
pub(crate) struct Kind<T>(Section, fn(&Components) -> &IndexMap<String, ReferenceOr<T>>);

pub(crate) const PARAMETERS: Kind<Parameter> = Kind(Section::Parameters, |all| &all.parameters);
pub(crate) const RESPONSES: Kind<Response> = Kind(Section::Responses, |all| &all.responses);
pub(crate) const REQUEST_BODIES: Kind<RequestBody> =
    Kind(Section::RequestBodies, |all| &all.request_bodies);

/// The document and the component that a reference in document `from` means.
pub(super) fn split_reference(
    reference: &str,
    from: &str,
    section: Section,
) -> Result<(String, String), String> {
    let (document, pointer) = reference
        .split_once('#')
        .ok_or_else(|| format!("the reference {reference:?} has no `#`"))?;
    let document = document.strip_prefix("./").unwrap_or(document);
    if document.contains('/') {
        return Err(format!("{reference:?} leads outside the folder of the documents"));
    }
    let document = if document.is_empty() { from } else { document };
    let name = pointer
        .strip_prefix("/components/")
        .and_then(|rest| rest.strip_prefix(section.name())?.strip_prefix('/'))
        .filter(|name| !name.contains('/'))
        .ok_or_else(|| format!("{reference:?} is not {} of the components", section.what()))?;
    Ok((document.to_owned(), name.replace("~1", "/").replace("~0", "~")))
}

/// The documents, with references resolved by name.
#[derive(Debug)]
pub(crate) struct Documents {
    documents: BTreeMap<String, OpenAPI>,
    /// The document of each schema.
    schemas: BTreeMap<String, String>,
    pub(crate) decisions: Decisions,
    pub(crate) glossary: Glossary,
    /// Features that the SDK has by hand.
    pub(crate) reserved_features: BTreeSet<String>,
}

/// Reads the trees into types, and merges their schemas into one namespace.
pub(super) fn merge(
    trees: BTreeMap<String, Value>,
    decisions: Decisions,
    glossary: Glossary,
) -> Result<Documents, Problems> {
    let mut problems = Problems::default();
    let mut documents = BTreeMap::new();
    let mut schemas = BTreeMap::new();
    let parsed: Vec<_> = trees
        .into_par_iter()
        .map(|(name, tree)| (name, serde_path_to_error::deserialize::<_, OpenAPI>(&tree)))
        .collect();
    for (name, document) in parsed {
        match document {
            Ok(document) => {
                for schema in document.components.iter().flat_map(|part| part.schemas.keys()) {
                    if let Some(other) = schemas.insert(schema.clone(), name.clone()) {
                        let place = Place::root(&name).path(&["components", "schemas", schema]);
                        problems.add(&place, format!("{other} has a schema of this name too"));
                    }
                }
                documents.insert(name, document);
            }
            Err(error) => problems
                .add(&place(&name, error.path()), format!("not OpenAPI 3.0.3: {}", error.inner())),
        }
    }
    let reserved_features = BTreeSet::new();
    problems.or(Documents { documents, schemas, decisions, glossary, reserved_features })
}

impl Documents {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.documents.len()
    }

    /// The documents by name.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &OpenAPI)> {
        self.documents.iter().map(|(name, document)| (name.as_str(), document))
    }

    /// The names of all schemas.
    pub(crate) fn schema_names(&self) -> impl Iterator<Item = &str> {
        self.schemas.keys().map(String::as_str)
    }

    /// A schema by name, with its place.
    pub(crate) fn schema(&self, name: &str) -> Option<(Place, &ReferenceOr<Schema>)> {
        let document = self.schemas.get(name)?;
        let schema = self.documents.get(document)?.components.as_ref()?.schemas.get(name)?;
        Some((Place::root(document).path(&["components", "schemas", name]), schema))
    }

    /// The name of the schema that a reference means.
    pub(crate) fn schema_name(reference: &str) -> String {
        let name = reference.rsplit('/').next().unwrap_or_default();
        name.replace("~1", "/").replace("~0", "~")
    }

    /// A component itself, wherever it stands. The dialect check has made sure that each reference
    /// reaches its target.
    pub(crate) fn resolve<'d, T>(
        &'d self,
        kind: &Kind<T>,
        mut value: &'d ReferenceOr<T>,
        mut place: Place,
    ) -> Option<(Place, &'d T)> {
        let Kind(section, components_of) = kind;
        loop {
            match value {
                ReferenceOr::Item(item) => return Some((place, item)),
                ReferenceOr::Reference { reference } => {
                    let (document, name) =
                        split_reference(reference, place.document(), *section).ok()?;
                    let components = self.documents.get(&document)?.components.as_ref()?;
                    value = components_of(components).get(&name)?;
                    place = Place::root(&document).path(&["components", section.name(), &name]);
                }
            }
        }
    }
}
