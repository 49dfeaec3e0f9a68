use std::fs;

use super::findings::Findings;
use super::pattern::Pattern;
use super::rules::Rules;
use super::sentence::{sentences, words};
use super::{PAGE, check, files, messages};
use crate::sources::workspace;

fn rules() -> Rules {
    Rules::read(&fs::read_to_string(workspace().join(PAGE)).expect("a page")).expect("rules")
}

/// The findings in a file with this name and content.
fn found(file: &str, content: &str) -> Findings {
    let mut findings = Findings::default();
    findings.add(file, content, &rules()).expect("a file that can be read");
    findings
}

/// The lines of the findings, each with the words.
#[track_caller]
fn assert_found(file: &str, content: &str, expected: &[(usize, &str)]) {
    let findings = found(file, content);
    let all: Vec<_> =
        findings.all.iter().map(|finding| (finding.line, finding.words.as_str())).collect();
    assert_eq!(all, expected, "{file}: {content}");
}

#[test]
fn a_broken_sentence_is_found_in_every_kind_of_place() {
    for (file, content, line) in [
        ("docs/a.md", "# Head\n\nThe right one.\nThe *refusal*\nis here.\n", 4),
        ("docs/a.md", "| a | b |\n| --- | --- |\n| c | the refusal |\n", 3),
        ("docs/a.md", "* one\n* [the refusal](https://example.com)\n", 2),
        ("a.rs", "/// Gives the\n/// refusal.\nfn f() {}\n", 1),
        ("a.rs", "//! The module.\n//!\n//! The refusal.\n", 3),
        ("a.rs", "fn f() {\n    // The refusal.\n}\n", 2),
        ("a.rs", "fn f() {} // the refusal\n", 1),
        ("a.rs", "/* The /* inner */\nrefusal */ fn f() {}\n", 1),
        ("a.rs", "const A: char = '\"';\nconst B: &str = \"it is the refusal\";\n", 2),
        ("a.rs", "fn f() {\n    bail!(r#\"it is \"the\" refusal\"#);\n}\n", 2),
        ("a.rs", "const A: &str = \"it is \\\n    the refusal\";\n", 1),
        ("spec/a.yaml", "a:\n  description: Gives the refusal.\n", 2),
        ("spec/a.yaml", "a: b\n# The refusal.\n", 2),
        ("Cargo.toml", "[a]\n# The refusal.\nb = 1\n", 2),
        (".ci/run", "#!/bin/sh\n# The refusal.\n", 2),
    ] {
        assert_found(file, content, &[(line, "refusal")]);
    }
}

#[test]
fn code_names_and_addresses_are_free() {
    for (file, content) in [
        ("docs/a.md", "The field `refusal` is old.\n\n```\nthe refusal\n```\n\n    the refusal\n"),
        (
            "docs/a.md",
            "See [the page](https://example.com/refusal), and example.com/refusal/here.\n",
        ),
        (
            "a.rs",
            "/// The field `refusal`.\n///\n/// ```\n/// let refusal = 1;\n/// ```\nfn refusal() {}\n",
        ),
        ("a.rs", "const A: &str = \"the field {refusal} is alipay.refusal.query or a_refusal\";\n"),
        ("a.rs", "const A: [&str; 2] = [\"refusal\", \"// refusal\"];\n"),
        ("spec/a.yaml", "refusal: {type: refusal}\n"),
    ] {
        assert_found(file, content, &[]);
    }
}

#[test]
fn a_relative_clause_is_no_noun() {
    for (text, expected) in [
        ("What is signed is sent.", "what is"),
        ("This is right. Whatever cannot be read is an error.", "whatever cannot"),
        ("Part of what\nis signed.", "of what is"),
    ] {
        let findings = found("docs/a.md", text);
        let first = findings.all.first().map(|finding| finding.words.as_str());
        assert_eq!(first, Some(expected), "{text}");
    }
    for free in [
        "* `a`, and more: what is left.",
        "What is signed here?",
        "The error says what is wrong.",
        "The part of it, what is more, is signed.",
    ] {
        assert_found("docs/a.md", free, &[]);
    }
}

#[test]
fn a_word_is_right_where_the_table_says_so() {
    assert_found("docs/a.md", "The answer is signed.", &[(1, "the answer")]);
    assert_found("docs/a.md", "The question and the answer are signed.", &[]);
    assert_found("docs/a.md", "The server answers the check.", &[]);
    assert_found(
        "docs/a.md",
        "The colours of the Organisation.",
        &[(1, "organisation"), (1, "colours")],
    );
    assert_found("docs/a.md", "An organism has a color.", &[]);
}

