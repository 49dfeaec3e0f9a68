//! API groups: a struct each, borrowed from the client, with a method per operation.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::alias::{aliases, class};
use super::description::{about, request};
use super::doc_comment::{docs, module_docs};
use super::job::{Job, per_api};
use super::types::{self, Imports};
use crate::ir::{Api, Body, Ir, Operation, Protocol, Response, Type};
use crate::names::Names;
use crate::prose;

/// A file per API group.
pub(super) fn jobs<'a>(ir: &'a Ir, names: &'a Names) -> impl Iterator<Item = Job<'a>> {
    per_api(ir, names, "api", file)
}

fn file(api: &Api, names: &Names) -> TokenStream {
    let name = names.api_type(&api.tag);
    let wire = prose::code(&api.tag);
    let banner = module_docs([format!("The methods of {wire}.")]);
    let documentation = docs([
        format!("The operations of {wire}."),
        String::new(),
        format!("[`{}::{}`] returns it.", client(api.protocol), names.accessor(&api.tag).as_str()),
    ]);
    let imports = imports(api, names);
    let structure = structure(api, &documentation, names);
    let methods = api.operations.values().map(|operation| method(api.protocol, operation, names));
    quote! {
        #banner
        #imports
        #structure

        impl #name<'_> {
            #(#methods)*
        }
    }
}

/// What makes the calls of a protocol.
fn client(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::V3 => "Client",
        Protocol::V2 => "Gateway",
        Protocol::Top => "TopClient",
    }
}

/// The struct of the group, and the way to it. The client of the v2 gateway is itself a borrow, and
/// is copied.
fn structure(api: &Api, documentation: &TokenStream, names: &Names) -> TokenStream {
    let name = names.api_type(&api.tag);
    let accessor = names.accessor(&api.tag);
    let accessor_docs = docs([format!("The operations of {}.", prose::code(&api.tag))]);
    let aliases = aliases(name, [api.tag.clone()]);
    let client = format_ident!("{}", client(api.protocol));
    let (held, scope, lifetime, made) = match api.protocol {
        Protocol::V3 | Protocol::Top => {
            (quote!(&'a #client), quote!(impl #client), quote!('_), quote!(self))
        }
        Protocol::V2 => {
            (quote!(#client<'a>), quote!(impl<'a> #client<'a>), quote!('a), quote!(*self))
        }
    };
    quote! {
        #documentation
        #aliases
        #[derive(Debug)]
        pub struct #name<'a> {
            client: #held,
        }

        #scope {
            #accessor_docs
            #[inline]
            pub fn #accessor(&self) -> #name<#lifetime> {
                #name { client: #made }
            }
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
    let client = format_ident!("{}", client(api.protocol));
    let runtime = match api.protocol {
        Protocol::V3 => quote!(use crate::{Call, #client};),
        Protocol::V2 => quote!(use crate::Call; use crate::v2::#client;),
        Protocol::Top => quote!(use crate::Call; use crate::top::#client;),
    };
    quote! {
        #json
        #imports
        use crate::operation::{#(#operations),*};
        #runtime
    }
}

fn method(protocol: Protocol, operation: &Operation, names: &Names) -> TokenStream {
    let id = &operation.id;
    let name = names.method(id);
    let marker = names.operation(id);
    let documentation = docs(method_docs(protocol, operation, names));
    let aliases = aliases(name, method_aliases(operation));
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
        #aliases
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

fn method_docs(protocol: Protocol, operation: &Operation, names: &Names) -> Vec<String> {
    let mut docs = about(operation);
    if !docs.is_empty() {
        docs.push(String::new());
    }
    docs.push(format!("{}.", request(protocol, operation)));
    docs.push(String::new());
    docs.push(format!("Responds with {}.", response(operation, names)));
    if operation.pages.is_some() {
        docs.push("Page by page: [`Call::pages`].".to_owned());
    }
    if protocol == Protocol::V3 {
        let operation = names.operation(&operation.id).as_str();
        docs.push(format!("Documented error codes: [`{operation}`]."));
    }
    docs
}

/// The id, the class of the official SDKs, and the official title.
fn method_aliases(operation: &Operation) -> impl Iterator<Item = String> {
    let request = class(&operation.id, "Request");
    let title = operation.title.clone();
    [operation.id.clone()].into_iter().chain(request).chain([title])
}

fn response(operation: &Operation, names: &Names) -> String {
    match &operation.response {
        Response::Empty => "a status without a body".to_owned(),
        Response::Binary => "a file".to_owned(),
        Response::Json(ty) => words(ty, names),
        Response::Events(ty) => {
            format!("an [`EventStream`](crate::EventStream) of {}", words(ty, names))
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
