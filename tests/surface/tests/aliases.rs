//! The search of rustdoc finds an operation by its name on the wire, by the official title, and by
//! the names of the official SDKs.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use alipay_sdk::operation;
use rayon::prelude::*;
use syn::{Attribute, Expr, ExprLit, ImplItem, Item, Lit, Meta};

/// The aliases of an item, in the order of the code.
type Aliased = (String, Vec<String>);

/// The items of all generated files: types by name, methods as `Type::method`.
fn read() -> Vec<Aliased> {
    let mut files = Vec::new();
    list(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sdk/src/generated"), &mut files);
    files.par_iter().flat_map_iter(|path| items(&fs::read_to_string(path).unwrap())).collect()
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            list(&path, files);
        } else {
            files.push(path);
        }
    }
}

fn items(code: &str) -> Vec<Aliased> {
    let mut found = Vec::new();
    for item in syn::parse_file(code).unwrap().items {
        match item {
            Item::Struct(item) => found.push((item.ident.to_string(), aliases(&item.attrs))),
            Item::Impl(block) => {
                let syn::Type::Path(of) = *block.self_ty else { continue };
                let of = of.path.segments.last().unwrap().ident.to_string();
                for item in block.items {
                    if let ImplItem::Fn(method) = item {
                        let name = format!("{of}::{}", method.sig.ident);
                        found.push((name, aliases(&method.attrs)));
                    }
                }
            }
            _ => {}
        }
    }
    found
}

fn aliases(attributes: &[Attribute]) -> Vec<String> {
    let mut aliases = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("doc")) {
        let Meta::List(list) = &attribute.meta else { continue };
        let alias: syn::MetaNameValue = list.parse_args().unwrap();
        let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = alias.value else { panic!("no text") };
        assert!(alias.path.is_ident("alias"));
        aliases.push(text.value());
    }
    aliases
}

/// What rustdoc would refuse in the aliases of an item.
fn faults((item, aliases): &Aliased) -> Vec<String> {
    let name = item.rsplit("::").next().unwrap();
    let mut seen = Vec::new();
    let mut faults = Vec::new();
    for alias in aliases {
        let odd = |found: char| "\"'".contains(found) || (found.is_whitespace() && found != ' ');
        if alias == name || alias.trim() != alias || alias.is_empty() || alias.contains(odd) {
            faults.push(format!("{item}: {alias:?} is no alias"));
        }
        if seen.contains(&alias) {
            faults.push(format!("{item}: {alias:?} is a duplicate"));
        }
        seen.push(alias);
    }
    faults
}

#[test]
fn operations_and_models_are_found_by_their_other_names() {
    let items: BTreeMap<_, _> = read().into_iter().collect();
    for (item, aliases) in [
        ("AlipayTradeApi", &["alipay.trade"][..]),
        (
            "AlipayTradeApi::pay",
            &["alipay.trade.pay", "AlipayTradePayRequest", "统一收单交易支付接口"],
        ),
        ("AlipayTradePayModel", &[]),
        ("AlipayTradePayModel::out_trade_no", &[]),
        ("AlipayTradePayResponseModel", &["AlipayTradePayResponse"]),
        ("AlipayDataBillBuyQueryParams", &["AlipayDataBillBuyQueryModel"]),
        ("OpenApiRefundFundDetailPojo::type_", &["type"]),
    ] {
        let found = items.get(item).unwrap_or_else(|| panic!("{item} is missing"));
        assert_eq!(found, aliases, "{item}");
    }
    let page = &items["AlipayTradePageApi::pay"];
    assert_eq!(page[..2], ["alipay.trade.page.pay", "AlipayTradePagePayRequest"]);
}

#[test]
fn every_operation_is_found_by_its_name_and_its_title() {
    let items = read();
    let methods = items.iter().filter(|(item, _)| item.contains("::"));
    let methods: BTreeMap<_, _> =
        methods.filter_map(|(_, aliases)| Some((aliases.first()?, aliases))).collect();
    let mut missing = Vec::new();
    for operation in operation::all() {
        let aliases = methods.get(&operation.id.to_owned());
        let title = operation.title.replace(['"', '\''], " ");
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        if !aliases.is_some_and(|aliases| aliases.contains(&title)) {
            missing.push(operation.id);
        }
    }
    assert!(missing.is_empty(), "no method has the name and the title of {missing:?}");
}

#[test]
fn rustdoc_takes_every_alias() {
    let items = read();
    assert!(items.iter().map(|(_, aliases)| aliases.len()).sum::<usize>() > 3_000);
    let faults: Vec<_> = items.iter().flat_map(faults).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_bad_alias_is_found() {
    let found = |code: &str| -> usize { items(code).iter().map(|item| faults(item).len()).sum() };
    assert_eq!(found("#[doc(alias = \"b\")] #[doc(alias = \"c d\")] struct A;"), 0);
    assert_eq!(found("#[doc(alias = \"b\")] #[doc(alias = \"b\")] struct A;"), 1);
    assert_eq!(found("#[doc(alias = \"A\")] struct A;"), 1);
    assert_eq!(found("impl A { #[doc(alias = \"b\")] fn b() {} }"), 1);
    assert_eq!(found("impl A { #[doc(alias = \"it's\")] fn b() {} }"), 1);
}
