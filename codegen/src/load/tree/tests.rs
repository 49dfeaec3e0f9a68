#![allow(clippy::unwrap_used, reason = "a test may panic")]

use super::*;

/// How much of a document was read before it was refused.
fn read_until_refused(text: &str) -> usize {
    let (parsed, progress) = track(&Place::root("a.yaml"), text, yaml);
    assert!(parsed.is_err(), "it was accepted");
    progress.weight()
}

fn repeated(item: &str, count: usize) -> String {
    vec![item; count].join(",")
}

#[test]
fn copies_by_aliases_are_not_read_past_the_limit() {
    let list = format!("a: &a [{}]\nb: [{}]\n", repeated("0", 2900), repeated("*a", 1950));
    let text = format!("a: &a {}\nb: [{}]\n", "x".repeat(5800), repeated("*a", 1950));
    let keys = format!("a: &a {{{}: 0}}\nb: [{}]\n", "k".repeat(1000), repeated("*a", 1950));
    let mut powers = "p0: &p0 [0]\n".to_owned();
    for power in 1..20 {
        let inner = repeated(&format!("*p{}", power - 1), 10);
        powers += &format!("p{power}: &p{power} [{inner}]\n");
    }
    let endless = "a: &a [*a, *a]\n".to_owned();
    for document in [list, text, keys, powers, endless] {
        let limit = weight::limit(document.len());
        let read = read_until_refused(&document);
        // The last step may be a text, which is counted as a whole.
        assert!(read <= limit + document.len(), "{read} of {limit}");
    }
}

#[test]
fn aliases_in_moderation_are_read() {
    let shop = "{type: object, properties: {a: {type: string}}}";
    let source = |content: String| Source { name: "a.yaml".to_owned(), content: content.into() };
    let text = format!("shop: &shop {shop}\nshops: [{}]\n", repeated("*shop", 500));
    let tree = parse(&source(text)).unwrap();
    assert_eq!(tree["shops"].as_array().unwrap().len(), 500);
    assert_eq!(tree["shops"][499], tree["shop"]);
}

#[test]
fn a_document_without_aliases_is_never_too_large() {
    for item in ["0", "~", "\"\\L\"", "[]", "a", "? a"] {
        let text = format!("[{}]", repeated(item, 20_000));
        let (parsed, progress) = track(&Place::root("a.yaml"), &text, yaml);
        assert_eq!(parsed.unwrap().as_array().unwrap().len(), 20_000, "{item}");
        assert!(progress.weight() <= 2 * text.len(), "{item}");
    }
}

#[test]
fn brackets_are_not_read_past_the_limit() {
    for (open, start) in [("[", ""), ("{a: ", "b: "), ("[\n", "- "), ("[{\"]\": ", "")] {
        let text = format!("{start}{}", open.repeat(50_000));
        assert_eq!(read_until_refused(&text), 0, "{open}");
    }
}
