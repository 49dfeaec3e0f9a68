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
    /// How many of each there are, by a word.
    pub(crate) totals: BTreeMap<String, usize>,
}

/// Operations, and models with their fields.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) operations: Vec<Operation>,
    pub(crate) models: BTreeMap<String, Typed>,
}

/// An operation as it should be: the lines of its block.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) id: String,
    /// The HTTP method and the path.
    pub(crate) route: (String, String),
    /// The words that stand once: `group`, `body`, `response`, `state`, and but for v3 `protocol`.
    words: BTreeMap<String, String>,
    /// The parameters of `path` and `query`, and the parts of `form`.
    fields: BTreeMap<String, Typed>,
}

impl Operation {
    /// What stands behind a word; nothing where the word is missing.
    pub(crate) fn says(&self, word: &str) -> &str {
        self.words.get(word).map_or("", String::as_str)
    }

    pub(crate) fn fields(&self, of: &str) -> &[(String, String)] {
        self.fields.get(of).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn is_withdrawn(&self) -> bool {
        self.says("state") == "withdrawn"
    }
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
            totals: text("totals.txt").lines().map(total).collect(),
        };
        inventory.check();
        inventory
    }

    /// The models of all protocols.
    pub(crate) fn all_models(&self) -> impl Iterator<Item = (&String, &Typed)> {
        self.v3.models.iter().chain(&self.gateways.models)
    }

    pub(crate) fn groups(&self) -> BTreeSet<&str> {
        self.v3.operations.iter().map(|operation| operation.says("group")).collect()
    }

    /// The groups of other protocols, with their protocol.
    pub(crate) fn gateway_groups(&self) -> BTreeSet<(&str, &str)> {
        let operations = self.gateways.operations.iter();
        operations.map(|operation| (operation.says("protocol"), operation.says("group"))).collect()
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

fn total(line: &str) -> (String, usize) {
    let (name, total) = pair(line, " ");
    (name, total.parse().expect("a total is a number"))
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
    let id = lines.next().expect("a block has an id").to_owned();
    let mut routes = Vec::new();
    let (mut words, mut fields) = (BTreeMap::new(), BTreeMap::<_, Typed>::new());
    for line in lines {
        let (word, rest) = pair(line.trim_start(), " ");
        match &*word {
            "group" | "protocol" | "body" | "response" | "state" => {
                assert!(words.insert(word, rest).is_none(), "twice in {id}: {line}");
            }
            "path" | "query" | "form" => {
                fields.entry(word).or_default().push(pair(&rest, ": "));
            }
            "DELETE" | "GET" | "PATCH" | "POST" | "PUT" => routes.push((word, rest)),
            _ => panic!("a line of {id} is not understood: {line}"),
        }
    }
    let state = words.get("state").expect("an operation has a state");
    assert!(matches!(&**state, "current" | "withdrawn"), "state {state} of {id}");
    let [route] = <[_; 1]>::try_from(routes).expect("an operation has one route");
    Operation { id, route, words, fields }
}
