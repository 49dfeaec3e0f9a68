//! API groups: a struct each, borrowed from the client, with a method per operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::{self, Imports};
use super::{Job, docs, module_docs};
use crate::ir::{Answer, Api, Body, Ir, Operation, Type};
use crate::names::Names;
use crate::prose;

/// A file per API group.
pub(super) fn jobs<'a>(ir: &'a Ir, names: &'a Names) -> impl Iterator<Item = Job<'a>> {
    ir.apis.values().map(|api| {
        let product = names.product(&api.product).as_str();
        let path = format!("api/{product}/{}.rs", names.api_module(&api.tag).as_str());
        Job::new(path, || file(api, names))
    })
}

fn file(api: &Api, names: &Names) -> TokenStream {
    let name = names.api_type(&api.tag);
    let accessor = names.accessor(&api.tag);
    let wire = prose::code(&api.tag);
    let banner = module_docs([format!("The methods of {wire}.")]);
    let documentation = docs([
        format!("The operations of {wire}."),
        String::new(),
        format!("Made by [`Client::{}`].", accessor.as_str()),
    ]);
    let accessor_docs = docs([format!("The operations of {wire}.")]);
    let imports = imports(api, names);
    let methods = api.operations.values().map(|operation| method(operation, names));
    quote! {
        #banner
        #imports

        #documentation
        #[derive(Debug)]
        pub struct #name<'a> {
            client: &'a Client,
        }

        impl Client {
            #accessor_docs
            #[inline]
            pub fn #accessor(&self) -> #name<'_> {
                #name { client: self }
            }
        }

        impl #name<'_> {
            #(#methods)*
        }
    }
}

fn imports(api: &Api, names: &Names) -> TokenStream {
    let mut imports = Imports::default();
    let mut operations = Vec::new();
    for (id, operation) in &api.operations {
        operations.push(names.operation(id));
        if !operation.query.is_empty() {
            operations.push(names.params(id));
        }
        match &operation.body {
            Body::Json(ty) => imports.add(ty, names),
            Body::Multipart { .. } => operations.push(names.parts(id)),
            Body::Empty => {}
        }
    }
    operations.sort();
    let json = imports.json().then(|| {
        quote!(
            use crate::data::Json;
        )
    });
    let imports = imports.tokens();
    quote! {
        #json
        #imports
        use crate::operation::{#(#operations),*};
        use crate::{Call, Client};
    }
}

fn method(operation: &Operation, names: &Names) -> TokenStream {
    let id = &operation.id;
    let name = names.method(id);
    let marker = names.operation(id);
    let documentation = docs(method_docs(operation, names));
    let deprecated = operation.deprecated.as_ref().map(|reason| {
        // rustdoc reads it as Markdown.
        let reason = prose::line(reason);
        quote!(#[deprecated = #reason])
    });
    let (wires, arguments): (Vec<_>, Vec<_>) = operation
        .path_parameters
        .iter()
        .map(|field| (&field.wire, names.argument(id, &field.wire)))
        .unzip();
    let (params, with_params) = if operation.query.is_empty() {
        (None, None)
    } else {
        let ty = names.params(id);
        (Some(quote!(params: &#ty,)), Some(quote!(.params(params))))
    };
    let (body, with_body) = match &operation.body {
        Body::Empty => (None, None),
        Body::Json(ty) => {
            let ty = types::item(ty, names);
            (Some(quote!(body: &#ty,)), Some(quote!(.body(body))))
        }
        Body::Multipart { .. } => {
            let ty = names.parts(id);
            (Some(quote!(parts: #ty,)), Some(quote!(.upload(parts))))
        }
    };
    let many = many_arguments(1 + arguments.len() + params.iter().len() + body.iter().len());
    quote! {
        #documentation
        #deprecated
        #many
        #[inline]
        pub fn #name(
            &self,
            #(#arguments: impl std::fmt::Display,)*
            #params
            #body
        ) -> Call<#marker> {
            self.client.call::<#marker>() #(.path(#wires, #arguments))* #with_params #with_body
        }
    }
}

/// Clippy objects to a method of more than seven arguments, but the path is not ours.
fn many_arguments(count: usize) -> Option<TokenStream> {
    const CLIPPYS_LIMIT: usize = 7;
    (count > CLIPPYS_LIMIT).then(|| {
        quote!(#[expect(clippy::too_many_arguments, reason = "the path has that many parameters")])
    })
}

fn method_docs(operation: &Operation, names: &Names) -> Vec<String> {
    let Operation { id, title, path, description, .. } = operation;
    let mut docs = Vec::new();
    if !title.is_empty() {
        docs.extend([format!("{}.", prose::line(title)), String::new()]);
    }
    if description != title {
        docs.extend(prose::lines(description));
    }
    if docs.last().is_some_and(|line| !line.is_empty()) {
        docs.push(String::new());
    }
    let request = prose::code(&format!("{} {path}", operation.method.wire()));
    docs.push(format!("{request}, {}.", prose::code(id)));
    docs.push(String::new());
    docs.push(format!("Answers {}.", answer(operation, names)));
    docs.push(format!("Documented error codes: [`{}`].", names.operation(id).as_str()));
    docs
}

fn answer(operation: &Operation, names: &Names) -> String {
    match &operation.answer {
        Answer::Empty => "with the status alone".to_owned(),
        Answer::Binary => "with a file".to_owned(),
        Answer::Json(ty) => words(ty, names),
        Answer::Events(ty) => {
            format!("with an [`EventStream`](crate::EventStream) of {}", words(ty, names))
        }
    }
}

fn words(ty: &Type, names: &Names) -> String {
    match ty.model() {
        Some(key) => {
            let model = names.model(key).as_str();
            let link = format!("[`{model}`](crate::model::{model})");
            types::words(ty, names).replace(&format!("[`{model}`]"), &link)
        }
        None => types::words(ty, names),
    }
}
