//! The Rust names of everything, looked up by their owners.

use std::collections::BTreeMap;

use super::rust_name::RustName;
use crate::ir::ModelKey;

/// The Rust names of a surface.
#[derive(Debug, Default)]
pub struct Names {
    pub(super) models: BTreeMap<ModelKey, Struct>,
    pub(super) apis: BTreeMap<String, ApiNames>,
    pub(super) accessors: BTreeMap<String, RustName>,
    pub(super) pages: BTreeMap<String, String>,
    pub(super) operations: BTreeMap<String, OperationNames>,
    pub(super) products: BTreeMap<String, RustName>,
    pub(super) features: BTreeMap<String, String>,
    pub(super) error_codes: BTreeMap<String, RustName>,
}

/// The names of a struct with fields, constants for their documented values, and its file.
#[derive(Debug, Default)]
pub(super) struct Struct {
    pub(super) ty: RustName,
    pub(super) module: RustName,
    pub(super) fields: BTreeMap<String, RustName>,
    pub(super) values: BTreeMap<String, BTreeMap<String, RustName>>,
}

/// The names of an API group.
#[derive(Debug, Default)]
pub(super) struct ApiNames {
    pub(super) ty: RustName,
    pub(super) module: RustName,
}

/// The names of an operation.
#[derive(Debug, Default)]
pub(super) struct OperationNames {
    pub(super) ty: RustName,
    pub(super) method: RustName,
    pub(super) arguments: BTreeMap<String, RustName>,
    pub(super) params: Struct,
    pub(super) parts: Struct,
}

impl Names {
    /// The struct of a model.
    pub fn model(&self, key: &ModelKey) -> &RustName {
        &self.models[key].ty
    }

    /// The struct of an API group.
    pub fn api_type(&self, tag: &str) -> &RustName {
        &self.apis[tag].ty
    }

    /// The type of an operation.
    pub fn operation(&self, id: &str) -> &RustName {
        &self.operations[id].ty
    }

    /// The struct of an operation's query parameters.
    pub fn params(&self, id: &str) -> &RustName {
        &self.operations[id].params.ty
    }

    /// The struct of an upload's parts.
    pub fn parts(&self, id: &str) -> &RustName {
        &self.operations[id].parts.ty
    }

    /// The field and setter of a model.
    pub fn field(&self, key: &ModelKey, wire: &str) -> &RustName {
        &self.models[key].fields[wire]
    }

    /// The fields and setters of a model by wire name.
    pub fn fields(&self, key: &ModelKey) -> &BTreeMap<String, RustName> {
        &self.models[key].fields
    }

    /// The field and setter of a query parameter.
    pub fn param(&self, id: &str, wire: &str) -> &RustName {
        &self.operations[id].params.fields[wire]
    }

    /// The field and setter of a part.
    pub fn part(&self, id: &str, wire: &str) -> &RustName {
        &self.operations[id].parts.fields[wire]
    }

    /// The constant for a documented value of a model's field.
    pub fn value(&self, key: &ModelKey, wire: &str, value: &str) -> &RustName {
        &self.models[key].values[wire][value]
    }

    /// The constant for a documented value of a query parameter.
    pub fn param_value(&self, id: &str, wire: &str, value: &str) -> &RustName {
        &self.operations[id].params.values[wire][value]
    }

    /// The argument for a parameter of the path.
    pub fn argument(&self, id: &str, wire: &str) -> &RustName {
        &self.operations[id].arguments[wire]
    }

    /// The method of an operation.
    pub fn method(&self, id: &str) -> &RustName {
        &self.operations[id].method
    }

    /// The client's accessor of an API group.
    pub fn accessor(&self, tag: &str) -> &RustName {
        &self.accessors[tag]
    }

    /// The Cargo feature of a product.
    pub fn feature(&self, product: &str) -> &str {
        &self.features[product]
    }

    /// The module of a product.
    pub fn product(&self, product: &str) -> &RustName {
        &self.products[product]
    }

    /// The file of a model.
    pub fn model_module(&self, key: &ModelKey) -> &RustName {
        &self.models[key].module
    }

    /// The file of an API group.
    pub fn api_module(&self, tag: &str) -> &RustName {
        &self.apis[tag].module
    }

    /// The page of an API group, without its ending.
    pub fn page(&self, tag: &str) -> &str {
        &self.pages[tag]
    }

    /// The constant of an error code.
    pub fn error_code(&self, code: &str) -> &RustName {
        &self.error_codes[code]
    }
}
