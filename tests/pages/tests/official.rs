//! The official SDKs' pages beside ours: each of their parts has its counterpart.
//!
//! A file below `official/` holds the parts of one official page, without prose and without the
//! code around them. The snapshots show both sides; `INSTA_UPDATE=always` accepts new ones. What
//! all official pages have in common, every operation of the documents has on ours, and an English
//! description besides.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_part_of_an_official_page_has_its_counterpart_on_ours() {
    let mut paths = files("tests/official");
    paths.sort();
    for path in paths {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let (group, _) = name.split_once('.').unwrap();
        let ours = page(&format!("{group}.md"));
        let table = side_by_side(&fs::read_to_string(&path).unwrap(), &ours);
        insta::assert_snapshot!(name, table);
    }
}

#[test]
fn every_operation_has_all_parts_and_an_english_description() {
    let mut missing = Vec::new();
    let mut found = BTreeSet::new();
    let families = families();
    for path in files("../../sdk/docs/operations") {
        let name = path.file_name().unwrap().to_str().unwrap();
        for section in sections(&page(name)) {
            let (method, rest) = section.split_once("\"></a>").unwrap();
            let (heading, rest) = rest.split_once("\n\n").unwrap();
            let id = rest.lines().find_map(id).unwrap_or_default();
            if heading != method || !families.contains(&format!("({name}#{method})")) {
                missing.push(format!("{name}: {method}: a line of a family"));
            }
            let description = rest.lines().take_while(|line| !line.contains("`)"));
            if !is_english(&description.collect::<Vec<_>>().join(" ")) {
                missing.push(format!("{name}: {method}: an English description"));
            }
            for part in PARTS.iter().filter(|part| !rest.contains(**part)) {
                missing.push(format!("{name}: {method}: {part:?}"));
            }
            found.insert(id.to_owned());
        }
    }
    assert!(missing.is_empty(), "missing:\n{}", missing.join("\n"));
    assert_eq!(found, operations());
}

/// The pages of the product families. The index leads to each.
fn families() -> String {
    let index = page("README.md");
    let mut families = String::new();
    for path in files("../../sdk/docs/operations") {
        let name = path.file_name().unwrap().to_str().unwrap();
        if name.starts_with("family-") {
            assert!(index.contains(&format!("]({name})")), "{name} is not in the index");
            families.push_str(&page(name));
        }
    }
    assert!(index.lines().count() < 150, "the index is a list of families");
    families
}

/// What stands in the section of each operation, as on every official page.
const PARTS: [&str; 10] = [
    "```rust,ignore\nfn ",
    "\n### Example\n\n```rust\nuse alipay_sdk::",
    "\n### Parameters\n\n",
    "\n### Return type\n\n",
    "\n### Authorization\n\n",
    "\n### HTTP request headers\n\n",
    "\n### HTTP response details\n\n",
    "\n### Error codes\n\n",
    "\n[Back to top](#",
    " · [All operations](README.md) · [README](../../../README.md)",
];

/// The sections of operations, from the anchor on.
fn sections(page: &str) -> Vec<String> {
    let operations = page.split("\n## Models\n").next().unwrap();
    operations.split("\n## <a id=\"").skip(1).map(str::to_owned).collect()
}

/// The id in the line of a title.
fn id(line: &str) -> Option<&str> {
    line.strip_suffix("`)")?.rsplit_once("(`").map(|(_, id)| id)
}

/// At least three words of Latin letters, which are more than the Chinese ones.
fn is_english(text: &str) -> bool {
    let latin = |word: &&str| word.chars().filter(char::is_ascii_alphabetic).count() > 1;
    let others = text.chars().filter(|character| ('\u{2e80}'..'\u{ffff}').contains(character));
    let words = text.split_whitespace().filter(latin).count();
    words >= 3 && words >= others.count()
}

/// All operations of the documents.
fn operations() -> BTreeSet<String> {
    let mut operations = BTreeSet::new();
    for path in files("../../spec") {
        let text = fs::read_to_string(path).unwrap();
        let ids = text.lines().filter_map(|line| line.trim().strip_prefix("operationId: "));
        operations.extend(ids.map(str::to_owned));
    }
    operations
}

