//! Pages: the list of all operations.

use askama::Template;

use crate::ir::Ir;
use crate::names::Names;
use crate::prose;

#[derive(Template)]
#[template(path = "operations.md", escape = "none")]
struct Operations<'a> {
    count: usize,
    products: Vec<Product<'a>>,
}

struct Product<'a> {
    title: String,
    feature: &'a str,
    operations: Vec<Row<'a>>,
}

struct Row<'a> {
    api: &'a str,
    accessor: &'a str,
    method: &'a str,
    request: String,
    title: String,
}

pub(super) fn operations(ir: &Ir, names: &Names) -> askama::Result<String> {
    let products = ir
        .products
        .iter()
        .map(|(key, product)| Product {
            title: prose::line(&product.title),
            feature: names.feature(key),
            operations: rows(ir, names, key),
        })
        .collect();
    Operations { count: ir.operations().count(), products }.render()
}

fn rows<'a>(ir: &'a Ir, names: &'a Names, product: &str) -> Vec<Row<'a>> {
    ir.apis
        .values()
        .filter(|api| api.product == product)
        .flat_map(|api| api.operations.values().map(move |operation| (api, operation)))
        .map(|(api, operation)| Row {
            api: names.api_type(&api.tag).as_str(),
            accessor: names.accessor(&api.tag).as_str(),
            method: names.method(&operation.id).as_str(),
            request: prose::code(&format!("{} {}", operation.method.wire(), operation.path))
                .replace('|', r"\|"),
            title: prose::line(&operation.title),
        })
        .collect()
}
