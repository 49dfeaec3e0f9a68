use std::fs;

use super::check::Findings;
use super::module::Sources;
use super::table::Table;
use crate::sources::workspace;

const TABLE: &str = "
```layers
one
  top / middle beside /
  ground ground/tag
```
";

/// The crate `one`, changed in some files.
fn findings(changes: &[(&str, &str)]) -> Findings {
    let mut sources = Sources::new();
    let files = [
        ("lib.rs", "mod beside; mod ground; mod middle; mod top; pub use top::Top;"),
        ("top.rs", "use crate::middle::Middle; pub struct Top(Middle);"),
        ("middle/mod.rs", "mod inner; pub use inner::Middle;"),
        ("middle/inner.rs", "pub struct Middle; fn f() { crate::ground::tag::g() }"),
        ("beside.rs", "pub fn b() {}"),
        ("ground/mod.rs", "pub mod tag; pub fn low() {} pub enum Kind { A }"),
        ("ground/tag.rs", "pub fn g() {}"),
    ];
    for (file, text) in files.iter().chain(changes) {
        sources.insert((*file).to_owned(), (*text).to_owned());
    }
    let table = Table::read(TABLE).expect("a table");
    Findings::collect("one", &sources, table.floors("one").expect("floors")).expect("a crate")
}

/// The findings, with a change in one file.
fn found(file: &str, text: &str) -> String {
    findings(&[(file, text)]).to_string()
}

/// That the findings, with these changes, name this import.
#[track_caller]
fn assert_found(changes: &[(&str, &str)], import: &str) {
    let found = findings(changes);
    let line = format!("    {import}\n");
    assert!(!found.is_clean() && found.to_string().contains(&line), "{import}: {found}");
}

#[test]
fn imports_that_go_down_are_clean() {
    let findings = findings(&[]);
    assert!(findings.is_clean());
    assert_eq!(
        findings.to_string(),
        "one: 7 files, 2 imports, 3 floors, 0 circles, 0 upward imports\n"
    );
}

#[test]
fn an_upward_import_is_found_however_it_is_written() {
    for text in [
        "use crate::middle::Middle; pub fn g(_: Middle) {}",
        "use crate::middle; pub fn g(_: middle::Middle) {}",
        "use super::super::middle as m; pub fn g(_: m::Middle) {}",
        "pub fn g(_: crate::middle::Middle) {}",
        "pub fn g() { use crate::middle::*; let _ = Middle; }",
        "pub fn g() { write!(x, \"{:?}\", crate::middle::Middle); }",
        "use crate::{middle::{self, Middle}}; pub fn g(_: Middle) {}",
    ] {
        let found = findings(&[("ground/tag.rs", text)]);
        assert!(!found.is_clean(), "{text}");
        assert!(
            found
                .to_string()
                .contains("upward imports\n    ground/tag.rs -> middle/inner.rs: Middle\n"),
            "{text}\n{found}"
        );
    }
}

#[test]
fn modules_of_one_floor_do_not_import_each_other() {
    let changes = [("beside.rs", "use crate::middle::Middle; pub fn b(_: Middle) {}")];
    assert_found(&changes, "beside.rs -> middle/inner.rs: Middle");
}

#[test]
fn nobody_imports_from_the_root() {
    let root = ("lib.rs", "mod beside; mod ground; mod middle; mod top; pub struct Root;");
    let top = ("top.rs", "use crate::Root; pub struct Top(Root);");
    assert_found(&[root, top], "top.rs -> lib.rs: Root");
}

#[test]
fn a_circle_is_found_inside_of_a_module_too() {
    let found = findings(&[
        ("middle/mod.rs", "mod inner; mod other; pub use inner::Middle;"),
        ("middle/inner.rs", "use super::other::Other; pub struct Middle(Other);"),
        ("middle/other.rs", "pub struct Other; fn f(_: super::Middle) {}"),
    ]);
    assert!(!found.is_clean());
    assert!(
        found.to_string().contains(
            "circle of 2 files\n    middle/inner.rs -> middle/other.rs: Other\n    \
             middle/other.rs -> middle/inner.rs: Middle\n"
        ),
        "{found}"
    );
}

