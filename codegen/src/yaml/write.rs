//! Tree to text, in the form of `spec/`: what describes one field, parameter or reference stands on
//! one line, all else in blocks; lists of codes are filled up to a width.

use super::node::{Map, Node};
use super::scalar::scalar;

/// How long the lines of a list of codes get.
const CODES: usize = 110;

/// How long a line with a list gets before each item takes a line.
const LINE: usize = 100;

/// The list that is filled, a few codes a line.
const FILLED: &str = "x-error-codes";

/// The first keys of what stands on one line.
const ONE_LINE: [&str; 4] = ["$ref", "type", "contentType", "in"];

pub(super) fn write(head: &str, root: &Node) -> String {
    let mut text = head.to_owned();
    match root {
        Node::Map(map) if !map.is_empty() => block(&mut text, map, 0),
        _ => text += &(line(root) + "\n"),
    }
    text
}

fn block(text: &mut String, map: &Map, indent: usize) {
    for (key, value) in map {
        text.push_str(&" ".repeat(indent));
        entry(text, key, value, indent);
    }
}

/// A key and its value, behind the text of the line so far.
fn entry(text: &mut String, key: &str, value: &Node, indent: usize) {
    text.push_str(&scalar(key, false));
    text.push(':');
    match value {
        Node::Map(map) if !map.is_empty() && !is_one_line(map, indent + key.len() + 2) => {
            text.push('\n');
            block(text, map, indent + 2);
        }
        Node::List(items) if key == FILLED && !items.is_empty() => filled(text, items, indent),
        Node::List(items) if !fits(items, indent + key.len() + 2) => {
            text.push('\n');
            items.iter().for_each(|item| list_item(text, item, indent));
        }
        Node::Text(value) => *text += &format!(" {}\n", scalar(value, false)),
        _ => *text += &format!(" {}\n", line(value)),
    }
}

fn list_item(text: &mut String, item: &Node, indent: usize) {
    text.push_str(&" ".repeat(indent));
    text.push_str("- ");
    match item {
        Node::Map(map) if !map.is_empty() && !is_one_line(map, indent + 2) => {
            let mut fields = map.iter();
            if let Some((key, value)) = fields.next() {
                entry(text, key, value, indent + 2);
            }
            for (key, value) in fields {
                text.push_str(&" ".repeat(indent + 2));
                entry(text, key, value, indent + 2);
            }
        }
        _ => *text += &(line(item) + "\n"),
    }
}

fn filled(text: &mut String, items: &[Node], indent: usize) {
    text.push_str(" [");
    let start = " ".repeat(indent + 2);
    let mut width = usize::MAX;
    for (index, item) in items.iter().enumerate() {
        let comma = if index + 1 < items.len() { "," } else { "" };
        let item = line(item) + comma;
        let length = item.chars().count();
        if width.saturating_add(1 + length) > CODES {
            *text += &format!("\n{start}{item}");
            width = start.len() + length;
        } else {
            *text += &format!(" {item}");
            width += 1 + length;
        }
    }
    *text += &format!("\n{}]\n", " ".repeat(indent));
}

/// Whether a list stands on the line of its key.
fn fits(items: &[Node], before: usize) -> bool {
    let scalars = items.iter().all(|item| matches!(item, Node::Text(_) | Node::Plain(_)));
    scalars && before + list(items).chars().count() <= LINE
}

/// Whether an object stands on the line of its key, behind so many characters.
fn is_one_line(map: &Map, before: usize) -> bool {
    let mut has_list = false;
    is_simple(map, &mut has_list) && (!has_list || before + fields(map).chars().count() <= LINE)
}

/// Whether an object, and all inside it, begins as what stands on one line does.
fn is_simple(map: &Map, has_list: &mut bool) -> bool {
    let begins = map.first().is_none_or(|(key, value)| {
        ONE_LINE.contains(&&**key) && matches!(value, Node::Text(_) | Node::Plain(_))
    });
    begins
        && map.values().all(|value| match value {
            Node::Map(inner) => is_simple(inner, has_list),
            Node::List(items) => {
                *has_list = true;
                items.iter().all(|item| match item {
                    Node::Map(inner) => is_simple(inner, has_list),
                    item => matches!(item, Node::Text(_) | Node::Plain(_)),
                })
            }
            Node::Text(_) | Node::Plain(_) => true,
        })
}

/// A value on one line.
fn line(node: &Node) -> String {
    match node {
        Node::Text(text) => scalar(text, true).into_owned(),
        Node::Plain(text) => text.clone(),
        Node::List(items) => list(items),
        Node::Map(map) => fields(map),
    }
}

fn list(items: &[Node]) -> String {
    format!("[{}]", items.iter().map(line).collect::<Vec<_>>().join(", "))
}

fn fields(map: &Map) -> String {
    let field = |(key, value): (&String, &Node)| format!("{}: {}", scalar(key, true), line(value));
    format!("{{{}}}", map.iter().map(field).collect::<Vec<_>>().join(", "))
}
