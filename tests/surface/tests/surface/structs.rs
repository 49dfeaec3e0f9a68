//! Structs with fields for the wire: their types, setters, and how they are written and read.

use std::collections::BTreeMap;

use syn::punctuated::Punctuated;
use syn::{
    Expr, ExprMethodCall, Fields, ImplItem, ImplItemFn, Item, ItemImpl, Stmt, Token, Visibility,
};

use super::facts::Facts;
use super::tokens::{calls, literal, own_field, text};

/// A struct, described.
pub(crate) enum Struct {
    /// With `impl Model`: a model or query parameters.
    Model(Facts),
    /// With `impl Parts`.
    Parts(Facts),
}

/// What a field's setter takes, when it is well made.
type Setters = BTreeMap<String, String>;

/// Wire name and field; what is not understood is told as text.
type Pair = Result<(String, String), String>;

/// In the order of the code.
type Pairs = Vec<Pair>;

/// The structs of a file.
pub(crate) fn read(items: &[Item]) -> Vec<Struct> {
    let mut read = Vec::new();
    for item in items {
        let Item::Struct(found) = item else { continue };
        let name = found.ident.to_string();
        let parts =
            Own { name: &name, fields: fields(&found.fields), setters: setters(items, &name) };
        for found in implementations(items, &name) {
            match trait_name(found).as_deref() {
                Some("Model") => read.push(Struct::Model(parts.model(found))),
                Some("Parts") => read.push(Struct::Parts(parts.upload(found))),
                _ => {}
            }
        }
    }
    read
}

/// The last word of the trait that is implemented.
pub(crate) fn trait_name(found: &ItemImpl) -> Option<String> {
    let (path, _) = found.trait_.as_ref()?;
    path.segments.last().map(|last| last.ident.to_string())
}

/// What a struct has of its own.
struct Own<'s> {
    name: &'s str,
    fields: BTreeMap<String, String>,
    setters: Setters,
}

impl Own<'_> {
    /// A field is as its type says when it is written, read into, and set.
    fn model(&self, found: &ItemImpl) -> Facts {
        let (name, written) = method(found, "fields").map(written).unwrap_or_default();
        let read = method(found, "field_mut").map(read_into).unwrap_or_default();
        let mut facts = self.facts(&written, Some(&read));
        facts.add(self.name, format!("named {name}"));
        facts
    }

    fn upload(&self, found: &ItemImpl) -> Facts {
        let sent = method(found, "into_upload").map(sent).unwrap_or_default();
        let mut facts = self.facts(&sent, None);
        facts.add(self.name, "upload");
        facts
    }

    fn facts(&self, written: &Pairs, read: Option<&Pairs>) -> Facts {
        let mut facts = Facts::default();
        for pair in written {
            match pair {
                Ok((wire, field)) => {
                    let read = read.is_none_or(|read| read.contains(pair));
                    facts.add(format!("{}.{wire}", self.name), self.field(field, read));
                }
                Err(text) => facts.add(self.name, format!("not understood: {text}")),
            }
        }
        let read = read.into_iter().flatten();
        self.only_read(read.filter(|pair| !written.contains(pair)), &mut facts);
        self.never_written(written, &mut facts);
        facts
    }

    fn only_read<'p>(&self, pairs: impl Iterator<Item = &'p Pair>, facts: &mut Facts) {
        for pair in pairs {
            match pair {
                Ok((wire, field)) => {
                    let value = format!("read into {field} only");
                    facts.add(format!("{}.{wire}", self.name), value);
                }
                Err(text) => facts.add(self.name, format!("not understood: {text}")),
            }
        }
    }

    fn never_written(&self, written: &Pairs, facts: &mut Facts) {
        for field in self.fields.keys() {
            let mut used = written.iter().flatten();
            if !used.any(|(_, used)| used == field) {
                facts.add(format!("{} field {field}", self.name), "never written");
            }
        }
    }

    fn field(&self, field: &str, read: bool) -> String {
        let Some(ty) = self.fields.get(field) else {
            return format!("no public field {field}");
        };
        let read = if read { "" } else { ", not read" };
        let set = match self.setters.get(field) {
            Some(set) if format!("Option<{set}>") == *ty => "",
            _ => ", without its setter",
        };
        format!("{ty}{read}{set}")
    }
}

fn fields(fields: &Fields) -> BTreeMap<String, String> {
    fields
        .iter()
        .filter(|field| matches!(field.vis, Visibility::Public(_)))
        .filter_map(|field| Some((field.ident.as_ref()?.to_string(), text(&field.ty))))
        .collect()
}

