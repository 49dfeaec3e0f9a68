//! XML to JSON, as TOP would have sent it: elements are fields, those of one name are a list.
//!
//! Bounded: no document types, no entities but those of XML itself, and only so deep and so many.

use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use serde_json::Map;

use crate::{
    data::{DecodeError, Json},
    redact,
};

/// How many elements stand inside one another at most.
const DEEPEST: usize = 64;

/// How many elements, or values of JSON, there are at most. Each takes up to 700 bytes of memory,
/// and two in the text; nobody has signed it.
pub const MOST: usize = 1 << 16;

/// An element that is not closed yet.
#[derive(Default)]
struct Element {
    name: String,
    /// TOP marks lists, also those of one item.
    is_list: bool,
    text: String,
    fields: Map<String, Json>,
}

/// Reads a document: an object whose one field is the root.
pub fn parse(body: &[u8]) -> Result<Json, DecodeError> {
    let text = std::str::from_utf8(body)
        .map_err(|error| problem(position(body, error.valid_up_to() as u64), "it is not UTF-8"))?;
    let mut reader = Reader::from_str(text);
    let mut open = vec![Element::default()];
    let mut elements = 0;
    loop {
        let event = reader.read_event().map_err(|error| redact::line(&error.to_string()));
        elements += usize::from(matches!(event, Ok(Event::Start(_) | Event::Empty(_))));
        if elements > MOST {
            let at = position(body, reader.buffer_position());
            return Err(problem(at, "it has too many elements"));
        }
        let read = event.and_then(|event| take(&mut open, event));
        let at = || position(body, reader.buffer_position());
        if read.map_err(|error| problem(at(), &error))? {
            break;
        }
    }
    match (open.pop(), open.is_empty()) {
        (Some(document), true) if document.fields.len() == 1 => Ok(Json::Object(document.fields)),
        _ => {
            Err(problem(position(body, body.len() as u64), "it ends early, or has no single root"))
        }
    }
}

/// Takes in an event; true at the end.
fn take(open: &mut Vec<Element>, event: Event<'_>) -> Result<bool, String> {
    match event {
        Event::Start(start) => begin(open, &start)?,
        Event::Empty(start) => {
            begin(open, &start)?;
            end(open)?;
        }
        Event::End(_) => end(open)?,
        Event::Text(text) => add(open, &text.xml10_content()),
        Event::CData(text) => add(open, &text.xml10_content()),
        Event::GeneralRef(reference) => add(open, &entity(&reference)?),
        Event::DocType(_) => return Err("a document type is not accepted".to_owned()),
        Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        Event::Eof => return Ok(true),
    }
    Ok(false)
}

fn begin(open: &mut Vec<Element>, start: &BytesStart<'_>) -> Result<(), String> {
    if open.len() > DEEPEST {
        return Err(format!("more than {DEEPEST} levels of elements"));
    }
    let name = start.local_name().into_inner().to_owned();
    let is_list =
        matches!(start.try_get_attribute("list"), Ok(Some(list)) if &*list.value == "true");
    open.push(Element { name, is_list, ..Element::default() });
    Ok(())
}

fn end(open: &mut Vec<Element>) -> Result<(), String> {
    let (Some(element), Some(parent)) = (open.pop(), open.last_mut()) else {
        return Err("an end tag has no start tag".to_owned());
    };
    let Element { name, is_list, text, fields } = element;
    // An empty list is an empty object in JSON, too.
    let is_text = fields.is_empty() && !is_list;
    let value = if is_text { Json::String(text) } else { Json::Object(fields) };
    match parent.fields.get_mut(&name) {
        Some(Json::Array(items)) => items.push(value),
        Some(first) => *first = Json::Array(vec![std::mem::take(first), value]),
        None => {
            let value = if parent.is_list { Json::Array(vec![value]) } else { value };
            parent.fields.insert(name, value);
        }
    }
    Ok(())
}

fn add(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

/// One of XML's own entities, or a character by its number.
fn entity(reference: &BytesRef<'_>) -> Result<String, String> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Ok(character.to_string());
    }
    let text = resolve_xml_entity(reference).ok_or("an entity is not predefined in XML")?;
    Ok(text.to_owned())
}

/// Line and column from 1.
fn position(body: &[u8], offset: u64) -> (usize, usize) {
    let read = usize::try_from(offset).ok().and_then(|end| body.get(..end)).unwrap_or(body);
    let line = read.iter().filter(|byte| **byte == b'\n').count();
    let column = read.iter().rev().take_while(|byte| **byte != b'\n').count();
    (line + 1, column + 1)
}

fn problem(position: (usize, usize), problem: &str) -> DecodeError {
    DecodeError::of_text(format!("XML: {problem}"), position)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(text: &str) -> Result<Json, DecodeError> {
        parse(text.as_bytes())
    }

    #[test]
    fn elements_become_fields_and_repeated_ones_a_list() {
        let text = "<?xml version=\"1.0\"?>\n<r a='1'><s>1 &lt; 2 &#x4e2d;<![CDATA[<x>]]></s><e/>\
                    <l><i>1</i><i>2</i></l><!-- c --><m list=\"true\"><i><n>1</n></i></m><k list=\"true\"/></r>";
        let expected = json!({"r": {
            "s": "1 < 2 中<x>", "e": "", "l": {"i": ["1", "2"]}, "m": {"i": [{"n": "1"}]}, "k": {},
        }});
        assert_eq!(read(text), Ok(expected));
    }

    #[test]
    fn what_could_grow_without_bounds_is_refused() {
        let bomb = "<!DOCTYPE r [<!ENTITY a \"aaaa\">]><r>&a;</r>";
        assert!(read(bomb).is_err());
        assert!(read("<r>&a;</r>").is_err());
        let deep = |levels: usize| "<a>".repeat(levels) + &"</a>".repeat(levels);
        assert!(read(&deep(DEEPEST)).is_ok());
        assert!(read(&deep(DEEPEST + 1)).is_err());
        assert!(read(&"<a>".repeat(100_000)).is_err());
        let many = |elements: usize| format!("<r>{}</r>", "<a/>".repeat(elements));
        assert!(read(&many(MOST - 1)).is_ok());
        assert!(read(&many(MOST)).is_err());
    }

    #[test]
    fn broken_documents_are_refused_with_their_place() {
        for text in
            ["", "<r>", "<r></s>", "</r>", "<r/><s/>", "<r", "<r>&#0;</r>", "<r>&#xffffff;</r>"]
        {
            assert!(read(text).is_err(), "{text}");
        }
        let error = read("<r>\n<s></t></r>").expect_err("not well-formed");
        assert_eq!(error.line, 2);
        let error = read("<a13800000000></b>").expect_err("not well-formed").to_string();
        assert!(!error.contains("13800000000"), "{error}");
    }
}
