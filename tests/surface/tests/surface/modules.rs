//! Which types can be named from outside: public ones, in modules that are declared, and either
//! public or re-exported.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use syn::{Item, UseTree, Visibility};

use super::facts::Facts;

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
}

impl Module {
    pub(crate) fn new(file: &Path, items: &[Item]) -> Self {
        let mut module = Self {
            path: path(file),
            declared: BTreeMap::new(),
            types: BTreeSet::new(),
            uses: Vec::new(),
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
            Item::Use(found) if public(&found.vis) => {
                if let UseTree::Path(from) = &found.tree {
                    names(&from.ident.to_string(), &from.tree, &mut self.uses);
                }
            }
            _ => {}
        }
    }
}

fn path(file: &Path) -> String {
    let words: Vec<_> = file.iter().map(|word| word.to_string_lossy()).collect();
    let path = words.join("/");
    let path = path.trim_end_matches(".rs").trim_end_matches("mod");
    path.trim_end_matches('/').to_owned()
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
    let modules = modules.into_iter().map(|module| (module.path.clone(), module)).collect();
    let mut facts = Facts::default();
    for folder in ["api", "model", "operation"] {
        for ty in exported(&modules, folder) {
            facts.add(format!("{folder}::{ty}"), "exported");
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