fn implementations<'i>(items: &'i [Item], name: &'i str) -> impl Iterator<Item = &'i ItemImpl> {
    items.iter().filter_map(move |item| match item {
        Item::Impl(found) if text(&found.self_ty) == name => Some(found),
        _ => None,
    })
}

fn setters(items: &[Item], name: &str) -> Setters {
    implementations(items, name)
        .filter(|found| found.trait_.is_none())
        .flat_map(|found| &found.items)
        .filter_map(|item| match item {
            ImplItem::Fn(found) => setter(found),
            _ => None,
        })
        .collect()
}

/// A setter is public, named as its field, and does nothing but set it.
fn setter(found: &ImplItemFn) -> Option<(String, String)> {
    let name = found.sig.ident.to_string();
    let inputs = text(&found.sig.inputs);
    let does = calls(&found.block);
    let public = matches!(found.vis, Visibility::Public(_));
    let (ty, set) = match inputs.strip_prefix("mut self,value:impl Into<") {
        Some(ty) => {
            let ways = ["set(&mut self.NAME,value);self", "self.NAME=Some(value.into());self"];
            (ty.strip_suffix('>')?.to_owned(), ways)
        }
        None => {
            let item = inputs.strip_prefix("mut self,items:impl IntoIterator<Item=impl Into<")?;
            let ways = [
                "set_list(&mut self.NAME,items);self",
                "self.NAME=Some(items.into_iter().map(Into::into).collect());self",
            ];
            (format!("Vec<{}>", item.strip_suffix(">>")?), ways)
        }
    };
    let sets = set.iter().any(|way| way.replace("NAME", &name) == does);
    (public && sets).then_some((name, ty))
}

fn method<'i>(found: &'i ItemImpl, name: &str) -> Option<&'i ImplItemFn> {
    found.items.iter().find_map(|item| match item {
        ImplItem::Fn(found) if found.sig.ident == name => Some(found),
        _ => None,
    })
}

/// `Fields::new("Name", [("wire", &self.field), …])`: the name as it stands there, and the fields.
fn written(found: &ImplItemFn) -> (String, Pairs) {
    let unknown = || (String::new(), vec![Err(calls(&found.block))]);
    let [Stmt::Expr(Expr::Call(call), None)] = &*found.block.stmts else { return unknown() };
    let (function, mut args) = (text(&call.func), call.args.iter());
    match (&*function, args.next(), args.next()) {
        ("Fields::new", Some(name), Some(Expr::Array(list))) => {
            (text(name), list.elems.iter().map(element).collect())
        }
        _ => unknown(),
    }
}

/// `("wire", &self.field)`, or with `&mut`
fn element(found: &Expr) -> Pair {
    match found {
        Expr::Tuple(tuple) => pair(&tuple.elems),
        _ => None,
    }
    .ok_or_else(|| text(found))
}

/// `find(name, [("wire", &mut self.field), …])`
fn read_into(found: &ImplItemFn) -> Pairs {
    let unknown = || vec![Err(calls(&found.block))];
    let [Stmt::Expr(Expr::Call(call), None)] = &*found.block.stmts else { return unknown() };
    match (&*text(&call.func), call.args.get(1)) {
        ("find", Some(Expr::Array(list))) => list.elems.iter().map(element).collect(),
        _ => unknown(),
    }
}

/// `Upload::new().model(self.data.as_deref()).part("wire", self.field)`
fn sent(found: &ImplItemFn) -> Pairs {
    let mut pairs = Vec::new();
    let [Stmt::Expr(chain, None)] = &*found.block.stmts else {
        return vec![Err(calls(&found.block))];
    };
    let mut chain = chain;
    while let Expr::MethodCall(call) = chain {
        pairs.push(part(call).ok_or_else(|| text(&call.method)));
        chain = &call.receiver;
    }
    pairs
}

fn part(call: &ExprMethodCall) -> Option<(String, String)> {
    if call.method == "model" {
        Some(("data".to_owned(), own_field(call.args.first()?)?))
    } else {
        (call.method == "part").then(|| pair(&call.args)).flatten()
    }
}

/// A wire name and a field of `self`.
fn pair(found: &Punctuated<Expr, Token![,]>) -> Option<(String, String)> {
    let mut found = found.iter();
    Some((literal(found.next()?)?, own_field(found.next()?)?))
}
