//! Two small documents, an old and a new one, and a crate that either of them is generated into.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

pub(crate) const XTASK: &str = env!("CARGO_BIN_EXE_xtask");

const MANIFEST: &str = "[package]\nname = \"demo\"\n\n[features]\n# <codegen>\n# </codegen>\n";

/// The documents in this order. From one to the other, files come, change and go.
pub(crate) const DOCUMENTS: [&str; 2] = ["old", "new"];

/// All files below a folder by path, and the empty folders, which hold nothing.
pub(crate) type Tree = BTreeMap<PathBuf, Option<Vec<u8>>>;

pub(crate) struct World {
    folder: TempDir,
}

impl World {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, operations) in DOCUMENTS.into_iter().zip([0..9, 3..12]) {
            // In a folder of its own: a document alone would be read beside those of the project.
            fs::create_dir(folder.path().join(name)).unwrap();
            let path = folder.path().join(name).join("openapi.yaml");
            fs::write(path, document(name, operations)).unwrap();
        }
        Self { folder }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A crate with a manifest, and nothing else yet.
    pub(crate) fn new_crate(&self, name: &str) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("Cargo.toml"), MANIFEST).unwrap();
        path
    }

    /// A run that generates one of the documents.
    pub(crate) fn command(&self, document: &str, out: &Path) -> Command {
        let mut command = Command::new(XTASK);
        command.args(["codegen", "--spec"]).arg(self.path().join(document)).arg("--out").arg(out);
        command
    }

    pub(crate) fn generate(&self, document: &str, out: &Path) {
        success(&self.command(document, out).output().unwrap());
    }

    /// What a run that nothing happens to makes of each document.
    pub(crate) fn right(&self) -> [Tree; 2] {
        DOCUMENTS.map(|document| {
            let out = self.new_crate(&format!("right-{document}"));
            self.generate(document, &out);
            tree(&out)
        })
    }
}

pub(crate) fn success(output: &Output) {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A document of these operations, all texts of which name it.
fn document(name: &str, operations: Range<u32>) -> String {
    let (mut paths, mut schemas) = (String::new(), String::new());
    for number in operations {
        let product = ["early", "middle", "middle", "late"][number as usize / 3];
        let (id, model) = (format!("alipay.{product}.shop{number}"), format!("Shop{number}"));
        paths += &format!(
            "  /v3/shop/{number}:\n    get: {{operationId: {id}.query, tags: [{id}], summary: {name}, \
             responses: {{'200': {{description: {name}, content: {{application/json: \
             {{schema: {{$ref: '#/components/schemas/{model}'}}}}}}}}}}}}\n"
        );
        schemas += &format!(
            "    {model}: {{type: object, properties: {{name: {{type: string, description: {name}}}}}}}\n"
        );
    }
    format!(
        "openapi: 3.0.3\ninfo: {{title: Shops, version: '1'}}\n\
         paths:\n{paths}components:\n  schemas:\n{schemas}"
    )
}

pub(crate) fn tree(root: &Path) -> Tree {
    let mut tree = Tree::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        let entries: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap()).collect();
        let below = |path: &Path| path.strip_prefix(root).unwrap().to_owned();
        if entries.is_empty() {
            tree.insert(below(&folder), None);
        }
        for path in entries.iter().map(|entry| entry.path()) {
            if path.is_dir() {
                open.push(path);
            } else {
                tree.insert(below(&path), Some(fs::read(&path).unwrap()));
            }
        }
    }
    tree
}

/// That two trees are alike; else names the paths that are not.
#[track_caller]
pub(crate) fn assert_same(found: &Tree, right: &Tree, when: &str) {
    let differs = |path: &&PathBuf| found.get(*path) != right.get(*path);
    let paths: Vec<_> = found.keys().chain(right.keys()).filter(differs).collect();
    assert!(paths.is_empty(), "{when}: {paths:?}");
}
