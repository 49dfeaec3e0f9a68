//! From a path to the file that defines the item, through everything that hands it on.

use super::module::{Module, Modules, Target};

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Item {
        file: String,
        name: String,
    },
    Module(usize),
    /// Another crate.
    Outside,
}

/// How often a name may be handed on: no code does it so often, and a circle ends.
const STEPS: u8 = 32;

impl Modules {
    /// Resolves a path as it is written in a module. Nothing when the module knows no such name: it
    /// is another crate's, or the prelude's.
    pub(super) fn resolve(&self, module: usize, path: &[String]) -> Option<Found> {
        self.step(module, path, STEPS)
    }

    fn step(&self, module: usize, path: &[String], steps: u8) -> Option<Found> {
        let steps = steps.checked_sub(1)?;
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => Some(self.inside(0, rest, steps)),
            "self" | "super" => Some(self.inside(module, path, steps)),
            _ => self.named(module, path, steps),
        }
    }

    /// Goes on from a module that the path has led to.
    fn inside(&self, number: usize, path: &[String], steps: u8) -> Found {
        let module = &self.0[number];
        match path.split_first() {
            None => Found::Module(number),
            Some((first, rest)) if first == "self" => self.inside(number, rest, steps),
            Some((first, rest)) if first == "super" => self.inside(module.parent, rest, steps),
            // What a macro has made has no definition to be seen.
            Some((first, _)) => {
                self.named(number, path, steps).unwrap_or_else(|| item(module, first))
            }
        }
    }

    /// Resolves a path that begins with a name of this module.
    fn named(&self, number: usize, path: &[String], steps: u8) -> Option<Found> {
        let module = &self.0[number];
        let (first, rest) = path.split_first()?;
        let targets = module.names.get(first).into_iter().flatten();
        // A name may be a module and a function: one is followed by `::`, the other is not. And a
        // macro is imported under its own name (`pub(crate) use name`), which leads back here.
        let target = targets.min_by_key(|target| {
            let is_module = matches!(target, Target::Module(_));
            (is_module == rest.is_empty(), matches!(target, Target::Path(_)))
        });
        match target {
            Some(Target::Item(home)) => return Some(item(&self.0[*home], first)),
            Some(Target::Module(child)) => return Some(self.inside(*child, rest, steps)),
            Some(Target::Path(imported)) => {
                let path = [imported, rest].concat();
                return Some(self.step(number, &path, steps).unwrap_or(Found::Outside));
            }
            None => {}
        }
        self.globs(number).find_map(|glob| match self.step(number, glob, steps)? {
            Found::Module(other) if other != number => self.named(other, path, steps - 1),
            _ => None,
        })
    }

    fn globs(&self, number: usize) -> impl Iterator<Item = &[String]> {
        let imports = self.0[number].imports.iter();
        imports.filter(|import| import.name.is_none()).map(|import| &*import.path)
    }
}

fn item(module: &Module, name: &str) -> Found {
    Found::Item { file: module.file.clone(), name: name.to_owned() }
}
