//! OpenAPI documents in, the generated part of the SDK out.
//!
//! ```text
//! Source --load--> Documents --lower--> Ir --names--> Names --emit--> Files --output--> disk
//! ```
//!
//! Everything up to [`Files`] is a pure function of the sources: no file, no clock, no order of
//! keys has a say. [`output`] alone touches the disk.

pub mod diff;
mod emit;
pub mod ir;
mod load;
mod lower;
mod markers;
mod names;
pub mod output;
pub mod packed;
mod problem;
mod prose;

pub use emit::Files;
pub use load::{Source, Sources};
pub use names::Names;
pub use problem::{Place, Problem, Problems};

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
    /// Distinct error codes.
    pub error_codes: usize,
}

/// A run: what was understood, how it is called in Rust, and the files that follow.
#[derive(Debug)]
pub struct Generated {
    /// The surface in the SDK's own words.
    pub ir: ir::Ir,
    /// The Rust names of all of it.
    pub names: Names,
    /// The generated files, by path below the crate's folder.
    pub files: Files,
    /// What was read.
    pub counts: Counts,
}

/// Reads the documents and lowers them, without naming or writing anything.
///
/// # Errors
/// All that is wrong with the documents, or not supported, each with its place.
pub fn understand(sources: &Sources) -> Result<ir::Ir, Problems> {
    deep(|| lower::lower(&load::load(sources)?))
}

/// The whole run in memory: nothing is written.
///
/// # Errors
/// All that is wrong with the documents, or not supported, each with its place.
pub fn generate(sources: &Sources) -> Result<Generated, Problems> {
    deep(|| run(sources))
}

/// Works on threads whose stacks hold the deepest document that is let in: to read one into types
/// takes some 50 kB a level without optimisation.
fn deep<T: Send>(work: impl FnOnce() -> Result<T, Problems> + Send) -> Result<T, Problems> {
    const STACK: usize = 16 << 20;
    match rayon::ThreadPoolBuilder::new().stack_size(STACK).build() {
        Ok(pool) => pool.install(work),
        Err(error) => {
            let mut problems = Problems::default();
            let reason = format!("the system gives no threads to work on: {error}");
            problems.add(&Place::root("(all)"), reason);
            Err(problems)
        }
    }
}

fn run(sources: &Sources) -> Result<Generated, Problems> {
    let documents = load::load(sources)?;
    let ir = lower::lower(&documents)?;
    let names = names::Names::new(&ir, &documents)?;
    let count = documents.len();
    drop(documents);
    let files = emit::emit(&ir, &names)?;
    let counts = Counts {
        documents: count,
        operations: ir.operations().count(),
        apis: ir.apis.len(),
        models: ir.models.len(),
        fields: ir.models.values().map(|model| model.fields.len()).sum(),
        error_codes: ir.error_codes.len(),
    };
    Ok(Generated { ir, names, files, counts })
}
