//! Text to tree.

use serde_yaml::Value;

use super::node::Node;
use super::write;
use crate::load::Source;
use crate::problem::{Place, Problems};

/// A document, with the comment at its head.
#[derive(Clone, Debug, Default)]
pub(crate) struct Document {
    /// The lines before the first key, each with its end.
    pub(crate) head: String,
    pub(crate) root: Node,
}

impl Document {
    /// Reads a document that may be changed. A text in another form would change all over, and lose
    /// the comments inside it, so it is refused.
    pub(crate) fn read(source: &Source) -> Result<Self, Problems> {
        let document = parse(source).map_err(|reason| wrong(source, reason))?;
        let written = document.text();
        let text = String::from_utf8_lossy(&source.content);
        if written == text {
            return Ok(document);
        }
        Err(wrong(source, other_form(&text, &written)))
    }

    /// The text that was read, with the changes since.
    pub(crate) fn text(&self) -> String {
        write::write(&self.head, &self.root)
    }
}

/// A document in the form in which it is written here. Comments may stand at the head alone.
pub(crate) fn formatted(source: &Source) -> Result<Source, Problems> {
    let text = String::from_utf8_lossy(&source.content);
    let signs = |text: &str| text.matches('#').count();
    let document = parse(source).and_then(|document| {
        let is_lost = signs(&document.text()) != signs(&text);
        let reason = "only comments at the head of a document are kept: move the others there";
        if is_lost { Err(reason.to_owned()) } else { Ok(document) }
    });
    let content = document.map_err(|reason| wrong(source, reason))?.text().into_bytes();
    Ok(Source { name: source.name.clone(), content })
}

fn wrong(source: &Source, reason: String) -> Problems {
    let mut problems = Problems::default();
    problems.add(&Place::root(&source.name), reason);
    problems
}

fn parse(source: &Source) -> Result<Document, String> {
    if source.name.ends_with(".json") {
        return Err("only documents in YAML are written: convert this one".to_owned());
    }
    let text = std::str::from_utf8(&source.content).map_err(|error| error.to_string())?;
    let comment = |line: &&str| line.starts_with('#') || line.trim().is_empty();
    let head: String = text.split_inclusive('\n').take_while(comment).collect();
    let value: Value = serde_yaml::from_str(text).map_err(|error| error.to_string())?;
    Ok(Document { head, root: node(value)? })
}

fn node(value: Value) -> Result<Node, String> {
    Ok(match value {
        Value::Null => Node::Plain("null".to_owned()),
        Value::Bool(flag) => Node::Plain(flag.to_string()),
        Value::Number(number) => Node::Plain(number.to_string()),
        Value::String(text) => Node::Text(text),
        Value::Sequence(items) => {
            Node::List(items.into_iter().map(node).collect::<Result<_, _>>()?)
        }
        Value::Mapping(fields) => {
            let field = |(key, value)| Ok((self::key(key)?, node(value)?));
            Node::Map(fields.into_iter().map(field).collect::<Result<_, String>>()?)
        }
        Value::Tagged(_) => return Err("tags of YAML are not supported".to_owned()),
    })
}

fn key(key: Value) -> Result<String, String> {
    match node(key)? {
        Node::Text(text) | Node::Plain(text) => Ok(text),
        _ => Err("a key must be text".to_owned()),
    }
}

/// Says where a text leaves the form that is written here.
fn other_form(text: &str, written: &str) -> String {
    let lines = text.lines().zip(written.lines());
    let (index, want) = lines
        .enumerate()
        .find(|(_, (is, want))| is != want)
        .map_or((text.lines().count().min(written.lines().count()), ""), |(at, (_, want))| {
            (at, want)
        });
    format!(
        "line {} is not formatted as in the other documents, which have `{}` there: \
         `cargo xtask import --format` rewrites it",
        index + 1,
        want.trim()
    )
}
