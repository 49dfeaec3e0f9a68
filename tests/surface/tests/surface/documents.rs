//! What the documents say, and what the inventory wants them to say, in the same words.

use std::fs;
use std::path::Path;

use alipay_codegen::ir::{Body, Field, Ir, Operation, Protocol};
use alipay_codegen::{Source, Sources, understand};
use alipay_surface::{body, model, response, ty};

use super::facts::About::{Codes, Models, Operations, Requests, Responses};
use super::facts::{Facts, Surface};
use super::inventory::{self, Inventory};

/// The facts of a surface: of operations method, path, group, state and title by id; of requests
/// bodies, parameters and parts.
#[derive(Debug, Default)]
pub(crate) struct Said(pub(crate) Surface);

/// The documents beside the generator, lowered.
pub(crate) fn read() -> Ir {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec");
    let files = fs::read_dir(folder)
        .expect("the documents' folder can be read")
        .map(|entry| entry.expect("a document can be listed").path())
        .filter(|path| path.extension().is_some_and(|found| found == "yaml"))
        .map(|path| source(&path));
    understand(&Sources::new(files)).unwrap_or_else(|problems| panic!("{problems}"))
}

fn source(path: &Path) -> Source {
    let name = path.file_name().expect("a file has a name");
    Source {
        name: name.to_string_lossy().into_owned(),
        content: fs::read(path).expect("a document can be read"),
    }
}

impl Said {
    /// By the documents.
    pub(crate) fn by(ir: &Ir) -> Self {
        let mut said = Self::default();
        for (tag, api) in &ir.apis {
            for operation in api.operations.values() {
                said.operation(tag, api.protocol, operation);
            }
        }
        for (key, found) in &ir.models {
            let name = model(key);
            said.0[Models].add(&*name, "model");
            fields(&mut said.0[Models], &name, found.fields.values());
        }
        codes(&mut said.0[Codes], "*", &ir.platform_codes);
        codes(&mut said.0[Codes], "any operation", ir.error_codes.keys());
        said
    }

    fn operation(&mut self, tag: &str, protocol: Protocol, operation: &Operation) {
        let id = &operation.id;
        let place = (operation.method.wire(), &*operation.path, tag);
        let titled = !operation.title.trim().is_empty();
        let withdrawn = operation.deprecated.is_some();
        let protocol = protocol.product().map_or("", |(name, _)| name);
        self.0[Operations].add(id, summary(place, protocol, withdrawn, titled));
        self.0[Requests].add(format!("{id} body"), body(&operation.body));
        fields(&mut self.0[Requests], &format!("{id} path"), &operation.path_parameters);
        fields(&mut self.0[Requests], &format!("{id} query"), &operation.query);
        parts(&mut self.0[Requests], id, &operation.body);
        self.0[Responses].add(id, response(&operation.response));
        codes(&mut self.0[Codes], id, &operation.error_codes);
    }

    /// By the inventory.
    pub(crate) fn wanted(inventory: &Inventory) -> Self {
        let mut said = Self::default();
        for operation in inventory.v3.operations.iter().chain(&inventory.gateways.operations) {
            said.wanted_operation(operation);
        }
        for (name, fields) in inventory.all_models() {
            said.0[Models].add(name, "model");
            typed(&mut said.0[Models], name, fields);
        }
        for (id, documented) in &inventory.codes {
            codes(&mut said.0[Codes], id, documented);
        }
        codes(&mut said.0[Codes], "any operation", inventory.distinct_codes());
        said
    }

    fn wanted_operation(&mut self, operation: &inventory::Operation) {
        let id = &operation.id;
        let (method, path) = &operation.route;
        let place = (&**method, &**path, operation.says("group"));
        let protocol = operation.says("protocol");
        self.0[Operations].add(id, summary(place, protocol, operation.is_withdrawn(), true));
        self.0[Requests].add(format!("{id} body"), operation.says("body"));
        for kind in ["path", "query", "form"] {
            typed(&mut self.0[Requests], &format!("{id} {kind}"), operation.fields(kind));
        }
        self.0[Responses].add(id, operation.says("response"));
    }
}

fn summary(
    (method, path, group): (&str, &str, &str),
    protocol: &str,
    withdrawn: bool,
    titled: bool,
) -> String {
    let state = if withdrawn { "withdrawn" } else { "current" };
    let title = if titled { "with" } else { "without" };
    format!("{protocol} {method} {path} in {group}, {state}, {title} a title")
}

fn codes<C: AsRef<str>>(facts: &mut Facts, of: &str, codes: impl IntoIterator<Item = C>) {
    for code in codes {
        facts.add(format!("{of}: {}", code.as_ref()), "code");
    }
}

fn typed(facts: &mut Facts, of: &str, fields: &[(String, String)]) {
    for (wire, ty) in fields {
        facts.add(format!("{of}.{wire}"), ty);
    }
}

fn fields<'f>(facts: &mut Facts, of: &str, fields: impl IntoIterator<Item = &'f Field>) {
    for field in fields {
        facts.add(format!("{of}.{}", field.wire), ty(&field.ty));
    }
}

fn parts(facts: &mut Facts, id: &str, body: &Body) {
    let Body::Multipart { data, files } = body else {
        return;
    };
    if let Some(data) = data {
        facts.add(format!("{id} form.data"), ty(data));
    }
    for file in files {
        facts.add(format!("{id} form.{}", file.wire), "file");
    }
}
