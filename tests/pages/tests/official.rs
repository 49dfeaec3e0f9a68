//! The official SDKs' pages beside ours: each of their parts has its counterpart.
//!
//! A file below `official/` holds the parts of one official page, without prose and without the code
//! around them. The snapshots show both sides; `INSTA_UPDATE=always` accepts new ones.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

#[test]
fn every_part_of_an_official_page_has_its_counterpart_on_ours() {
    let mut paths: Vec<_> =
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/official"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
    paths.sort();
    for path in paths {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let (group, _) = name.split_once('.').unwrap();
        let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../sdk/docs/{group}.md"));
        let table =
            side_by_side(&fs::read_to_string(&path).unwrap(), &fs::read_to_string(ours).unwrap());
        insta::assert_snapshot!(name, table);
    }
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
        ("status", ["0", _]) => vec!["| others | Refused".to_owned()],
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
