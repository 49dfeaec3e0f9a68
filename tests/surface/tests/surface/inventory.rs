//! The inventory, read from the files beside this one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Wire names with their types.
pub(crate) type Typed = Vec<(String, String)>;

/// The whole surface as it should be.
#[derive(Debug)]
pub(crate) struct Inventory {
    pub(crate) v3: Listed,
    /// Of other protocols than v3: their operations, and their own models.
    pub(crate) gateways: Listed,
    /// By operation, `*` for those of the platform.
    pub(crate) codes: BTreeMap<String, Vec<String>>,
}

/// Operations, and models with their fields.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) operations: Vec<Operation>,
    pub(crate) models: BTreeMap<String, Typed>,
}

/// An operation as it should be.
#[derive(Debug, Default)]
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) group: String,
    /// Empty for v3.
    pub(crate) protocol: String,
    /// `none`, `json MODEL` or `multipart`.
    pub(crate) body: String,
    /// A model or `object`.
    pub(crate) response: String,
    pub(crate) withdrawn: bool,
    pub(crate) path_parameters: Typed,
    pub(crate) query: Typed,
    pub(crate) form: Typed,
}

impl Listed {
    fn read(operation_file: &str, model_file: &str) -> Self {
        let models = lines(model_file, ", ", |field| pair(field, " "));
        Self { operations: operations(operation_file), models }
    }
}

impl Inventory {
    pub(crate) fn read() -> Self {
        let inventory = Self {
            v3: Listed::read("operations.txt", "models.txt"),
            gateways: Listed::read("gateways.txt", "gateway_models.txt"),
            codes: lines("codes.txt", " | ", str::to_owned),
        };
        inventory.check();
        inventory
    }

    /// The models of all protocols.
    pub(crate) fn all_models(&self) -> impl Iterator<Item = (&String, &Typed)> {
        self.v3.models.iter().chain(&self.gateways.models)
    }

    pub(crate) fn groups(&self) -> BTreeSet<&str> {
        let groups = self.v3.operations.iter().map(|operation| &*operation.group);
        groups.collect()
    }

    /// The groups of other protocols, with their protocol.
    pub(crate) fn gateway_groups(&self) -> BTreeSet<(&str, &str)> {
        let operations = self.gateways.operations.iter();
        operations.map(|operation| (&*operation.protocol, &*operation.group)).collect()
    }

    /// All codes, each once.
    pub(crate) fn distinct_codes(&self) -> BTreeSet<&str> {
        self.codes.values().flatten().map(String::as_str).collect()
    }

    /// The inventory may contradict itself as little as any document.
    fn check(&self) {
        let ids: BTreeSet<_> = self.v3.operations.iter().map(|found| &*found.id).collect();
        assert_eq!(ids.len(), self.v3.operations.len(), "an operation twice");
        for (id, codes) in &self.codes {
            assert!(id == "*" || ids.contains(&**id), "codes of no operation: {id}");
            let distinct: BTreeSet<_> = codes.iter().collect();
            assert_eq!(distinct.len(), codes.len(), "a code twice: {id}");
        }
    }
}

fn text(file: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("inventory");
    let text = fs::read_to_string(folder.join(file)).expect("the inventory can be read");
    text.replace("\r\n", "\n")
}

fn pair(text: &str, separator: &str) -> (String, String) {
    let (name, rest) =
        text.split_once(separator).unwrap_or_else(|| panic!("no `{separator}` in `{text}`"));
    (name.to_owned(), rest.to_owned())
}

/// Lines of a key and a list.
fn lines<T>(file: &str, separator: &str, item: impl Fn(&str) -> T) -> BTreeMap<String, Vec<T>> {
    let mut all = BTreeMap::new();
    for line in text(file).lines() {
        let (key, list) = pair(line, ": ");
        let list = list.split(separator).map(&item).collect();
        assert!(all.insert(key, list).is_none(), "twice: {line}");
    }
    all
}

fn operations(file: &str) -> Vec<Operation> {
    text(file).trim_end().split("\n\n").map(operation).collect()
}

fn operation(block: &str) -> Operation {
    let mut lines = block.lines();
    let mut operation = Operation {
        id: lines.next().expect("a block has an id").to_owned(),
        ..Operation::default()
    };
    for line in lines {
        let (word, rest) = pair(line.trim_start(), " ");
        match &*word {
            "group" => operation.group = rest,
            "protocol" => operation.protocol = rest,
            "body" => operation.body = rest,
            "response" => operation.response = rest,
            "state" => operation.withdrawn = withdrawn(&rest),
            "path" => operation.path_parameters.push(pair(&rest, ": ")),
            "query" => operation.query.push(pair(&rest, ": ")),
            "form" => operation.form.push(pair(&rest, ": ")),
            "DELETE" | "GET" | "PATCH" | "POST" | "PUT" => {
                operation.method = word;
                operation.path = rest;
            }
            _ => panic!("a line of {} is not understood: {line}", operation.id),
        }
    }
    operation
}

fn withdrawn(state: &str) -> bool {
    assert!(matches!(state, "current" | "withdrawn"), "state {state}");
    state == "withdrawn"
}
