//! Operations as data: a type each, its query parameters, and the parts of its upload.

use proc_macro2::TokenStream;
use quote::quote;

use super::model::{Member, structure};
use super::types::{self, Imports};
use super::{Job, docs, module_docs};
use crate::ir::{Answer, Api, Body, File, Ir, Operation, Repetition, Type};
use crate::names::Names;
use crate::prose;

/// A file per API group.
pub(super) fn jobs<'a>(ir: &'a Ir, names: &'a Names) -> impl Iterator<Item = Job<'a>> {
    ir.apis.values().map(|api| {
        let product = names.product(&api.product).as_str();
        let path = format!("operation/{product}/{}.rs", names.api_module(&api.tag).as_str());
        Job::new(path, || file(api, names))
    })
}

fn file(api: &Api, names: &Names) -> TokenStream {
    let operations: Vec<_> = api.operations.values().collect();
    let imports = imports(&operations, names);
    let banner = module_docs([format!("The operations of {}.", prose::code(&api.tag))]);
    let items = operations.iter().map(|operation| {
        let params = (!operation.query.is_empty()).then(|| params(operation, names));
        let parts = match &operation.body {
            Body::Multipart { data, files } => Some(parts(operation, data.as_ref(), files, names)),
            _ => None,
        };
        let operation = marker(&api.tag, operation, names);
        quote!(#operation #params #parts)
    });
    quote! {
        #banner
        #imports
        #(#items)*
    }
}

fn imports(operations: &[&Operation], names: &Names) -> TokenStream {
    let mut imports = Imports::default();
    let mut runtime =
        vec![quote!(Method), quote!(Operation), quote!(OperationInfo), quote!(Repetition)];
    let (mut queries, mut uploads, mut files) = (false, false, false);
    for operation in operations {
        operation.query.iter().for_each(|field| imports.add(&field.ty, names));
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
        match &operation.answer {
            Answer::Json(ty) => imports.add(ty, names),
            Answer::Events(ty) => {
                imports.add(ty, names);
                runtime.push(quote!(EventStream));
            }
            Answer::Binary => runtime.push(quote!(UnsignedFile)),
            Answer::Empty => runtime.push(quote!(NoContent)),
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
    let json = imports.json().then(|| quote!(Json,));
    let data = match (queries, json) {
        (true, json) => Some(quote!(use crate::data::{FieldValue, Fields, #json Model, set};)),
        (false, Some(_)) => Some(quote!(
            use crate::data::Json;
        )),
        (false, None) => None,
    };
    let imports = imports.tokens();
    quote! {
        #data
        #imports
        use crate::{#(#runtime),*};
    }
}

/// The type that stands for an operation.
fn marker(tag: &str, operation: &Operation, names: &Names) -> TokenStream {
    let Operation { id, title, path, .. } = operation;
    let name = names.operation(id);
    let documentation = docs(marker_docs(tag, operation, names));
    let params = if operation.query.is_empty() {
        quote!(())
    } else {
        let params = names.params(id);
        quote!(#params)
    };
    let body = match &operation.body {
        Body::Empty => quote!(()),
        Body::Json(ty) => types::item(ty, names),
        Body::Multipart { .. } => {
            let parts = names.parts(id);
            quote!(#parts)
        }
    };
    let answer = match &operation.answer {
        Answer::Empty => quote!(NoContent),
        Answer::Json(ty) => types::item(ty, names),
        Answer::Events(ty) => {
            let ty = types::item(ty, names);
            quote!(EventStream<#ty>)
        }
        Answer::Binary => quote!(UnsignedFile),
    };
    let method = method(operation.method);
    let codes = &operation.error_codes;
    let repetition = match &operation.repetition {
        Repetition::Never => quote!(Never),
        Repetition::Always => quote!(Always),
        Repetition::Numbered(members) => quote!(Numbered(&[#(#members),*])),
    };
    quote! {
        #documentation
        pub struct #name;

        impl Operation for #name {
            type Params = #params;
            type Body = #body;
            type Answer = #answer;
            const INFO: OperationInfo = OperationInfo {
                id: #id,
                title: #title,
                method: #method,
                path: #path,
                repetition: Repetition::#repetition,
                error_codes: &[#(#codes),*],
            };
        }
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

fn marker_docs(tag: &str, operation: &Operation, names: &Names) -> Vec<String> {
    let Operation { id, title, path, .. } = operation;
    let (api, method) = (names.api_type(tag).as_str(), names.method(id).as_str());
    let title = if title.is_empty() { String::new() } else { format!(": {}", prose::line(title)) };
    vec![
        format!("{}{title}.", prose::code(id)),
        String::new(),
        format!("{}, called by", prose::code(&format!("{} {path}", operation.method.wire()))),
        format!("[`{api}::{method}`](crate::api::{api}::{method})."),
    ]
}

/// The struct of the query parameters.
fn params(operation: &Operation, names: &Names) -> TokenStream {
    let id = &operation.id;
    let name = names.params(id);
    let members: Vec<_> = operation
        .query
        .iter()
        .map(|field| Member {
            field,
            name: names.param(id, &field.wire),
            values: (field.values.iter())
                .map(|value| (value.as_str(), names.param_value(id, &field.wire, value)))
                .collect(),
        })
        .collect();
    let documentation = vec![format!(
        "The query parameters of [`{}`]; those that are not set are left out.",
        names.operation(id).as_str()
    )];
    structure(name, name.as_str(), documentation, &members, names)
}

/// The struct of the parts of an upload.
fn parts(operation: &Operation, data: Option<&Type>, files: &[File], names: &Names) -> TokenStream {
    let id = &operation.id;
    let name = names.parts(id);
    let documentation = docs([format!(
        "The parts of the upload [`{}`]; those that are not set are left out.",
        names.operation(id).as_str()
    )]);
    let data = data.map(|ty| Part {
        name: names.part(id, "data"),
        docs: vec![format!("`data`, the JSON part: {}.", types::words(ty, names))],
        ty: types::field(ty, names),
        boxed: matches!(ty, Type::Model(_)),
    });
    let files: Vec<_> = files
        .iter()
        .map(|File { wire, description }| {
            let mut docs = vec![format!("{}: a file.", prose::code(wire))];
            let description = prose::lines(description);
            if !description.is_empty() {
                docs.push(String::new());
                docs.extend(description);
            }
            (wire, Part { name: names.part(id, wire), docs, ty: quote!(FilePart), boxed: false })
        })
        .collect();
    let all = || data.iter().chain(files.iter().map(|(_, part)| part));
    let fields = all().map(Part::field);
    let setters = all().map(Part::setter);
    let data_part = data.as_ref().map(|Part { name, boxed, .. }| {
        let borrowed = if *boxed { quote!(as_deref) } else { quote!(as_ref) };
        quote!(.model(self.#name.#borrowed()))
    });
    let wires = files.iter().map(|(wire, _)| wire);
    let idents = files.iter().map(|(_, part)| part.name);
    quote! {
        #documentation
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
    boxed: bool,
}

impl Part<'_> {
    fn field(&self) -> TokenStream {
        let Self { name, ty, .. } = self;
        let documentation = docs(self.docs.clone());
        quote!(#documentation pub #name: Option<#ty>,)
    }

    fn setter(&self) -> TokenStream {
        let Self { name, ty, .. } = self;
        let documentation = docs([format!("Sets `{}`.", name.as_str())]);
        quote! {
            #documentation
            pub fn #name(mut self, value: impl Into<#ty>) -> Self {
                self.#name = Some(value.into());
                self
            }
        }
    }
}
