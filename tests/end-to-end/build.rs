//! Writes a call of every operation through its typed method, so that none can be forgotten.

use std::path::{Path, PathBuf};
use std::{env, error, fs};

use alipay_codegen::ir::{Api, Body, Carrier, File, Ir, Operation, Protocol, Response, Type};
use alipay_codegen::{Names, Source, Sources, generate};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

fn main() -> Result<(), Box<dyn error::Error>> {
    let spec = Path::new("../../spec");
    println!("cargo::rerun-if-changed={}", spec.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(spec)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        files.push(Source { content: fs::read(&path)?, name });
    }
    let generated = generate(&Sources::new(files)).map_err(|problems| problems.to_string())?;
    let (ir, names) = (&generated.ir, &generated.names);
    let calls = calls(ir, names, Protocol::V3, |operation| match operation.response {
        Response::Events(_) => Some(quote!(send_events)),
        _ => Some(quote!(send)),
    });
    let v2 = |wrapped: fn(Carrier) -> Option<TokenStream>| {
        self::calls(ir, names, Protocol::V2, move |operation| wrapped(operation.carrier))
    };
    let sent = v2(|carrier| (carrier == Carrier::Server).then(|| quote!(send_v2)));
    let pages = v2(|carrier| carrier.has_page().then(|| quote!(page)));
    let texts = v2(|carrier| carrier.has_app().then(|| quote!(order_string)));
    let calls = quote! {
        /// Every operation: its id, and a call of it through its typed method.
        #[expect(deprecated, reason = "withdrawn operations can still be called")]
        pub const CALLS: &[(&str, TypedCall)] = &[#calls];
        /// Every operation of the v2 gateway that a server calls.
        pub const V2_CALLS: &[(&str, TypedCall)] = &[#sent];
        /// Every operation that a browser can carry.
        pub const PAGES: &[(&str, Carried<Page>)] = &[#pages];
        /// Every operation that an app can carry.
        pub const ORDER_STRINGS: &[(&str, Carried<String>)] = &[#texts];
    };
    let file = PathBuf::from(env::var("OUT_DIR")?).join("calls.rs");
    Ok(fs::write(file, calls.to_string())?)
}

/// The calls of a protocol; `wrapped` names the function that takes a call, if it is wanted.
fn calls(
    ir: &Ir,
    names: &Names,
    protocol: Protocol,
    wrapped: impl Fn(&Operation) -> Option<TokenStream>,
) -> TokenStream {
    let operations = ir
        .apis_of(protocol)
        .flat_map(|api| api.operations.values().map(move |operation| (api, operation)));
    let calls = operations.filter_map(|(api, operation)| {
        wrapped(operation).map(|wrapped| call(api, operation, names, &wrapped))
    });
    quote!(#(#calls),*)
}

fn call(api: &Api, operation: &Operation, names: &Names, wrapped: &TokenStream) -> TokenStream {
    let id = &operation.id;
    let accessor = ident(names.accessor(&api.tag).as_str());
    let method = ident(names.method(id).as_str());
    let path = operation.path_parameters.iter().map(|field| {
        let wire = &field.wire;
        quote!(input.path(#wire))
    });
    let params = (!operation.query.is_empty()).then(|| quote!(&read(&input.query)?));
    let body = match &operation.body {
        Body::Empty => None,
        Body::Json(_) => Some(quote!(&read(&input.body)?)),
        Body::Multipart { data, files } => Some(parts(id, data.as_ref(), files, names)),
    };
    let arguments: Vec<_> = path.chain(params).chain(body).collect();
    let gateway = (api.protocol == Protocol::V2).then(|| quote!(.v2()));
    let used = quote!(#(#arguments)*).to_string().contains("input");
    let input = if used { quote!(input) } else { quote!(_) };
    quote! {
        (#id, |client, #input| Ok(#wrapped(client #gateway.#accessor().#method(#(#arguments),*))))
    }
}

fn parts(id: &str, data: Option<&Type>, files: &[File], names: &Names) -> TokenStream {
    let parts = ident(names.parts(id).as_str());
    let data = data.map(|ty| {
        let setter = ident(names.part(id, "data").as_str());
        let model = ty.model().map(|key| ident(names.model(key).as_str()));
        let ty = model.map_or(quote!(alipay_sdk::Json), |name| quote!(alipay_sdk::model::#name));
        quote!(.#setter(read::<#ty>(&input.body)?))
    });
    let files = files.iter().map(|file| {
        let setter = ident(names.part(id, &file.wire).as_str());
        let wire = &file.wire;
        quote!(.#setter(file(#wire)))
    });
    quote!(alipay_sdk::operation::#parts::new() #data #(#files)*)
}

/// Names that are keywords are written raw by the generator already.
fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(name) => Ident::new_raw(name, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}
