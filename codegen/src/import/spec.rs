//! The documents of `spec/` while they are changed.

use std::collections::{BTreeMap, BTreeSet};

use super::date::Date;
use super::sorted;
use crate::ir::{Method, Protocol};
use crate::load::{Source, Sources};
use crate::problem::{Place, Problems};
use crate::yaml::{Document, Map, Node};

/// The order of a document.
const ORDER: [&str; 6] = ["openapi", "info", "servers", "tags", "paths", "components"];

/// Where an operation stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Route {
    pub(super) document: String,
    pub(super) path: String,
    /// In lower case, as documents have it.
    pub(super) method: String,
}

impl Route {
    pub(super) fn new(document: &str, path: &str, method: Method) -> Self {
        let method = method.wire().to_lowercase();
        Self { document: document.to_owned(), path: path.to_owned(), method }
    }

    pub(super) fn place(&self) -> Place {
        Place::root(&self.document).path(&["paths", &self.path, &self.method])
    }
}

/// The documents, and where things are in them.
pub(super) struct Spec {
    documents: BTreeMap<String, Document>,
    routes: BTreeMap<String, Route>,
    /// The document of each schema.
    homes: BTreeMap<String, String>,
    /// The documents of other protocols than v3.
    others: BTreeSet<String>,
}

