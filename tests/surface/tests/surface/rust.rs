//! What the generated files say, by their text alone.

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use syn::{Expr, ImplItem, Item, ItemImpl, Visibility};

use super::facts::About::{Codes, Exports, Methods, Models, Operations, Params, Parts};
use super::facts::Surface;
use super::modules::{Module, exports};
use super::structs::{self, Struct};
use super::tokens::{calls, literal, text};

/// The facts of the generated surface: of operations `impl Operation` by id; of codes those of
/// operations by id, and the constants. Models, query parameters and parts have their Rust names.
#[derive(Debug, Default)]
pub(crate) struct Rust(pub(crate) Surface);

/// The generated folder.
pub(crate) fn read() -> Rust {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sdk/src/generated");
    let mut files = Vec::new();
    list(&folder, &mut files);
    let read: Vec<_> = files.par_iter().map(|path| file(&folder, path)).collect();
    let mut rust = Rust::default();
    let mut modules = Vec::new();
    for (part, module) in read {
        rust.0.append(part.0);
        modules.push(module);
    }
    rust.0[Exports] = exports(modules);
    rust
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the generated folder can be read") {
        let path = entry.expect("a generated file can be listed").path();
        if path.is_dir() {
            list(&path, files);
        } else if path.extension().is_some_and(|found| found == "rs") {
            files.push(path);
        }
    }
}

fn file(folder: &Path, path: &Path) -> (Rust, Module) {
    let inside = path.strip_prefix(folder).expect("a listed file is inside");
    let code = fs::read_to_string(path).expect("a generated file can be read");
    let parsed = syn::parse_file(&code).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    let mut rust = Rust::default();
    let folder = inside.components().next().map(|folder| folder.as_os_str().to_string_lossy());
    for item in &parsed.items {
        rust.item(item, folder.as_deref().unwrap_or_default());
    }
    for described in structs::read(&parsed.items) {
        rust.described(inside, described);
    }
    (rust, Module::new(inside, &parsed.items))
}

impl Rust {
    fn described(&mut self, file: &Path, described: Struct) {
        match described {
            Struct::Parts(facts) => self.0[Parts].append(facts),
            Struct::Model(facts) if file.iter().any(|folder| folder == "operation") => {
                self.0[Params].append(facts);
            }
            Struct::Model(facts) => self.0[Models].append(facts),
        }
    }

    fn item(&mut self, item: &Item, folder: &str) {
        match item {
            Item::Impl(found) => self.implementation(found, folder),
            Item::Static(list) => {
                for listed in array(&list.expr) {
                    let listed = text(listed);
                    if let Some(operation) = listed.strip_suffix("::INFO") {
                        self.0[Operations].add(format!("{operation}::INFO"), "listed");
                    }
                }
            }
            _ => {}
        }
    }

    fn implementation(&mut self, found: &ItemImpl, folder: &str) {
        let of = text(&found.self_ty);
        match structs::trait_name(found).as_deref() {
            Some("Operation") => self.operation(&of, found, folder),
            None if of == "ErrorCode" => self.constants(found),
            None if of == "Client" => self.accessors("", found),
            None if of == "Gateway<'a>" => self.accessors("Gateway::", found),
            None if of == "TopClient" => self.accessors("TopClient::", found),
            None => {
                if let Some(api) = of.strip_suffix("<'_>") {
                    self.methods(api, found);
                }
            }
            Some(_) => {}
        }
    }

    fn operation(&mut self, ty: &str, found: &ItemImpl, folder: &str) {
        let mut types = Vec::new();
        let mut info = None;
        for item in &found.items {
            match item {
                ImplItem::Type(item) => {
                    let ty = text(&item.ty);
                    // Who carries a request is no fact of the inventory.
                    let carried = item.ident == "Protocol" && ty.starts_with("V2");
                    types.push(format!("{}={}", item.ident, if carried { "V2" } else { &ty }));
                }
                ImplItem::Const(item) if item.ident == "INFO" => info = Some(&item.expr),
                _ => {}
            }
        }
        let Some(Expr::Struct(info)) = info else {
            self.0[Operations].add(ty, "an operation without INFO");
            return;
        };
        let member = |name: &str| {
            let found = info.fields.iter().find(|field| text(&field.member) == name);
            found.map(|field| &field.expr)
        };
        let string = |name| member(name).and_then(literal).unwrap_or_default();
        let id = string("id");
        let title = if string("title").trim().is_empty() { "without" } else { "with" };
        // Operations without an address are told apart by name, in the folder of their protocol.
        let path = string("path");
        let called = match member("method").map(text) {
            Some(method) if !path.is_empty() => format!("{method} {path}"),
            _ => folder.to_owned(),
        };
        let summary = format!("{ty}: {called}, {title} a title");
        self.0[Operations].add(&*id, summary);
        self.0[Operations].add(format!("{id} types"), types.join(", "));
        for code in member("error_codes").into_iter().flat_map(array) {
            let code = literal(code).unwrap_or_else(|| text(code));
            self.0[Codes].add(format!("{id}: {code}"), "code");
        }
    }

    fn constants(&mut self, found: &ItemImpl) {
        for item in &found.items {
            if let ImplItem::Const(constant) = item {
                let code = literal(&constant.expr).unwrap_or_default();
                let public = matches!(constant.vis, Visibility::Public(_));
                let value = if public { "public" } else { "private" };
                self.0[Codes].add(format!("ErrorCode: {code}"), value);
            }
        }
    }

    fn accessors(&mut self, client: &str, found: &ItemImpl) {
        for item in &found.items {
            if let ImplItem::Fn(method) = item {
                let response = text(&method.sig.output);
                let api = response.trim_start_matches("->").split('<').next().unwrap_or_default();
                self.0[Methods].add(api, format!("{client}{}()", method.sig.ident));
            }
        }
    }

    fn methods(&mut self, api: &str, found: &ItemImpl) {
        for item in &found.items {
            let ImplItem::Fn(method) = item else { continue };
            if !matches!(method.vis, Visibility::Public(_)) {
                continue;
            }
            let response = text(&method.sig.output);
            let called = response.strip_prefix("->Call<").and_then(|rest| rest.strip_suffix('>'));
            let state = method.attrs.iter().any(|found| found.path().is_ident("deprecated"));
            let state = if state { "deprecated" } else { "current" };
            let name = &method.sig.ident;
            let inputs = text(&method.sig.inputs);
            let operation = called.unwrap_or(&response);
            self.0[Methods].add(operation, format!("{api}::{name}({inputs}), {state}"));
            self.0[Methods].add(format!("{operation} request"), calls(&method.block));
        }
    }
}

/// The members of `&[…]`.
fn array(expr: &Expr) -> Vec<&Expr> {
    match expr {
        Expr::Reference(reference) => array(&reference.expr),
        Expr::Array(array) => array.elems.iter().collect(),
        _ => Vec::new(),
    }
}
