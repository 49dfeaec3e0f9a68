//! Ir and names to the text of files. One file here per kind of file there.

mod api;
mod error_code;
mod features;
mod folder;
mod layout;
mod model;
mod operation;
mod page;
mod types;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use rayon::prelude::*;

use crate::ir::Ir;
use crate::names::Names;
use crate::problem::{Place, Problems};

/// The folder below the crate that holds generated Rust and nothing else.
pub(crate) const SOURCE_FOLDER: &str = "src/generated";

/// The folder below the crate that holds generated pages and nothing else.
pub(crate) const PAGE_FOLDER: &str = "docs";

/// The generated files by path below the crate, and the features for its manifest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// The text of each file.
    pub texts: BTreeMap<String, String>,
    /// The lines between the markers in `Cargo.toml`.
    pub features: String,
}

/// A file to be: its path below the source folder, and what makes its tokens. Tokens cannot
/// change threads, so they are made where they are formatted.
struct Job<'a> {
    path: String,
    tokens: Box<dyn Fn() -> TokenStream + Send + Sync + 'a>,
}

impl<'a> Job<'a> {
    fn new(path: String, tokens: impl Fn() -> TokenStream + Send + Sync + 'a) -> Self {
        Self { path, tokens: Box::new(tokens) }
    }
}

/// Emits everything.
pub(crate) fn emit(ir: &Ir, names: &Names) -> Result<Files, Problems> {
    let mut jobs: Vec<Job<'_>> = Vec::new();
    jobs.extend(model::jobs(ir, names));
    jobs.extend(operation::jobs(ir, names));
    jobs.extend(api::jobs(ir, names));
    jobs.extend(folder::jobs(ir, names));
    jobs.extend(error_code::jobs(ir, names));
    let formatted: Vec<_> = jobs
        .par_iter()
        .map(|job| (format!("{SOURCE_FOLDER}/{}", job.path), layout::format((job.tokens)())))
        .collect();
    let mut problems = Problems::default();
    let mut texts = BTreeMap::new();
    for (path, text) in formatted {
        match text {
            Ok(text) => {
                texts.insert(path, text);
            }
            Err(error) => {
                let reason = format!("the generator emitted bad Rust: {error}");
                problems.add(&Place::root(&path), reason);
            }
        }
    }
    match page::operations(ir, names) {
        Ok(page) => {
            texts.insert(format!("{PAGE_FOLDER}/operations.md"), page);
        }
        Err(error) => problems.add(&Place::root("operations.md"), error.to_string()),
    }
    problems.or(Files { texts, features: features::lines(ir, names) })
}

/// Doc comments, one line each.
fn docs(lines: impl IntoIterator<Item = String>) -> TokenStream {
    let lines =
        lines.into_iter().map(|line| if line.is_empty() { line } else { format!(" {line}") });
    quote::quote!(#(#[doc = #lines])*)
}

/// Docs of the module itself, one line each.
fn module_docs(lines: impl IntoIterator<Item = String>) -> TokenStream {
    let lines = lines.into_iter().map(|line| format!(" {line}"));
    quote::quote!(#(#![doc = #lines])*)
}