impl Spec {
    /// Reads the documents; all of them must be in the form in which they are written.
    pub(super) fn read(sources: &Sources) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let mut spec = Self {
            documents: BTreeMap::new(),
            routes: BTreeMap::new(),
            homes: BTreeMap::new(),
            others: BTreeSet::new(),
        };
        for source in &sources.documents {
            match Document::read(source) {
                Ok(document) => spec.add(&source.name, document),
                Err(found) => problems.extend(found),
            }
        }
        problems.or(spec)
    }

    fn add(&mut self, name: &str, document: Document) {
        let root = &document.root;
        let protocol = root.get("x-protocol").and_then(Node::as_text).and_then(Protocol::named);
        if protocol.is_some() {
            self.others.insert(name.to_owned());
        }
        for (path, method, operation) in operations(root) {
            let id = operation.get("operationId").and_then(Node::as_text).unwrap_or_default();
            let (document, path, method) = (name.to_owned(), path.clone(), method.clone());
            self.routes.insert(id.to_owned(), Route { document, path, method });
        }
        let schemas = root.at(&["components", "schemas"]).and_then(Node::as_map);
        for schema in schemas.into_iter().flat_map(Map::keys) {
            self.homes.insert(schema.clone(), name.to_owned());
        }
        self.documents.insert(name.to_owned(), document);
    }

    /// The roots of the documents of v3, by name.
    pub(super) fn v3(&self) -> impl Iterator<Item = (&String, &Node)> {
        let v3 = self.documents.iter().filter(move |(name, _)| !self.others.contains(*name));
        v3.map(|(name, document)| (name, &document.root))
    }

    /// The roots of all documents.
    pub(super) fn roots_mut(&mut self) -> impl Iterator<Item = (&String, &mut Node)> {
        self.documents.iter_mut().map(|(name, document)| (name, &mut document.root))
    }

    /// Whether a document is there, and of another protocol than v3.
    pub(super) fn is_other(&self, document: &str) -> bool {
        self.others.contains(document)
    }

    pub(super) fn route(&self, id: &str) -> Option<&Route> {
        self.routes.get(id)
    }

    pub(super) fn operation_mut(&mut self, id: &str) -> Option<&mut Map> {
        let Route { document, path, method } = self.routes.get(id)?;
        let root = &mut self.documents.get_mut(document)?.root;
        root.at_mut(&["paths", path, method])?.as_map_mut()
    }

    /// Takes an operation out of its place.
    pub(super) fn take_operation(&mut self, id: &str) -> Option<Node> {
        let Route { document, path, method } = self.routes.remove(id)?;
        let paths = self.documents.get_mut(&document)?.root.at_mut(&["paths"])?.as_map_mut()?;
        let item = paths.get_mut(&path)?.as_map_mut()?;
        let operation = item.shift_remove(&method);
        if item.is_empty() {
            paths.shift_remove(&path);
        }
        operation
    }

    /// Puts an operation into its place.
    pub(super) fn put_operation(&mut self, id: &str, route: Route, operation: Node) {
        let paths = self.section(&route.document, &["paths"]);
        if !paths.contains_key(&route.path) {
            sorted::insert(paths, &route.path, Node::Map(Map::new()));
        }
        if let Some(item) = paths.get_mut(&route.path).and_then(Node::as_map_mut) {
            sorted::insert(item, &route.method, operation);
        }
        self.routes.insert(id.to_owned(), route);
    }

    /// The document of a schema.
    pub(super) fn home(&self, schema: &str) -> Option<&str> {
        self.homes.get(schema).map(String::as_str)
    }

    /// The document of each schema.
    pub(super) fn homes(&self) -> &BTreeMap<String, String> {
        &self.homes
    }

    pub(super) fn schema(&self, name: &str) -> Option<&Node> {
        let root = &self.documents.get(self.homes.get(name)?)?.root;
        root.at(&["components", "schemas", name])
    }

    pub(super) fn schema_mut(&mut self, name: &str) -> Option<&mut Node> {
        let root = &mut self.documents.get_mut(self.homes.get(name)?)?.root;
        root.at_mut(&["components", "schemas", name])
    }

    /// Puts a schema into a document, out of the one that has it.
    pub(super) fn put_schema(&mut self, document: &str, name: &str, schema: Node) {
        if let Some(old) = self.homes.insert(name.to_owned(), document.to_owned()) {
            self.section(&old, &["components", "schemas"]).shift_remove(name);
        }
        sorted::insert(self.section(document, &["components", "schemas"]), name, schema);
    }

    /// A section of a document; what is not there is made.
    fn section(&mut self, document: &str, keys: &[&str]) -> &mut Map {
        if !self.documents.contains_key(document) {
            let new = self.new_document(document);
            self.documents.insert(document.to_owned(), new);
        }
        let root = &mut self.documents.entry(document.to_owned()).or_default().root;
        keys.iter().fold(root.make_map(), |map, key| {
            if !map.contains_key(*key) {
                sorted::insert_in_order(map, &ORDER, key, Node::default());
            }
            map.entry((*key).to_owned()).or_default().make_map()
        })
    }

    /// The head of a new document, as that of the others.
    fn new_document(&self, name: &str) -> Document {
        let family = name.strip_suffix(".yaml").unwrap_or(name);
        let title = format!("Alipay open platform v3: {family}");
        let other = |keys: &[&str]| self.v3().find_map(|(_, root)| root.at(keys).cloned());
        let version = other(&["info", "version"]).unwrap_or_else(|| Node::text("1"));
        let info = Node::map([("title", Node::text(title)), ("version", version)]);
        let mut root = Node::map([("openapi", Node::text("3.0.3")), ("info", info)]);
        if let Some(servers) = other(&["servers"]) {
            root.make_map().insert("servers".to_owned(), servers);
        }
        Document { head: String::new(), root }
    }

    /// When the documents were made: the latest says it.
    pub(super) fn date(&self) -> Option<Date> {
        let version =
            |(_, root): (_, &Node)| root.at(&["info", "version"])?.as_text()?.parse().ok();
        self.v3().filter_map(version).max()
    }

    /// Says in all documents when they were made.
    pub(super) fn set_date(&mut self, date: Date) {
        for (name, document) in &mut self.documents {
            let version = document.root.at_mut(&["info", "version"]);
            if let Some(version) = version.filter(|_| !self.others.contains(name)) {
                *version = Node::Text(date.version());
            }
        }
    }

    /// Lists at the head of each document the groups that it has, as the others are listed.
    pub(super) fn settle_tags(&mut self) {
        for (name, document) in &mut self.documents {
            let used: BTreeSet<String> = operations(&document.root)
                .flat_map(|(_, _, operation)| {
                    operation.get("tags").map(Node::items).unwrap_or_default()
                })
                .filter_map(|tag| tag.as_text().map(str::to_owned))
                .collect();
            if used.is_empty() || self.others.contains(name) {
                continue;
            }
            let listed = document.root.make_map();
            if !listed.contains_key("tags") {
                sorted::insert_in_order(listed, &ORDER, "tags", Node::List(Vec::new()));
            }
            let tags = listed.entry("tags".to_owned()).or_default().make_list();
            tags.retain(|tag| name_of(tag).is_some_and(|name| used.contains(name)));
            for tag in used {
                let mut names = tags.iter().filter_map(name_of);
                if names.any(|name| name == tag) {
                    continue;
                }
                let at = sorted::position(tags.iter().filter_map(name_of), &tag.as_str());
                tags.insert(at, Node::map([("name", Node::Text(tag))]));
            }
        }
    }

    /// The documents that are not what they were, as text.
    pub(super) fn changed(&self, sources: &Sources) -> Vec<Source> {
        let old: BTreeMap<_, _> =
            sources.documents.iter().map(|source| (&source.name, &source.content)).collect();
        let texts = self.documents.iter().map(|(name, document)| (name, document.text()));
        texts
            .filter(|(name, text)| {
                old.get(*name).is_none_or(|old| old.as_slice() != text.as_bytes())
            })
            .map(|(name, text)| Source { name: name.clone(), content: text.into_bytes() })
            .collect()
    }
}

/// Path, method and operation of all operations of a document.
fn operations(root: &Node) -> impl Iterator<Item = (&String, &String, &Node)> {
    let paths = root.get("paths").and_then(Node::as_map);
    paths.into_iter().flatten().flat_map(|(path, item)| {
        let methods = item.as_map().into_iter().flatten();
        methods
            .filter(|(_, operation)| operation.get("operationId").is_some())
            .map(move |(method, operation)| (path, method, operation))
    })
}

/// The name of a tag.
fn name_of(tag: &Node) -> Option<&str> {
    tag.get("name").and_then(Node::as_text)
}
