//! Operations as data: a type each, its query parameters, and the parts of its upload.

use proc_macro2::TokenStream;
use quote::quote;

use super::alias::{aliases, class};
use super::check::checks;
use super::description::{described, request};
use super::doc_comment::{docs, module_docs};
use super::job::{Job, per_api};
use super::model::{NamedField, structure};
use super::pages::pages;
use super::role::Role;
use super::types::{self, Imports};
use crate::ir::{Api, Body, Carrier, File, Idempotency, Ir, Operation, Protocol, Response, Type};
use crate::names::Names;
use crate::prose;

/// A file per API group.
pub(super) fn jobs<'a>(ir: &'a Ir, names: &'a Names) -> impl Iterator<Item = Job<'a>> {
    per_api(ir, names, "operation", file)
}

fn file(api: &Api, names: &Names) -> TokenStream {
    let operations: Vec<_> = api.operations.values().collect();
    let imports = imports(api.protocol, &operations, names);
    let banner = module_docs([format!("The operations of {}.", prose::code(&api.tag))]);
    let items = operations.iter().map(|operation| {
        let params = (!operation.query.is_empty()).then(|| params(operation, names));
        let parts = match &operation.body {
            Body::Multipart { data, files } => Some(parts(operation, data.as_ref(), files, names)),
            _ => None,
        };
        let pages = pages(operation, names);
        let operation = marker(api, operation, names);
        quote!(#operation #pages #params #parts)
    });
    quote! {
        #banner
        #imports
        #(#items)*
    }
}

fn imports(protocol: Protocol, operations: &[&Operation], names: &Names) -> TokenStream {
    let mut imports = Imports::default();
    let (mut runtime, protocol_types) = runtime_imports(protocol, operations);
    let (mut queries, mut uploads, mut files) = (false, false, false);
    for operation in operations {
        imports.add_fields(operation.query.iter(), names);
        queries |= !operation.query.is_empty();
        match &operation.body {
            Body::Json(ty) => imports.add(ty, names),
            Body::Multipart { data, files: parts } => {
                uploads = true;
                files |= !parts.is_empty();
                data.iter().for_each(|ty| imports.add(ty, names));
            }
            Body::Empty => {}
        }
        match &operation.response {
            Response::Json(ty) => imports.add(ty, names),
            Response::Events(ty) => {
                imports.add(ty, names);
                runtime.push(quote!(EventStream));
            }
            Response::Binary => runtime.push(quote!(UnsignedFile)),
            Response::Empty => runtime.push(quote!(NoContent)),
        }
    }
    runtime.sort_by_key(ToString::to_string);
    runtime.dedup_by_key(|name| name.to_string());
    if files {
        runtime.insert(0, quote!(FilePart));
    }
    if uploads {
        runtime.extend([quote!(Parts), quote!(Upload)]);
    }
    let json = imports.json().then(|| {
        quote!(
            use crate::data::Json;
        )
    });
    let data = if queries { Some(imports.data(Role::Sent)) } else { json };
    let imports = imports.tokens();
    quote! {
        #data
        #imports
        #protocol_types
        use crate::{#(#runtime),*};
    }
}

/// What every operation of a protocol needs of the crate's root, and of the protocol's module.
fn runtime_imports(
    protocol: Protocol,
    operations: &[&Operation],
) -> (Vec<TokenStream>, Option<TokenStream>) {
    let root = [quote!(Idempotency), quote!(Method), quote!(Operation), quote!(OperationInfo)];
    let mut root = root.to_vec();
    if operations.iter().any(|operation| !operation.checks.is_empty()) {
        root.push(quote!(FieldCheck));
    }
    if operations.iter().any(|operation| operation.pages.is_some()) {
        root.extend([quote!(PageFields), quote!(PageKind), quote!(Paged)]);
    }
    let module = match protocol {
        Protocol::V3 => {
            root.push(quote!(V3));
            None
        }
        Protocol::V2 => {
            let mut carriers: Vec<_> =
                operations.iter().filter_map(|operation| carrier(operation.carrier)).collect();
            carriers.sort_by_key(ToString::to_string);
            carriers.dedup_by_key(|name| name.to_string());
            Some(quote!(use crate::v2::{#(#carriers,)* V2};))
        }
        Protocol::Top => Some(quote!(
            use crate::top::Top;
        )),
    };
    (root, module)
}

/// The type of a carrier, unless that is the client itself.
fn carrier(carrier: Carrier) -> Option<TokenStream> {
    match carrier {
        Carrier::Server => None,
        Carrier::Browser => Some(quote!(Browser)),
        Carrier::App => Some(quote!(App)),
        Carrier::Either => Some(quote!(BrowserOrApp)),
    }
}

fn protocol_type(protocol: Protocol, operation: &Operation) -> TokenStream {
    match protocol {
        Protocol::V3 => quote!(V3),
        Protocol::Top => quote!(Top),
        Protocol::V2 => {
            let carrier = carrier(operation.carrier).map(|carrier| quote!(<#carrier>));
            quote!(V2 #carrier)
        }
    }
}

/// The type that stands for an operation.
fn marker(api: &Api, operation: &Operation, names: &Names) -> TokenStream {
    let name = names.operation(&operation.id);
    let documentation = docs(marker_docs(api, operation, names));
    let params = params_type(operation, names);
    let protocol = protocol_type(api.protocol, operation);
    let body = match &operation.body {
        Body::Empty => quote!(()),
        Body::Json(ty) => types::item(ty, names),
        Body::Multipart { .. } => {
            let parts = names.parts(&operation.id);
            quote!(#parts)
        }
    };
    let response = match &operation.response {
        Response::Empty => quote!(NoContent),
        Response::Json(ty) => types::item(ty, names),
        Response::Events(ty) => {
            let ty = types::item(ty, names);
            quote!(EventStream<#ty>)
        }
        Response::Binary => quote!(UnsignedFile),
    };
    let info = info(api.protocol, operation);
    let codes = &operation.mendable;
    let mendable = (!codes.is_empty())
        .then(|| quote!(const MENDABLE: &'static [&'static str] = &[#(#codes),*];));
    let checks = checks(operation);
    quote! {
        #documentation
        pub struct #name;

        impl Operation for #name {
            type Protocol = #protocol;
            type Params = #params;
            type Body = #body;
            type Response = #response;
            #info
            #mendable
            #checks
        }
    }
}

/// The type of the query parameters.
fn params_type(operation: &Operation, names: &Names) -> TokenStream {
    if operation.query.is_empty() {
        return quote!(());
    }
    let params = names.params(&operation.id);
    quote!(#params)
}

fn info(protocol: Protocol, operation: &Operation) -> TokenStream {
    let Operation { id, title, description, path, .. } = operation;
    // Those that are told apart by name share one address.
    let path = if protocol == Protocol::V3 { path } else { "" };
    let method = method(operation.method);
    let codes = &operation.error_codes;
    let idempotency = match &operation.idempotency {
        Idempotency::Never => quote!(Never),
        Idempotency::Always => quote!(Always),
        Idempotency::Key(fields) => quote!(ByKey(&[#(#fields),*])),
    };
    quote! {
        const INFO: OperationInfo = OperationInfo {
            id: #id,
            description: #description,
            title: #title,
            method: #method,
            path: #path,
            idempotency: Idempotency::#idempotency,
            error_codes: &[#(#codes),*],
        };
    }
}

fn method(method: crate::ir::Method) -> TokenStream {
    use crate::ir::Method;
    match method {
        Method::Get => quote!(Method::Get),
        Method::Post => quote!(Method::Post),
        Method::Put => quote!(Method::Put),
        Method::Patch => quote!(Method::Patch),
        Method::Delete => quote!(Method::Delete),
    }
}

/// What it does is said by the method: it is linked here, not repeated.
fn marker_docs(api: &Api, operation: &Operation, names: &Names) -> Vec<String> {
    let Operation { id, path, .. } = operation;
    let (group, method) = (names.api_type(&api.tag).as_str(), names.method(id).as_str());
    let request = match api.protocol {
        Protocol::V3 => prose::code(&format!("{} {path}", operation.method.wire())),
        other => request(other, operation),
    };
    vec![
        format!("{}: {request}, called by", prose::code(id)),
        format!("[`{group}::{method}`](crate::api::{group}::{method})."),
    ]
}

/// The struct of the query parameters.
fn params(operation: &Operation, names: &Names) -> TokenStream {
    let id = &operation.id;
    let name = names.params(id);
    let fields = operation.query.iter().map(|field| {
        let constant = |value: &str| names.param_value(id, &field.wire, value);
        NamedField::new(field, names.param(id, &field.wire), constant)
    });
    let fields: Vec<_> = fields.collect();
    let documentation = docs([format!(
        "The query parameters of [`{}`]. Parameters that are not set are left out.",
        names.operation(id).as_str()
    )]);
    let aliases = aliases(name, class(id, "Model"));
    let head = quote!(#documentation #aliases);
    structure(name, name.as_str(), &head, &fields, Role::Sent, names)
}

/// The struct of the parts of an upload.
fn parts(operation: &Operation, data: Option<&Type>, files: &[File], names: &Names) -> TokenStream {
    let id = &operation.id;
    let name = names.parts(id);
    let documentation = docs([format!(
        "The parts of the upload [`{}`]. Parts that are not set are left out.",
        names.operation(id).as_str()
    )]);
    let aliases = aliases(name, class(id, "Model"));
    let data = data.map(|ty| Part {
        name: names.part(id, "data"),
        docs: vec![format!("`data`, the JSON part: {}.", types::words(ty, names))],
        ty: types::field(ty, names),
        taken: types::settable(ty, names),
        kind: Kind::of(ty),
    });
    let files: Vec<_> = files
        .iter()
        .map(|File { wire, description, required }| {
            let needed = if *required { ", required" } else { "" };
            let docs = described(format!("{}: a file{needed}.", prose::code(wire)), description);
            let (ty, taken) = (quote!(FilePart), quote!(impl Into<FilePart>));
            (wire, Part { name: names.part(id, wire), docs, ty, taken, kind: Kind::Plain })
        })
        .collect();
    let all = || data.iter().chain(files.iter().map(|(_, part)| part));
    let fields = all().map(Part::field);
    let setters = all().map(Part::setter);
    let data_part = data.as_ref().map(|Part { name, kind, .. }| {
        let borrowed = if *kind == Kind::Boxed { quote!(as_deref) } else { quote!(as_ref) };
        quote!(.model(self.#name.#borrowed()))
    });
    let wires = files.iter().map(|(wire, _)| wire);
    let idents = files.iter().map(|(_, part)| part.name);
    quote! {
        #documentation
        #aliases
        #[derive(Debug, Default)]
        #[must_use]
        #[non_exhaustive]
        pub struct #name { #(#fields)* }

        impl #name {
            /// With no part set.
            #[inline]
            pub fn new() -> Self {
                <Self as Default>::default()
            }

            #(#setters)*
        }

        impl Parts for #name {
            #[inline]
            fn into_upload(self) -> Upload {
                Upload::new() #data_part #(.part(#wires, self.#idents))*
            }
        }
    }
}

/// A part with its names.
struct Part<'n> {
    name: &'n crate::names::RustName,
    docs: Vec<String>,
    ty: TokenStream,
    /// What its setter takes.
    taken: TokenStream,
    kind: Kind,
}

/// How a part is set and borrowed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    Boxed,
    List,
}

impl Kind {
    fn of(ty: &Type) -> Self {
        match ty {
            Type::Model(_) => Self::Boxed,
            Type::List(_) => Self::List,
            _ => Self::Plain,
        }
    }
}

impl Part<'_> {
    fn field(&self) -> TokenStream {
        let Self { name, ty, .. } = self;
        let documentation = docs(self.docs.clone());
        quote!(#documentation pub #name: Option<#ty>,)
    }

    fn setter(&self) -> TokenStream {
        let Self { name, taken, kind, .. } = self;
        let documentation = docs([format!("Sets `{}`.", name.as_str())]);
        let (value, converted) = match kind {
            Kind::List => (quote!(items), quote!(items.into_iter().map(Into::into).collect())),
            Kind::Plain | Kind::Boxed => (quote!(value), quote!(value.into())),
        };
        quote! {
            #documentation
            pub fn #name(mut self, #value: #taken) -> Self {
                self.#name = Some(#converted);
                self
            }
        }
    }
}
