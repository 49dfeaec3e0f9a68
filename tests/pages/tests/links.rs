//! Every link between the pages of the repository leads somewhere: to a file that is there, and to
//! a heading or an anchor in it.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Where this repository is: pages that are also read elsewhere link into it by address.
const ADDRESS: &str = "https://github.com/alipay-sdk/alipay-sdk-rust/";

/// A page: where its links lead, and what can be linked to in it.
#[derive(Default)]
struct Page {
    links: Vec<String>,
    anchors: BTreeSet<String>,
}

#[test]
fn every_link_leads_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
    let mut pages = BTreeMap::new();
    collect(&root, &mut pages);
    assert!(pages.contains_key(&root.join("sdk/docs/operations/README.md")));
    let mut dead = Vec::new();
    for (path, page) in &pages {
        for link in &page.links {
            if !leads_somewhere(&root, path, link, &pages) {
                dead.push(format!("{}: {link}", path.strip_prefix(&root).unwrap().display()));
            }
        }
    }
    assert!(dead.is_empty(), "dead links:\n{}", dead.join("\n"));
}

fn leads_somewhere(root: &Path, from: &Path, link: &str, pages: &BTreeMap<PathBuf, Page>) -> bool {
    let (folder, link) = match in_repository(link) {
        Some(path) => (root, path),
        None if link.contains("://") || link.starts_with("mailto:") => return true,
        None => (from.parent().unwrap(), link),
    };
    let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
    let target =
        if file.is_empty() { Ok(from.to_owned()) } else { folder.join(file).canonicalize() };
    let Ok(target) = target else { return false };
    anchor.is_empty() || pages.get(&target).is_some_and(|page| page.anchors.contains(anchor))
}

/// The path of a link into this repository by address.
fn in_repository(link: &str) -> Option<&str> {
    let path = link.strip_prefix(ADDRESS)?;
    path.strip_prefix("blob/main/").or_else(|| path.strip_prefix("tree/main/"))
}

/// The pages of a folder and the folders in it, but not what is built or hidden.
fn collect(folder: &Path, pages: &mut BTreeMap<PathBuf, Page>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy();
        if path.is_dir() && !name.starts_with('.') && name != "target" && name != "node_modules" {
            collect(&path, pages);
        } else if name.ends_with(".md") {
            let page = read(&fs::read_to_string(&path).unwrap());
            pages.insert(path, page);
        }
    }
}

fn read(text: &str) -> Page {
    let mut page = Page::default();
    let mut heading = None;
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                page.links.push(dest_url.into_string());
            }
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::Text(text) | Event::Code(text) => {
                heading.iter_mut().for_each(|heading: &mut String| heading.push_str(&text));
            }
            Event::End(TagEnd::Heading(_)) => {
                let slug = slug(&heading.take().unwrap());
                let count = seen.entry(slug.clone()).or_default();
                page.anchors.insert(if *count == 0 { slug } else { format!("{slug}-{count}") });
                *count += 1;
            }
            Event::InlineHtml(html) | Event::Html(html) => page.anchors.extend(id(&html)),
            _ => {}
        }
    }
    page
}

/// The anchor that a heading has by itself, as GitHub makes it.
fn slug(heading: &str) -> String {
    let kept = |&character: &char| character.is_alphanumeric() || " -_".contains(character);
    heading.trim().to_lowercase().chars().filter(kept).collect::<String>().replace(' ', "-")
}

/// The anchor of `<a id="…">`.
fn id(html: &str) -> Option<String> {
    Some(html.strip_prefix("<a id=\"")?.split_once('"')?.0.to_owned())
}

#[test]
fn a_dead_link_is_found() {
    let page =
        read("# One\n## <a id=\"two\"></a>Two words\n## One\n[a](#one-1) [b](x.md) [c](#no)");
    assert_eq!(page.links, ["#one-1", "x.md", "#no"]);
    let pages = BTreeMap::from([(PathBuf::from("/page.md"), page)]);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let leads = |link: &str| leads_somewhere(root, Path::new("/page.md"), link, &pages);
    assert!(
        leads("#one-1") && leads("#two") && leads("#two-words") && leads("https://example.com")
    );
    assert!(!leads("#no") && !leads("x.md") && !leads("#one-2"));
    assert!(leads(&format!("{ADDRESS}blob/main/tests/links.rs")) && leads(ADDRESS));
    assert!(!leads(&format!("{ADDRESS}blob/main/tests/no.rs")));
}
