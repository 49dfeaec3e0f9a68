//! A newer official document, brought into the documents of `spec/`: the facts change, what was
//! written there by hand stays. The comparison of both sides says what is to be done, so an import
//! that is repeated finds nothing to do.

mod date;
mod edits;
mod form;
mod grouped;
mod home;
mod model;
mod operation;
mod parameter;
mod question;
mod sorted;
mod spec;

pub use date::Date;
pub use question::Question;

use self::edits::Import;
use self::form::Form;
use self::question::Questions;
use self::spec::Spec;
use crate::diff::{self, model_name};
use crate::ir::Ir;
use crate::load::{self, Documents, Loaded, Source, Sources};
use crate::lower;
use crate::problem::Problems;

/// The documents after an import.
pub(crate) struct Edited {
    /// All of them.
    pub(crate) sources: Sources,
    /// Those that are new, or not what they were.
    pub(crate) changed: Vec<Source>,
    /// The surface before.
    pub(crate) before: Ir,
    pub(crate) questions: Vec<Question>,
    /// When the document was made.
    pub(crate) date: Option<Date>,
    /// Whether the documents of `spec/` were newer.
    pub(crate) is_older: bool,
}

/// Brings `document` into the documents of `sources`. `date` is for one that does not say when it
/// was made.
pub(crate) fn edit(
    sources: &Sources,
    document: &Source,
    date: Option<Date>,
) -> Result<Edited, Problems> {
    let (documents, before) = read(sources, None)?;
    let (official, new) = read(&foreign(sources, document), Some(&before))?;
    let version =
        official.iter().find(|(name, _)| sources.documents.iter().all(|own| own.name != *name));
    let said = version.and_then(|(_, document)| document.info.version.parse().ok());
    let date = date.or(said);
    let spec = Spec::read(sources)?;
    let is_older = date.zip(spec.date()).is_some_and(|(date, own)| date < own);
    let keys = new.models.keys().map(|key| (model_name(key), key)).collect();
    let mut import = Import {
        document: document.name.clone(),
        spec,
        old: grouped::by_id(&before),
        new: grouped::by_id(&new),
        form: Form { models: &new.models },
        keys,
        decisions: &documents.decisions,
        glossary: &documents.glossary,
        date,
        is_older,
        questions: Questions::default(),
        problems: Problems::default(),
    };
    import.apply(&diff::diff(&before, &new));
    import.settle();
    let Import { mut spec, questions, problems, .. } = import;
    if let Some(date) = date.filter(|_| !is_older) {
        spec.set_date(date);
    }
    let changed = spec.changed(sources);
    let questions = questions.into_vec();
    let sources = with(sources, &changed);
    problems.or(Edited { sources, changed, before, questions, date, is_older })
}

/// Reads one side. A decision that applies to nothing may do so after the import.
fn read(sources: &Sources, own: Option<&Ir>) -> Result<(Documents, Ir), Problems> {
    let Loaded { documents, mut problems } = load::load(sources)?;
    let ir = lower::lower(&documents, own, &mut problems);
    _ = problems.take_unused();
    problems.or((documents, ir))
}

/// The document, beside our own.
fn foreign(sources: &Sources, document: &Source) -> Sources {
    let mut document = document.clone();
    if sources.documents.iter().any(|own| own.name == document.name) {
        document.name.insert_str(0, "official-");
    }
    let own = sources.documents.clone();
    Sources { documents: vec![document], own, ..sources.clone() }
}

/// The sources with changed documents in place of theirs.
fn with(sources: &Sources, changed: &[Source]) -> Sources {
    let is_changed = |other: &Source| changed.iter().any(|source| source.name == other.name);
    let mut sources = sources.clone();
    sources.documents.retain(|source| !is_changed(source));
    sources.documents.extend(changed.iter().cloned());
    sources
}