#[test]
fn re_exports_lead_to_the_file_that_defines() {
    for facade in ["pub use inner::Middle;", "pub use inner::*;", "pub(crate) use self::inner::*;"]
    {
        let changes = [
            ("middle/mod.rs", &*format!("mod inner; {facade}")),
            ("beside.rs", "use crate::Middle; pub fn b(_: Middle) {}"),
            ("lib.rs", "mod beside; mod ground; mod middle; mod top; pub use middle::Middle;"),
        ];
        assert_found(&changes, "beside.rs -> middle/inner.rs: Middle");
    }
}

#[test]
fn what_a_module_names_out_of_a_glob_is_drawn_and_nothing_else() {
    let found = found("beside.rs", "use crate::ground::*; pub fn b() { tag::g(); low(); f() }");
    assert!(found.contains("4 imports, 3 floors, 0 circles, 0 upward"), "{found}");
    let unused = findings(&[("beside.rs", "use crate::ground::*; pub fn b() {}")]);
    assert!(unused.to_string().contains(" 2 imports"), "{unused}");
}

#[test]
fn tests_and_other_crates_draw_nothing() {
    for text in [
        "pub fn g() {} #[cfg(test)] mod tests { use crate::middle::Middle; }",
        "pub fn g() {} #[cfg(test)] mod no_such_file;",
        "pub fn g() {} #[cfg(test)] fn t() { crate::middle::f() } pub fn h() {}",
        "#[cfg(test)] use crate::middle::Middle; pub fn g() {}",
        "use ::middle::Middle; pub fn g(_: Middle) { ::middle::g() }",
        "pub fn g() { quote!(crate::middle::Middle) }",
        "use std::fmt; pub fn g() -> fmt::Result { String::new() }",
    ] {
        assert!(findings(&[("ground/tag.rs", text)]).is_clean(), "{text}");
    }
}

#[test]
fn generated_code_is_one_module_that_is_not_read() {
    let found = findings(&[
        (
            "lib.rs",
            "mod beside; mod generated; mod ground; mod middle; mod top; pub use generated::model;",
        ),
        ("generated/mod.rs", "use crate::top::Top;"),
        ("beside.rs", "use crate::model::Order; pub fn b(_: Order) {}"),
    ])
    .to_string();
    assert!(found.contains("no floor in the table: generated/\n"), "{found}");
    assert!(found.contains("3 imports, 3 floors, 0 circles, 0 upward"), "{found}");
}

#[test]
fn a_macro_belongs_to_the_file_that_defines_it() {
    let inner = "macro_rules! local { () => {} } pub(crate) use local; pub struct Middle;";
    let changes = [
        ("middle/inner.rs", inner),
        ("middle/mod.rs", "mod inner; pub use inner::Middle; pub(crate) use inner::local;"),
        ("beside.rs", "crate::middle::local!();"),
    ];
    assert_found(&changes, "beside.rs -> middle/inner.rs: local");
}

#[test]
fn the_table_and_the_modules_name_the_same() {
    let found = findings(&[
        ("lib.rs", "mod ground; mod middle; mod top; mod new;"),
        ("new.rs", "pub fn n() {}"),
    ]);
    let text = found.to_string();
    assert!(!found.is_clean());
    assert!(text.contains("no floor in the table: new.rs\n"), "{text}");
    assert!(text.contains("no such module: beside\n"), "{text}");
}

#[test]
fn a_table_without_a_block_or_with_a_floor_of_no_crate_is_refused() {
    for page in ["no table", "```layers\none", "```layers\n  floor\n```", "```layers\na\na\n```"] {
        assert!(Table::read(page).is_err(), "{page}");
    }
}

/// The lower crate as it stands here, and with one import added.
#[test]
fn an_upward_import_in_this_workspace_is_found() {
    let page = fs::read_to_string(workspace().join("ARCHITECTURE.md")).expect("a page");
    let table = Table::read(&page).expect("a table");
    let floors = table.floors("sdk/core").expect("floors");
    let mut sources = super::read(&workspace().join("sdk/core/src")).expect("sources");
    let check =
        |sources: &Sources| Findings::collect("sdk/core", sources, floors).expect("a crate");
    assert!(check(&sources).is_clean(), "{}", check(&sources));
    let clock = sources.get_mut("clock.rs").expect("a clock");
    clock.push_str("fn late(certificate: &crate::Certificate) {}");
    let found = check(&sources).to_string();
    assert!(found.contains("    clock.rs -> cert/certificate.rs: Certificate\n"), "{found}");
}
