//! The guide and the README are the same in English and in Chinese: the same pages, the same levels
//! of headings, the same code blocks. Each page begins with a link to its counterpart.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};

/// The README is also read elsewhere, so its links are addresses.
const ADDRESS: &str = "https://github.com/alipay-sdk/alipay-sdk-rust/blob/main/";

/// What a page has in both languages, and where its first link leads.
#[derive(Default)]
struct Page {
    headings: Vec<HeadingLevel>,
    code: Vec<Code>,
    first_link: Option<String>,
}

/// A code block: its language and its text.
#[derive(Default, PartialEq)]
struct Code {
    language: String,
    text: String,
}

#[test]
fn both_languages_have_the_same_pages() {
    let (english, chinese) = (names("sdk/docs/guide"), names("sdk/docs/guide/zh"));
    assert!(english.contains("README.md") && english.contains("cashier.md"), "{english:?}");
    let missing: Vec<_> = english.difference(&chinese).collect();
    assert!(missing.is_empty(), "missing in sdk/docs/guide/zh: {missing:?}");
    let left: Vec<_> = chinese.difference(&english).collect();
    assert!(left.is_empty(), "only in sdk/docs/guide/zh: {left:?}");
}

#[test]
fn both_languages_have_the_same_headings_and_code_and_link_each_other() {
    let mut faults = Vec::new();
    let mut compare = |english: &str, chinese: &str, links: [String; 2]| {
        let found = differences(&page(english), &page(chinese), &links);
        faults.extend(found.iter().map(|fault| format!("{chinese}: {fault}")));
    };
    for name in names("sdk/docs/guide").intersection(&names("sdk/docs/guide/zh")) {
        let pages = [format!("sdk/docs/guide/{name}"), format!("sdk/docs/guide/zh/{name}")];
        compare(&pages[0], &pages[1], [format!("zh/{name}"), format!("../{name}")]);
    }
    let links = ["README.zh-CN.md", "README.md"].map(|name| format!("{ADDRESS}{name}"));
    compare("README.md", "README.zh-CN.md", links);
    assert!(faults.is_empty(), "the languages differ:\n{}", faults.join("\n"));
}

/// What differs between a page and its counterpart; `links` lead from each to the other.
fn differences(english: &Page, chinese: &Page, links: &[String; 2]) -> Vec<String> {
    let mut faults = Vec::new();
    if english.headings != chinese.headings {
        faults.push(format!("headings: {:?}, not {:?}", chinese.headings, english.headings));
    }
    if english.code.len() != chinese.code.len() {
        faults.push(format!("{} code blocks, not {}", chinese.code.len(), english.code.len()));
    }
    for (number, (english, chinese)) in english.code.iter().zip(&chinese.code).enumerate() {
        if english != chinese {
            faults.push(format!("code block {} is another", number + 1));
        }
    }
    for (language, page, link) in [("English", english, &links[0]), ("Chinese", chinese, &links[1])]
    {
        if page.first_link.as_ref() != Some(link) {
            faults.push(format!("the first link of the {language} page does not lead to {link}"));
        }
    }
    faults
}

/// The names of the pages in a folder.
fn names(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.ends_with(".md")).collect()
}

fn page(path: &str) -> Page {
    read(&fs::read_to_string(root().join(path)).unwrap())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(text: &str) -> Page {
    let mut page = Page::default();
    let mut code: Option<Code> = None;
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => page.headings.push(level),
            Event::Start(Tag::Link { dest_url, .. }) => {
                page.first_link.get_or_insert(dest_url.into_string());
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                let language = match kind {
                    CodeBlockKind::Fenced(language) => language.into_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                code = Some(Code { language, text: String::new() });
            }
            Event::Text(text) => {
                code.iter_mut().for_each(|code| code.text.push_str(&text));
            }
            Event::End(TagEnd::CodeBlock) => page.code.extend(code.take()),
            _ => {}
        }
    }
    page
}

#[test]
fn every_difference_is_found() {
    let links = ["zh/a.md", "../a.md"].map(str::to_owned);
    let english = read("# A\n\n[中文](zh/a.md) [b](b.md)\n\n## B\n\n```sh\none\ntwo\n```\n");
    let found = |chinese: &str| differences(&english, &read(chinese), &links);
    let same = "# 甲\n\n[English](../a.md)\n\n## 乙\n\n```sh\none\ntwo\n```\n";
    assert!(found(same).is_empty());
    for (fault, changes) in [
        ("headings", &[("## 乙", "### 乙"), ("## 乙", "乙")][..]),
        ("code block 1 is another", &[("two\n", ""), ("```sh", "```rust")]),
        ("0 code blocks, not 1", &[("```sh\none\ntwo\n```\n", "")]),
        ("the first link of the Chinese page", &[("../a.md", "a.md")]),
    ] {
        for (change, with) in changes {
            let faults = found(&same.replace(change, with));
            assert!(faults.len() == 1 && faults[0].starts_with(fault), "{with}: {faults:?}");
        }
    }
}