#[test]
fn long_lines_of_prose_are_found_and_other_long_lines_are_not() {
    let words = "word ".repeat(20);
    let long = format!("{words}word");
    assert_found("docs/a.md", &format!("short\n{long}\n"), &[(2, "104 columns")]);
    assert_found("docs/a.md", &format!("* {words}`code` it\n"), &[(1, "111 columns")]);
    assert_found("a.rs", &format!("/// {long}\nfn f() {{}}\n"), &[(1, "108 columns")]);
    assert_found("a.rs", &format!("/// ```\n///\n/// {long}\n/// ```\nfn f() {{}}\n"), &[]);
    assert_found("spec/a.yaml", &format!("# {long}\na: {long}\n"), &[(1, "106 columns")]);
    let address = format!("{words}https://example.com/{}", "a".repeat(60));
    for content in [
        &format!("```\n{long}\n```\n"),
        &format!("| a |\n| --- |\n| {long} |\n"),
        &format!("{}\n", words.trim()),
        &address,
    ] {
        assert_found("docs/a.md", content, &[]);
    }
    assert_found("codegen/templates/a.md", &long, &[]);
    assert_found("codegen/templates/a.rs", &format!("//! {long}\n"), &[]);
}

#[test]
fn sentences_end_at_points_and_empty_lines() {
    let texts = |text| {
        sentences(text).iter().map(|one| (one.line, one.text.to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(
        texts("One `a. b`.\nTwo is 1.5 of\nit? Three\n\nfour"),
        [
            (0, "One `a. b`.".to_owned()),
            (1, "Two is 1.5 of\nit?".to_owned()),
            (2, "Three".to_owned()),
            (4, "four".to_owned()),
        ]
    );
    assert_eq!(words("It's “one” 'two'-three."), ["it's", "one", "two", "-", "three", "."]);
}

#[test]
fn a_pattern_that_cannot_apply_is_an_error() {
    for pattern in ["", "^", "*", "a.b", "a/ b"] {
        assert!(Pattern::read(pattern).is_err(), "{pattern}");
    }
    let page = |row: &str| format!("| a | b | c |\n| --- | --- | --- |\n{row}\n");
    for page in ["no table", &page("| word | other | |"), &page("| `word` | | |")] {
        assert!(Rules::read(page).is_err(), "{page}");
    }
    assert!(Rules::read(&page("| `word` | other | |")).is_ok());
}

#[test]
fn a_report_has_the_place_the_sentence_and_the_word_to_write() {
    assert_eq!(
        found("docs/a.md", "It works.\nThe refusal\nis here.\n").to_string(),
        "docs/a.md:2: \"refusal\": write rejection\n    The refusal is here.\n      1  rejection\n\
         1 files, 2 sentences, 1 findings\n"
    );
}

#[test]
fn a_file_that_is_not_rust_is_an_error() {
    let mut findings = Findings::default();
    let error = findings.add("a.rs", "fn f() { \"", &rules()).expect_err("no Rust");
    assert!(format!("{error:#}").starts_with("a.rs: it is not Rust: "), "{error:#}");
}

#[test]
fn the_texts_of_a_program_are_found_with_their_kind() {
    let source = r#"
        /// Not this documentation.
        #[derive(thiserror::Error)]
        enum E {
            #[error("the key is missing: {0}")]
            Key(String),
        }
        impl fmt::Display for E {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                if true { write!(f, "no key") } else { Ok(()) }
            }
        }
        fn f() -> Result<()> {
            tracing::warn!(target: "sdk", code = 1, "sent again");
            ensure!(true, "set a {}", "key");
            bail!("pass it");
            read().context("of the file")?;
            say!("three words here");
            say!("name");
            Err(anyhow!("nothing"))
        }
        mod tests {
            fn t() { error("a test has this text") }
        }
    "#;
    let found: Vec<_> =
        messages::of(source).expect("Rust").iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "5 error: the key is missing: {0}",
            "10 error: no key",
            "14 log: sent again",
            "15 error: set a {}",
            "15 error: key",
            "16 error: pass it",
            "17 error: of the file",
            "18 text: three words here",
            "20 error: nothing",
        ]
    );
}

/// Prints all of them, so that people can read them: `cargo test -p xtask texts -- --nocapture`.
#[test]
#[allow(clippy::print_stdout, reason = "a test prints for people")]
fn the_error_and_log_texts_of_this_project_are_found() {
    let mut lines = Vec::new();
    for file in files::below(workspace(), &[]).expect("files") {
        if messages::may_hold(&file) {
            let content = fs::read_to_string(workspace().join(&file)).expect("a file");
            let messages = messages::of(&content).expect("Rust");
            lines.extend(messages.iter().map(|message| format!("{file}:{message}")));
        }
    }
    println!("{}", lines.join("\n"));
    for (file, text) in [
        ("sdk/core/src/cert/error.rs:", " error: expected a certificate, found {found}; {}"),
        ("sdk/core/src/wire/body.rs:", " error: the body broke off"),
        ("xtask/src/layers/table.rs:", " error: the crate {line} is a duplicate"),
    ] {
        let is_there = lines.iter().any(|line| line.starts_with(file) && line.ends_with(text));
        assert!(is_there, "{file}{text}");
    }
    assert!(lines.iter().any(|line| line.contains(" log: ")), "no log text");
}

#[test]
fn this_project_keeps_to_its_style_page() {
    let files = files::below(workspace(), &[]).expect("files");
    assert!(files.len() > 500, "{} files", files.len());
    let findings = check(workspace(), &files, &rules()).expect("files that can be read");
    assert!(findings.is_clean(), "{findings}");
}
