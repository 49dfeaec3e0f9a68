//! What the SDK says by hand, read from its source.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use alipay_codegen::Source;
use syn::{Item, UseTree, Visibility};

/// Its folder.
pub(crate) const SDK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../sdk");

/// Its manifest, which the generator reads.
pub(crate) fn manifest() -> Source {
    let content = fs::read(Path::new(SDK).join("Cargo.toml")).unwrap();
    Source { name: "Cargo.toml".to_owned(), content }
}

/// The types that the root of the crate exports.
pub(crate) fn root_types() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let public = |visibility: &Visibility| matches!(visibility, Visibility::Public(_));
    for item in file(&Path::new(SDK).join("src/lib.rs")).items {
        match item {
            Item::Use(found) if public(&found.vis) => used(&found.tree, &mut names),
            Item::Struct(found) if public(&found.vis) => _ = names.insert(found.ident.to_string()),
            Item::Enum(found) if public(&found.vis) => _ = names.insert(found.ident.to_string()),
            Item::Trait(found) if public(&found.vis) => _ = names.insert(found.ident.to_string()),
            Item::Type(found) if public(&found.vis) => _ = names.insert(found.ident.to_string()),
            _ => {}
        }
    }
    names.retain(|name| name.starts_with(|first: char| first.is_uppercase()));
    names
}

fn used(tree: &UseTree, names: &mut BTreeSet<String>) {
    match tree {
        UseTree::Path(path) => used(&path.tree, names),
        UseTree::Name(name) => _ = names.insert(name.ident.to_string()),
        UseTree::Rename(rename) => _ = names.insert(rename.rename.to_string()),
        UseTree::Group(group) => group.items.iter().for_each(|tree| used(tree, names)),
        _ => panic!("the root of the SDK lists what it exports, so that it can be read here"),
    }
}

/// A file of its source.
pub(crate) fn file(path: &Path) -> syn::File {
    let text = fs::read_to_string(path).unwrap();
    syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
