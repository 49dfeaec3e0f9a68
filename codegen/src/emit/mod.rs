//! Ir and names to the text of files. One file here per kind of file there.

mod alias;
mod api;
mod check;
mod description;
mod doc_comment;
mod error_code;
mod features;
mod files;
mod job;
mod layout;
mod model;
mod modules;
mod operation;
mod page;
mod pages;
mod platform;
mod role;
mod types;

use std::collections::BTreeMap;

use rayon::prelude::*;

pub use files::Files;
pub(crate) use files::{MARK, PAGE_FOLDER, SOURCE_FOLDER};

use self::job::Job;
use crate::ir::Ir;
use crate::names::Names;
use crate::problem::{Place, Problems};

/// Emits everything.
pub(crate) fn emit(ir: &Ir, names: &Names) -> Result<Files, Problems> {
    let mut jobs: Vec<Job<'_>> = Vec::new();
    jobs.extend(model::jobs(ir, names));
    jobs.extend(operation::jobs(ir, names));
    jobs.extend(api::jobs(ir, names));
    let codes = error_code::by_product(ir);
    jobs.extend(modules::jobs(ir, names, &codes));
    jobs.extend(error_code::jobs(codes, ir, names));
    jobs.push(platform::job(ir));
    let mut sources: Vec<(String, Result<String, String>)> =
        jobs.par_iter().map(|job| (job.path.clone(), rust(job))).collect();
    sources.push(("mod.rs".to_owned(), modules::root(ir, names).map_err(told)));
    let sources = sources.into_iter().map(|(path, text)| (format!("{SOURCE_FOLDER}/{path}"), text));
    let pages = page::pages(ir, names).into_iter();
    let pages = pages.map(|(path, page)| (format!("{PAGE_FOLDER}/{path}"), page.map_err(told)));
    let mut problems = Problems::default();
    let mut texts = BTreeMap::new();
    for (path, text) in sources.chain(pages) {
        match text {
            Ok(text) => {
                texts.insert(path, text);
            }
            Err(reason) => problems.add(&Place::root(&path), reason),
        }
    }
    problems.or(Files { texts, features: features::lines(ir, names) })
}

fn rust(job: &Job<'_>) -> Result<String, String> {
    layout::format((job.tokens)())
        .map_err(|error| format!("the generator emitted bad Rust: {error}"))
}

fn told(error: askama::Error) -> String {
    error.to_string()
}
