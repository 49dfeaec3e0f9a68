//! What the crate does: it reads documents, generates from them, and brings new ones in.

use crate::emit::{self, Files};
use crate::import::{self, Date, Question};
use crate::ir::Ir;
use crate::load::{self, Source, Sources};
use crate::names::Names;
use crate::problem::{Place, Problems};
use crate::{lower, yaml};

/// What a run has read, for its summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// OpenAPI documents.
    pub documents: usize,
    /// Operations, each one method of an API.
    pub operations: usize,
    /// API groups.
    pub apis: usize,
    /// Models, inline ones included.
    pub models: usize,
    /// Fields of all models.
    pub fields: usize,
    /// Fields, parameters and parts that nothing describes.
    pub undescribed: usize,
    /// Distinct error codes.
    pub error_codes: usize,
}

/// A run: what was understood, how it is called in Rust, and the files that follow.
#[derive(Debug)]
pub struct Generated {
    /// The surface in the SDK's own words.
    pub ir: Ir,
    /// The Rust names of all of it.
    pub names: Names,
    /// The generated files, by path below the crate's folder.
    pub files: Files,
    /// The numbers of documents, operations and other things.
    pub counts: Counts,
    /// Beside foreign documents: our own surface, and the decisions that apply to nothing in
    /// theirs.
    pub beside: Option<Beside>,
}

/// What a foreign document is read beside.
#[derive(Debug)]
pub struct Beside {
    /// The surface of our own documents.
    pub own: Ir,
    /// Decisions and entries of the glossary that apply to nothing in the foreign documents.
    pub unused: Problems,
}

/// Reads the documents and lowers them, without naming or writing anything.
///
/// # Errors
/// All that is wrong with the documents, or not supported, each with its place.
pub fn understand(sources: &Sources) -> Result<Ir, Problems> {
    deep(|| understand_here(sources))
}

fn understand_here(sources: &Sources) -> Result<Ir, Problems> {
    let own = sources.own().map(|own| understand_here(&own)).transpose()?;
    let load::Loaded { documents, mut problems } = load::load(sources)?;
    let ir = lower::lower(&documents, own.as_ref(), &mut problems);
    settle(problems, own.is_some())?;
    Ok(ir)
}

/// What applies to nothing, where that is no mistake: foreign documents need not be complete.
fn settle(mut problems: Problems, is_foreign: bool) -> Result<Problems, Problems> {
    let unused = if is_foreign { problems.take_unused() } else { Problems::default() };
    problems.or(unused.sorted())
}

/// The whole run in memory: nothing is written.
///
/// # Errors
/// All that is wrong with the documents, or not supported, each with its place.
pub fn generate(sources: &Sources) -> Result<Generated, Problems> {
    deep(|| run(sources))
}

/// What an import changes.
#[derive(Debug)]
pub struct Imported {
    /// The documents that are new, or not what they were.
    pub documents: Vec<Source>,
    /// The surface before.
    pub before: Ir,
    /// The surface after.
    pub after: Ir,
    /// What could not be decided, in the order of the places.
    pub questions: Vec<Question>,
    /// When the official document was made, where that is known.
    pub date: Option<Date>,
    /// Whether it is older than the other documents: then it adds what is missing, and corrects
    /// nothing.
    pub is_older: bool,
}

/// Brings an official document into our documents, in memory. Text that was written there by hand
/// stays. `date` is for a document whose version is none.
///
/// # Errors
/// All that is wrong with a document before or after, or not supported, each with its place.
pub fn import(spec: &Sources, document: &Source, date: Option<Date>) -> Result<Imported, Problems> {
    deep(|| {
        let edited = import::edit(spec, document, date)?;
        let (Generated { ir: after, .. }, unused) = run_all(&edited.sources, true)?;
        let import::Edited { changed: documents, before, mut questions, date, is_older, .. } =
            edited;
        questions.extend(unused.iter().map(Question::of_unused));
        Ok(Imported { documents, before, after, questions, date, is_older })
    })
}

/// A document in the form that [`import`] keeps.
///
/// # Errors
/// When it is not YAML, or holds comments that would be lost.
pub fn formatted(document: &Source) -> Result<Source, Problems> {
    deep(|| yaml::formatted(document))
}

/// Works on threads whose stacks hold the deepest document that is let in: to read one into types
/// takes some 50 kB a level without optimization.
fn deep<T: Send>(work: impl FnOnce() -> Result<T, Problems> + Send) -> Result<T, Problems> {
    const STACK: usize = 16 << 20;
    match rayon::ThreadPoolBuilder::new().stack_size(STACK).build() {
        Ok(pool) => pool.install(work),
        Err(error) => {
            let mut problems = Problems::default();
            let reason = format!("the system cannot start threads: {error}");
            problems.add(&Place::root("(all)"), reason);
            Err(problems)
        }
    }
}

fn run(sources: &Sources) -> Result<Generated, Problems> {
    let is_foreign = !sources.own.is_empty();
    run_all(sources, is_foreign).map(|(generated, _)| generated)
}

/// A run, and the decisions that apply to nothing where that is harmless.
fn run_all(sources: &Sources, unused_is_harmless: bool) -> Result<(Generated, Problems), Problems> {
    let own = sources.own().map(|own| understand_here(&own)).transpose()?;
    let load::Loaded { documents, mut problems } = load::load(sources)?;
    let ir = lower::lower(&documents, own.as_ref(), &mut problems);
    // Names of things that were not understood would only be confusing.
    let mut unused = settle(problems, unused_is_harmless)?;
    let mut problems = Problems::default();
    let names = Names::new(&ir, &documents, &mut problems);
    unused.extend(settle(problems, unused_is_harmless)?);
    let unused = unused.sorted();
    let count = documents.len();
    drop(documents);
    let files = emit::emit(&ir, &names)?;
    let counts = Counts {
        documents: count,
        operations: ir.operations().count(),
        apis: ir.apis.len(),
        models: ir.models.len(),
        fields: ir.models.values().map(|model| model.fields.len()).sum(),
        undescribed: ir.undescribed().count(),
        error_codes: ir.error_codes.len(),
    };
    let beside = own.map(|own| Beside { own, unused: unused.clone() });
    Ok((Generated { ir, names, files, counts, beside }, unused))
}
