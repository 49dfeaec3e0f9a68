//! Models: a table of fields each.

use askama::Template;

use super::book::Book;
use super::cell::cell;
use super::types;
use crate::emit::description::facts;
use crate::ir::{self, Field, ModelKey, Use};
use crate::prose;

#[derive(Template)]
#[template(path = "model.md", escape = "none")]
pub(super) struct Model<'a> {
    name: &'a str,
    uses: String,
    description: String,
    fields: Vec<Row<'a>>,
}

struct Row<'a> {
    wire: String,
    rust: &'a str,
    ty: String,
    description: String,
}

#[derive(Template)]
#[template(path = "models.md", escape = "none")]
struct Unused<'a> {
    models: Vec<Model<'a>>,
}

/// The models that a page describes.
pub(super) fn of_page<'a>(book: &'a Book<'_>, page: Option<&str>) -> Vec<Model<'a>> {
    let keys = book.models.get(&page).into_iter().flatten();
    let mut models: Vec<_> = keys.map(|key| model(book, key, page)).collect();
    models.sort_by_key(|model| model.name);
    models
}

/// The page of the models that no operation uses.
pub(super) fn unused(book: &Book<'_>) -> askama::Result<String> {
    Unused { models: of_page(book, None) }.render()
}

fn model<'a>(book: &'a Book<'_>, key: &ModelKey, page: Option<&str>) -> Model<'a> {
    let model = &book.ir.models[key];
    let rust = book.names.fields(key);
    let fields = model.fields.values().map(|field| Row {
        wire: cell(&field.wire),
        rust: rust[&field.wire].as_str(),
        ty: types::linked(&field.ty, book, page),
        description: match book.requires(key, field) {
            true => format!("Required. {}", described(field)).trim_end().to_owned(),
            false => described(field),
        },
    });
    Model {
        name: book.names.model(key).as_str(),
        uses: uses(book, model, page),
        description: prose::lines(&model.description).join("\n"),
        fields: fields.collect(),
    }
}

/// Where a model is used; of many uses the first ones.
fn uses(book: &Book<'_>, model: &ir::Model, page: Option<&str>) -> String {
    const SHOWN: usize = 3;
    let method = |tag: &str, id: &str| {
        let method = book.names.method(id).as_str();
        let page = if page == Some(tag) { String::new() } else { book.page(tag) };
        format!("[`{method}`]({page}#{method})")
    };
    let mut uses: Vec<_> = (model.uses.iter().take(SHOWN))
        .map(|used| match used {
            Use::Request { tag, operation } => format!("body of {}", method(tag, operation)),
            Use::Response { tag, operation } => format!("response of {}", method(tag, operation)),
            Use::Part(key) => format!("part of {}", book.link(key, page)),
        })
        .collect();
    if model.uses.len() > SHOWN {
        uses.push(format!("and {} more", model.uses.len() - SHOWN));
    }
    uses.join(", ")
}

/// What a field is, and what else is known of its values.
pub(super) fn described(field: &Field) -> String {
    let deprecated = field.deprecated.then(|| "Deprecated.".to_owned());
    let description = Some(prose::line(&field.description)).filter(|text| !text.is_empty());
    let facts = facts(field).into_iter().map(|fact| fact.replace('|', r"\|"));
    deprecated.into_iter().chain(description).chain(facts).collect::<Vec<_>>().join(" ")
}
