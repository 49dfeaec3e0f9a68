//! Which types can be named from outside: public ones, in modules that are declared, and either
//! public or re-exported.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use syn::{Item, ItemMacro, UseTree, Visibility};

use super::facts::Facts;
use super::tokens::text;

/// A file as a module.
#[derive(Debug)]
pub(crate) struct Module {
    /// The way from the generated folder, without `mod.rs` and `.rs`.
    path: String,
    /// Declared modules, and whether they are public.
    declared: BTreeMap<String, bool>,
    /// Public types.
    types: BTreeSet<String>,
    /// `pub use module::name`, `*` for all names.
    uses: Vec<(String, String)>,
    /// The folders of products, and what a macro shows of each.
    products: BTreeSet<String>,
    facades: BTreeSet<&'static str>,
}

/// The facades that users see.
const FOLDERS: [&str; 3] = ["api", "model", "operation"];

impl Module {
    pub(crate) fn new(file: &Path, items: &[Item]) -> Self {
        let mut module = Self {
            path: path(file),
            declared: BTreeMap::new(),
            types: BTreeSet::new(),
            uses: Vec::new(),
            products: BTreeSet::new(),
            facades: BTreeSet::new(),
        };
        for item in items {
            module.item(item);
        }
        module
    }

    fn item(&mut self, item: &Item) {
        let public = |visibility: &Visibility| matches!(visibility, Visibility::Public(_));
        match item {
            Item::Mod(found) => {
                let name = found.ident.to_string();
                self.declared.insert(name, public(&found.vis));
            }
            Item::Struct(found) if public(&found.vis) => {
                self.types.insert(found.ident.to_string());
            }
            Item::Macro(found) => self.products(found),
            Item::Use(found) if public(&found.vis) => {
                if let UseTree::Path(from) = within_self(&found.tree) {
                    names(&from.ident.to_string(), &from.tree, &mut self.uses);
                }
            }
            _ => {}
        }
    }
}

impl Module {
    /// `products! { "feature" => module, … }`: the modules that are declared so, which the facades
    /// of the macro show to users.
    fn products(&mut self, found: &ItemMacro) {
        let text = text(&found.mac.tokens);
        if found.mac.path.is_ident("products") {
            let products = text.split(',').filter_map(|line| line.split_once("=>"));
            self.products.extend(products.map(|(_, module)| module.to_owned()));
        } else {
            let shows = |folder: &&str| {
                text.contains(&format!("pub mod {folder}{{"))
                    && text.contains(&format!("pub use super::$product::{folder}::*;"))
            };
            self.facades.extend(FOLDERS.iter().copied().filter(shows));
        }
    }
}

fn path(file: &Path) -> String {
    let words: Vec<_> = file.iter().map(|word| word.to_string_lossy()).collect();
    let path = words.join("/");
    let path = path.trim_end_matches(".rs").trim_end_matches("mod");
    path.trim_end_matches('/').to_owned()
}

/// The tree without `self::` before it.
fn within_self(tree: &UseTree) -> &UseTree {
    match tree {
        UseTree::Path(path) if path.ident == "self" => &path.tree,
        tree => tree,
    }
}

fn names(module: &str, tree: &UseTree, uses: &mut Vec<(String, String)>) {
    match tree {
        UseTree::Name(name) => uses.push((module.to_owned(), name.ident.to_string())),
        UseTree::Glob(_) => uses.push((module.to_owned(), "*".to_owned())),
        UseTree::Group(group) => group.items.iter().for_each(|tree| names(module, tree, uses)),
        _ => {}
    }
}

/// The types that can be named, as `model::Name`; one that can be by two ways has two facts.
pub(crate) fn exports(modules: Vec<Module>) -> Facts {
    let modules: BTreeMap<_, _> =
        modules.into_iter().map(|module| (module.path.clone(), module)).collect();
    let root = &modules[""];
    let mut facts = Facts::default();
    for folder in root.facades.iter() {
        let products = root.products.iter().map(|product| format!("{product}/{folder}"));
        let shared = root.declared.get_key_value("shared").filter(|_| *folder == "model");
        for path in products.chain(shared.map(|(module, _)| module.clone())) {
            for ty in exported(&modules, &path) {
                facts.add(format!("{folder}::{ty}"), "exported");
            }
        }
    }
    facts
}

fn exported(modules: &BTreeMap<String, Module>, path: &str) -> Vec<String> {
    let Some(module) = modules.get(path) else {
        return Vec::new();
    };
    let mut all: Vec<_> = module.types.iter().cloned().collect();
    for (name, public) in &module.declared {
        let inside = exported(modules, &format!("{path}/{name}"));
        let used = |ty: &str| {
            let mut uses = module.uses.iter();
            uses.any(|(from, used)| from == name && (used == "*" || used == ty))
        };
        all.extend(inside.into_iter().filter(|ty| *public || used(ty)));
    }
    all
}
