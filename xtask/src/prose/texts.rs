//! The texts of a file that people read, each with its place.

use anyhow::{Context, Result};
use saphyr_parser::{Event, Parser};

use super::{comments, markdown, rust};

/// A paragraph, a heading, a cell, a string or a description.
pub(super) struct Text {
    /// The first of its lines, from 1.
    pub(super) line: usize,
    /// The last line to which the limit of columns applies.
    pub(super) limited_to: Option<usize>,
    pub(super) content: String,
}

/// Reads a file by its ending.
pub(super) fn of(file: &str, content: &str) -> Result<Vec<Text>> {
    let mut texts = match file.rsplit_once('.').map(|(_, ending)| ending) {
        Some("md") => markdown::texts(content, 1),
        Some("rs") => rust::texts(content).with_context(|| file.to_owned())?,
        _ => comments::with_hashes(content),
    };
    if is_document(file) {
        texts.extend(descriptions(content).with_context(|| file.to_owned())?);
    }
    if is_template(file) {
        texts.iter_mut().for_each(|text| text.limited_to = None);
    }
    Ok(texts)
}

fn is_document(file: &str) -> bool {
    file.starts_with("spec/") && (file.ends_with(".yaml") || file.ends_with(".yml"))
}

/// A line of a template is longer or shorter than the line that is made of it.
fn is_template(file: &str) -> bool {
    file.contains("/templates/")
}

/// The values of a document that are sentences.
fn descriptions(document: &str) -> Result<Vec<Text>> {
    let mut texts = Vec::new();
    for event in Parser::new_from_str(document) {
        let (event, span) = event?;
        if let Event::Scalar(value, ..) = event
            && is_prose(&value)
        {
            let content = value.into_owned();
            texts.push(Text { line: span.start.line(), limited_to: None, content });
        }
    }
    Ok(texts)
}

/// Names and codes are no prose: a sentence has three words at least.
pub(super) fn is_prose(text: &str) -> bool {
    text.split_whitespace().nth(2).is_some()
}
