//! Which file imports what from which.

use std::collections::{BTreeMap, BTreeSet};

use super::module::{Module, Modules};
use super::resolve::Found;

/// The names that one file takes from another, by the two files.
#[derive(Default)]
pub(super) struct Graph(pub(super) BTreeMap<(String, String), BTreeSet<String>>);

impl Graph {
    /// Adds the imports of all these modules.
    pub(super) fn add(&mut self, modules: &Modules) {
        for (number, module) in modules.0.iter().enumerate() {
            for path in used(modules, number, module) {
                if let Some(Found::Item { file, name }) = modules.resolve(number, &path)
                    && file != module.file
                {
                    self.0.entry((module.file.clone(), file)).or_default().insert(name);
                }
            }
        }
    }

    /// The files of each circle.
    pub(super) fn circles(&self) -> Vec<BTreeSet<&str>> {
        let files: BTreeSet<&str> = self.0.keys().map(|(from, _)| &**from).collect();
        let reached: BTreeMap<_, _> =
            files.iter().map(|file| (*file, self.reached(file))).collect();
        let mut circles = BTreeSet::new();
        for file in files {
            let in_turn =
                |other: &&&str| reached.get(**other).is_some_and(|all| all.contains(file));
            let circle: BTreeSet<_> = reached[file].iter().filter(in_turn).copied().collect();
            circles.insert(circle);
        }
        circles.remove(&BTreeSet::new());
        circles.into_iter().collect()
    }

    /// All files that one imports, and that those import.
    fn reached<'g>(&'g self, file: &'g str) -> BTreeSet<&'g str> {
        let mut reached = BTreeSet::new();
        let mut open = vec![file];
        while let Some(file) = open.pop() {
            let imported = self.0.keys().filter(|(from, _)| from == file);
            open.extend(imported.map(|(_, to)| &**to).filter(|to| reached.insert(*to)));
        }
        reached
    }
}

/// The paths that a module takes something by: imports, paths in its code, and what it names out of
/// the modules that it imports whole.
fn used(modules: &Modules, number: usize, module: &Module) -> Vec<Vec<String>> {
    let mut used: Vec<_> = module.scan.paths.iter().cloned().collect();
    for import in &module.imports {
        match &import.name {
            // An item that is only handed on is drawn from those who use it.
            Some(name) if import.is_public && !module.mentions(name) => {}
            Some(_) => used.push(import.path.clone()),
            None => match modules.resolve(number, &import.path) {
                Some(Found::Module(_)) => {
                    let names = module.scan.names.iter();
                    let hidden = names.filter(|name| !module.names.contains_key(*name));
                    used.extend(hidden.map(|name| vec![name.clone()]));
                }
                // The variants of an enum.
                _ => used.push(import.path.clone()),
            },
        }
    }
    used
}
