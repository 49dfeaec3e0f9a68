//! A crate held against its floors.

use std::collections::BTreeMap;
use std::fmt;

use anyhow::{Result, ensure};

use super::graph::Graph;
use super::module::{Modules, Sources};

/// The files that may be a crate: they import from every floor, and nobody imports from them.
const ROOTS: [&str; 2] = ["lib.rs", "main.rs"];

/// The findings of a crate.
pub(super) struct Findings {
    name: String,
    files: usize,
    floors: usize,
    graph: Graph,
    upward: Vec<(String, String)>,
    /// Modules without a floor, and names without a module.
    problems: Vec<String>,
}

impl Findings {
    pub(super) fn collect(name: &str, sources: &Sources, floors: &[Vec<String>]) -> Result<Self> {
        let mut graph = Graph::default();
        let mut files = BTreeMap::new();
        for root in ROOTS.into_iter().filter(|root| sources.contains_key(*root)) {
            let modules = Modules::read(sources, root)?;
            graph.add(&modules);
            files.extend(modules.files());
        }
        ensure!(!files.is_empty(), "{name} has neither a lib.rs nor a main.rs");
        let order = Order(floors);
        let upward = |(from, to): &&(String, String)| !order.allows(from, to);
        Ok(Self {
            name: name.to_owned(),
            files: files.len(),
            floors: floors.len(),
            upward: graph.0.keys().filter(upward).cloned().collect(),
            problems: order.problems(&files),
            graph,
        })
    }

    pub(super) fn is_clean(&self) -> bool {
        self.upward.is_empty() && self.problems.is_empty() && self.graph.circles().is_empty()
    }

    fn line(&self, formatter: &mut fmt::Formatter<'_>, from: &str, to: &str) -> fmt::Result {
        let names = self.graph.0.get(&(from.to_owned(), to.to_owned())).into_iter().flatten();
        let names: Vec<_> = names.map(String::as_str).collect();
        writeln!(formatter, "    {from} -> {to}: {}", names.join(", "))
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, files, floors, graph, upward, problems } = self;
        let circles = graph.circles();
        writeln!(
            formatter,
            "{name}: {files} files, {} imports, {floors} floors, {} circles, {} upward imports",
            graph.0.len(),
            circles.len(),
            upward.len()
        )?;
        for circle in &circles {
            writeln!(formatter, "  circle of {} files", circle.len())?;
            let inside = |file: &String| circle.contains(file.as_str());
            for (from, to) in graph.0.keys().filter(|(from, to)| inside(from) && inside(to)) {
                self.line(formatter, from, to)?;
            }
        }
        if !upward.is_empty() {
            writeln!(formatter, "  upward imports")?;
        }
        for (from, to) in upward {
            self.line(formatter, from, to)?;
        }
        problems.iter().try_for_each(|problem| writeln!(formatter, "  {problem}"))
    }
}

/// The floors from the top down.
struct Order<'a>(&'a [Vec<String>]);

impl Order<'_> {
    /// Whether a file may import from another: from its own module, or from a lower floor.
    fn allows(&self, from: &str, to: &str) -> bool {
        if ROOTS.contains(&to) {
            return false;
        }
        match (self.place(from), self.place(to)) {
            (Some((above, own)), Some((below, other))) => above < below || own == other,
            // The root is above all; what has no floor is a problem of its own.
            _ => true,
        }
    }

    /// The floor of a file, and the module that the table names for it: the one that says most.
    fn place(&self, file: &str) -> Option<(usize, &str)> {
        let floors = self.0.iter().enumerate();
        let all = floors.flat_map(|(floor, names)| names.iter().map(move |name| (floor, &**name)));
        all.filter(|(_, name)| belongs(file, name)).max_by_key(|(_, name)| name.len())
    }

    fn problems(&self, files: &BTreeMap<String, bool>) -> Vec<String> {
        let homeless = files
            .iter()
            .filter(|(_, needs)| **needs)
            .map(|(file, _)| file)
            .filter(|file| !ROOTS.contains(&file.as_str()) && self.place(file).is_none())
            .map(|file| format!("no floor in the table: {file}"));
        let names = self.0.iter().flatten();
        let unknown = names
            .filter(|name| !files.keys().any(|file| belongs(file, name)))
            .map(|name| format!("no such module: {name}"));
        homeless.chain(unknown).collect()
    }
}

/// Whether a file is of a module such as `client` or `client/top`.
fn belongs(file: &str, module: &str) -> bool {
    file.strip_prefix(module)
        .is_some_and(|rest| rest.is_empty() || rest == ".rs" || rest.starts_with('/'))
}
