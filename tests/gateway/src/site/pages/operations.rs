//! The operations that something is remembered for.

use askama::Template;

use crate::catalog::Catalog;
use crate::state::{ROUTES, Route};

#[derive(Template)]
#[template(path = "operations.html")]
pub(super) struct OperationsPage {
    count: usize,
    routes: &'static [Route],
}

impl OperationsPage {
    pub(super) fn new(catalog: &Catalog) -> Self {
        Self { count: catalog.operations().count(), routes: ROUTES }
    }
}