fn page(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sdk/docs/operations");
    fs::read_to_string(folder.join(name)).unwrap()
}

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn a_missing_description_is_found() {
    assert!(is_english("Pays an order in one step."));
    assert!(is_english("Pushes the package of a mini program to devices (推送线下包)."));
    assert!(!is_english("推送线下包") && !is_english("") && !is_english("app支付接口2.0 v2 api"));
}

/// Each part of an official page with what the line of ours holds that says the same.
fn side_by_side(official: &str, ours: &str) -> String {
    let mut table = String::new();
    let mut section = ours;
    for part in official.lines().filter(|line| !line.is_empty()) {
        let (kind, value) = part.split_once(": ").unwrap();
        if kind == "operation" {
            section = self::section(ours, &snake(value));
        }
        let wanted = wanted(kind, value);
        let found = section.lines().any(|line| wanted.iter().all(|text| line.contains(text)));
        assert!(found, "no line is the counterpart of {part:?}: {wanted:?}");
        writeln!(table, "{part}\n    {}", wanted.join(" … ").trim()).unwrap();
    }
    table
}

/// What our page says of an operation.
fn section<'p>(page: &'p str, method: &str) -> &'p str {
    let start = page.find(&format!("## <a id=\"{method}\">")).unwrap();
    let end = page[start + 1..].find("\n## ").map_or(page.len(), |end| start + 1 + end);
    &page[start..end]
}

/// The texts that our line holds where theirs is `value`.
fn wanted(kind: &str, value: &str) -> Vec<String> {
    let fields: Vec<_> = value.split(" | ").collect();
    match (kind, fields.as_slice()) {
        ("base", [base]) => vec![format!("relative to `{base}`")],
        ("row", [method, request, title]) => {
            let method = snake(method);
            vec![format!("| [`{method}`](#{method}) | `{request}` | "), (*title).to_owned()]
        }
        ("operation", [method]) => vec![format!("</a>{}", snake(method))],
        ("returns", ["Object"]) => vec!["`Json`, in a `Response`".to_owned()],
        ("returns", [model]) => vec![format!("[`{model}`](#{model}), in a `Response`")],
        ("title", [title]) => vec![(*title).to_owned()],
        ("example", [what]) => vec![in_example(what)],
        ("parameter", [name, "System.IO.Stream", "optional"]) => {
            vec![format!("| `{}` |", snake(name)), "`FilePart`".to_owned(), "| no |".to_owned()]
        }
        ("parameter", [_, model, "optional"]) => vec![format!("| [`{model}`](#{model}) |")],
        ("authorization", _) => vec!["None besides the signature".to_owned()],
        ("header", [header]) => {
            let (name, value) = header.split_once(": ").unwrap();
            vec![format!("- **{name}**: `{value}`")]
        }
        ("status", ["0", _]) => vec!["| others | Rejected".to_owned()],
        ("status", [status, _]) => vec![format!("| {status} | Done.")],
        ("links", _) => ["[Back to top]", "[All operations]", "[README]"].map(str::to_owned).into(),
        _ => panic!("{kind}: {value}"),
    }
}

/// What stands in our examples for a line of theirs.
fn in_example(what: &str) -> String {
    match what {
        "AppId" => ".app_id(".to_owned(),
        "PrivateKey" => ".private_key(".to_owned(),
        "AlipayPublicKey" => ".alipay_public_key(".to_owned(),
        "// AppCertPath" => "//     std::fs::read_to_string(\"appCertPublicKey.crt\")".to_owned(),
        "// AlipayPublicCertPath" => {
            "//     std::fs::read_to_string(\"alipayCertPublicKey_RSA2.crt\")".to_owned()
        }
        "// RootCertPath" => "//     std::fs::read_to_string(\"alipayRootCert.crt\")".to_owned(),
        "EncryptKey" => ".encrypt_key(".to_owned(),
        "status code" => "error.status()".to_owned(),
        "reason" => "{error}".to_owned(),
        what => match what.split_once(' ').unwrap() {
            ("new", model) => format!("{model}::new()"),
            ("call", method) => format!("().{}(", snake(method)),
            _ => panic!("{what}"),
        },
    }
}

/// Their name in our case.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    for character in name.chars() {
        if character.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(character.to_lowercase());
    }
    snake
}
