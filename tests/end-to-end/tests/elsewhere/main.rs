//! Projects elsewhere, which have the packages alone: nothing of this repository is around them.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod getting_started;
mod programs;
mod project;

use std::fs;

use programs::Programs;
use project::{Project, run, workspace};

/// The code of a project that places orders, the test of one without pages, and the client that
/// both sign with.
const SHOP: &str = include_str!("shop.rs");
const PAGES: &str = include_str!("pages.rs");
const CLIENT: &str = include_str!("../../../gateway/tests/client/mod.rs");

/// The test of an application that has an HTTP client of its own.
const CLIENTS: &str = include_str!("clients.rs");

/// The longest test that the guide may show, in lines.
const LONGEST: usize = 30;

/// What every manifest begins with.
const PACKAGE: &str = r#"[package]
name = "shop"
version = "0.0.0"
edition = "2024"

"#;

/// The first block of Rust behind this text.
fn block<'t>(text: &'t str, behind: &str, fence: &str) -> &'t str {
    let (_, section) = text.split_once(behind).unwrap();
    let (_, block) = section.split_once(&format!("```{fence}\n")).unwrap();
    block.split_once("```").unwrap().0
}

/// One project, so that the packages are built once: the programs of one README, and the test of
/// the other.
#[test]
fn the_packaged_gateway_serves_the_programs_and_the_tests_of_a_project() {
    let project = Project::new(&[
        "alipay-sdk-core",
        "alipay-sdk",
        "alipay-codegen",
        "alipay-mistakes",
        "alipay-gateway",
    ]);
    let programs = Programs::read(&project.readme("alipay-sdk"));
    let readme = project.readme("alipay-gateway");
    let line = block(&readme, "## In the tests of a project", "toml").lines().nth(1).unwrap();
    assert!(programs.dependencies.contains(line), "the README of the gateway has {line}");
    let example = block(&readme, "## In the tests of a project", "rust,ignore");
    let manifest = format!(
        r#"{PACKAGE}{}
[dev-dependencies]
base64 = "*"
fastrand = "*"
ring = "*"
serde_json = "*"
"#,
        programs.dependencies
    );
    project.write(
        &manifest,
        &[
            ("src/main.rs", &programs.main),
            ("src/notification.rs", &programs.notification),
            ("src/bill.rs", &programs.bill),
            ("tests/order.rs", &format!("{SHOP}{example}")),
            ("tests/pages.rs", PAGES),
            ("tests/client/mod.rs", CLIENT),
        ],
    );
    programs.check(&run(&mut project.command("cargo run --quiet")));
    assert_eq!(project.passed_tests(), 2);
}

#[test]
fn the_packaged_sdk_tests_a_checkout_with_its_test_platform_alone() {
    let guide = fs::read_to_string(workspace().join("sdk/docs/guide/testing.md")).unwrap();
    let code = block(&guide, "as in `src/lib.rs`", "rust");
    let test = block(&guide, "`tests/checkout.rs`", "rust,ignore");
    assert!(test.lines().count() < LONGEST, "{} lines", test.lines().count());

    let project = Project::new(&["alipay-sdk-core", "alipay-sdk"]);
    let manifest = format!(
        r#"{PACKAGE}[dependencies]
alipay-sdk = {{ version = "0.1", default-features = false, features = ["aws-lc-rs", "trade"] }}

[dev-dependencies]
alipay-sdk = {{ version = "0.1", default-features = false, features = ["test-util"] }}
tokio = {{ version = "1", features = ["macros", "rt"] }}
"#
    );
    project.write(&manifest, &[("src/lib.rs", code), ("tests/checkout.rs", test)]);
    assert_eq!(project.passed_tests(), 1);
}

#[test]
fn an_application_has_a_reqwest_of_its_own_beside_the_sdk() {
    let project = Project::new(&["alipay-sdk-core", "alipay-sdk"]);
    for (library, of_reqwest) in [("aws-lc-rs", "[]"), ("ring", r#"["rustls"]"#)] {
        let manifest = format!(
            r#"{PACKAGE}[dependencies]
alipay-sdk = {{ version = "0.1", default-features = false, features = ["{library}", "reqwest", "test-util"] }}
reqwest = {{ version = "0.13", default-features = false, features = {of_reqwest} }}
"#
        );
        project.write(&manifest, &[("src/lib.rs", ""), ("tests/clients.rs", CLIENTS)]);
        assert_eq!(project.passed_tests(), 1, "{library}");
    }
}
