//! The modules of a crate, with what each declares, imports and names.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use quote::ToTokens;
use syn::{Attribute, Item, ItemUse, UseTree, Visibility};

use super::scan::{Scan, is_test};

/// Rust files by their path below the crate's `src`.
pub(super) type Sources = BTreeMap<String, String>;

/// A module that is generated: its own code is not read.
const GENERATED: &str = "generated";

#[derive(Default)]
pub(super) struct Module {
    pub(super) parent: usize,
    pub(super) file: String,
    /// What a name stands for: several things, when it is in several namespaces.
    pub(super) names: BTreeMap<String, Vec<Target>>,
    pub(super) imports: Vec<Import>,
    pub(super) scan: Scan,
    /// Whether anything may stand here under a name that is not seen.
    pub(super) is_opaque: bool,
}

/// What a name in a module stands for.
pub(super) enum Target {
    /// An item that is defined in this module: this one, unless it is an exported macro.
    Item(usize),
    Module(usize),
    /// Something imported, or handed on.
    Path(Vec<String>),
}

/// A name that a module imports.
pub(super) struct Import {
    pub(super) path: Vec<String>,
    /// Nothing for a glob.
    pub(super) name: Option<String>,
    /// Whether it is handed on to others.
    pub(super) is_public: bool,
}

/// The modules of a crate, its root first.
#[derive(Default)]
pub(super) struct Modules(pub(super) Vec<Module>);

impl Modules {
    /// Follows the `mod` declarations from the root.
    pub(super) fn read(sources: &Sources, root: &str) -> Result<Self> {
        let mut modules = Self::default();
        modules.file(sources, root.to_owned(), String::new(), 0)?;
        Ok(modules)
    }

    /// Reads the file of a module; its children are in this folder.
    fn file(
        &mut self,
        sources: &Sources,
        file: String,
        folder: String,
        parent: usize,
    ) -> Result<usize> {
        let text = sources.get(&file).with_context(|| format!("there is no {file}"))?;
        let parsed =
            syn::parse_file(text).with_context(|| format!("{file} cannot be understood"))?;
        self.module(sources, parsed.items, &file, &folder, parent)
    }

    fn module(
        &mut self,
        sources: &Sources,
        items: Vec<Item>,
        file: &str,
        folder: &str,
        parent: usize,
    ) -> Result<usize> {
        let number = self.0.len();
        self.0.push(Module { parent, file: file.to_owned(), ..Module::default() });
        for item in items {
            match item {
                Item::Use(item) if !is_for_tests(&item.attrs) => self.at(number).import(&item),
                Item::Mod(item) if !is_for_tests(&item.attrs) => {
                    let name = item.ident.to_string();
                    let below = format!("{folder}{name}/");
                    let child = match item.content {
                        Some((_, items)) => self.module(sources, items, file, &below, number)?,
                        None if name == GENERATED => self.opaque(below, number),
                        None => {
                            let beside = format!("{folder}{name}.rs");
                            let inside = format!("{below}mod.rs");
                            let file = if sources.contains_key(&beside) { beside } else { inside };
                            self.file(sources, file, below, number)?
                        }
                    };
                    self.at(number).add(name, Target::Module(child));
                }
                Item::Use(_) | Item::Mod(_) => {}
                item => self.item(number, &item),
            }
        }
        let nested = std::mem::take(&mut self.at(number).scan.uses);
        nested.iter().for_each(|item| self.at(number).import(item));
        Ok(number)
    }

    /// Notes what an item defines and names.
    fn item(&mut self, number: usize, item: &Item) {
        if let Some(name) = defined(item) {
            if matches!(item, Item::Macro(item) if is_exported(&item.attrs)) {
                // `#[macro_export]` puts it at the root, wherever it is defined.
                self.at(0).add(name.clone(), Target::Item(number));
            }
            self.at(number).add(name, Target::Item(number));
        }
        self.at(number).scan.tokens(item.to_token_stream());
    }

    fn opaque(&mut self, file: String, parent: usize) -> usize {
        self.0.push(Module { parent, file, is_opaque: true, ..Module::default() });
        self.0.len() - 1
    }

    /// The files, each with whether it needs a floor: facades do not.
    pub(super) fn files(&self) -> BTreeMap<String, bool> {
        let mut files = BTreeMap::new();
        for module in &self.0 {
            let needs = files.entry(module.file.clone()).or_default();
            *needs |= module.is_opaque || !module.is_facade();
        }
        files
    }

    fn at(&mut self, number: usize) -> &mut Module {
        &mut self.0[number]
    }
}

impl Module {
    fn add(&mut self, name: String, target: Target) {
        self.names.entry(name).or_default().push(target);
    }

    fn import(&mut self, item: &ItemUse) {
        if item.leading_colon.is_none() {
            let is_public = !matches!(item.vis, Visibility::Inherited);
            self.import_tree(&item.tree, &[], is_public);
        }
    }

    fn import_tree(&mut self, tree: &UseTree, before: &[String], is_public: bool) {
        let with = |name: &str| [before, &[name.to_owned()]].concat();
        match tree {
            UseTree::Path(path) => {
                self.import_tree(&path.tree, &with(&path.ident.to_string()), is_public);
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.import_tree(tree, before, is_public);
                }
            }
            UseTree::Glob(_) => {
                self.imports.push(Import { path: before.to_vec(), name: None, is_public });
            }
            UseTree::Name(name) if name.ident == "self" => {
                let name = before.last().cloned().unwrap_or_default();
                self.import_name(before.to_vec(), name, is_public);
            }
            UseTree::Name(name) => {
                let name = name.ident.to_string();
                self.import_name(with(&name), name, is_public);
            }
            UseTree::Rename(rename) => {
                let mut path = with(&rename.ident.to_string());
                path.pop_if(|name| name == "self");
                self.import_name(path, rename.rename.to_string(), is_public);
            }
        }
    }

    fn import_name(&mut self, path: Vec<String>, name: String, is_public: bool) {
        self.add(name.clone(), Target::Path(path.clone()));
        self.imports.push(Import { path, name: Some(name), is_public });
    }

    /// Whether its code names this, besides handing it on.
    pub(super) fn mentions(&self, name: &str) -> bool {
        self.scan.names.contains(name)
    }

    /// Whether it declares and hands on, and does nothing else.
    fn is_facade(&self) -> bool {
        let is_item = |target: &Target| matches!(target, Target::Item(_));
        self.scan.names.is_empty() && !self.names.values().flatten().any(is_item)
    }
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| is_test(&attribute.meta.to_token_stream()))
}

fn is_exported(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("macro_export"))
}

fn defined(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}
