//! Text to tree: YAML or JSON, every duplicated key reported with its place.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::source::Source;
use crate::problem::{Place, Problems};

/// How many objects and lists may stand inside one another: all later steps recurse, on the small
/// stacks of worker threads too.
const MAX_DEPTH: usize = 64;

/// Parses a source.
pub(super) fn parse(source: &Source) -> Result<Value, Problems> {
    let place = Place::root(&source.name);
    let wrong = |place: &Place, reason: String| {
        let mut problems = Problems::default();
        problems.add(place, reason);
        problems
    };
    let text = std::str::from_utf8(&source.content)
        .map_err(|error| wrong(&place, format!("not UTF-8 text: {error}")))?;
    let text = text.trim_start_matches('\u{feff}');
    let (parsed, Progress { place: places, mut problems }) = if source.name.ends_with(".json") {
        track(&place, |node| json(text, node))
    } else {
        // JSON is also given to `--spec` as `.yaml`; what only begins like it is YAML.
        let looks_like_json = text.trim_start().starts_with("{\"");
        let tried = looks_like_json.then(|| track(&place, |node| json(text, node)));
        match tried {
            Some((Ok(value), progress)) => (Ok(value), progress),
            _ => track(&place, |node| yaml(text, node)),
        }
    };
    match parsed {
        Ok(value) => problems.or(value),
        Err(reason) => {
            problems.extend(wrong(places.last().unwrap_or(&place), reason));
            Err(problems)
        }
    }
}

/// Parses, and says how far that went.
fn track(
    root: &Place,
    parse: impl FnOnce(Node<'_>) -> Result<Value, String>,
) -> (Result<Value, String>, Progress) {
    let progress =
        RefCell::new(Progress { place: vec![root.clone()], problems: Problems::default() });
    let parsed = parse(Node(&progress));
    (parsed, progress.into_inner())
}

fn json(text: &str, node: Node<'_>) -> Result<Value, String> {
    let mut json = serde_json::Deserializer::from_str(text);
    node.deserialize(&mut json)
        .and_then(|value| json.end().map(|()| value))
        .map_err(|error| format!("not JSON: {error}"))
}

fn yaml(text: &str, node: Node<'_>) -> Result<Value, String> {
    node.deserialize(serde_yaml::Deserializer::from_str(text))
        .map_err(|error| format!("not YAML: {error}"))
}

/// Where the parser is, and what it found.
struct Progress {
    place: Vec<Place>,
    problems: Problems,
}

impl Progress {
    fn here(&self) -> Place {
        self.place.last().cloned().unwrap_or_else(|| Place::root(""))
    }
}

struct Node<'a>(&'a RefCell<Progress>);

impl Node<'_> {
    /// Reads what stands at `token` below here. On an error the place stays, to be reported.
    fn below<T, E: Error>(
        &self,
        token: &dyn fmt::Display,
        read: impl FnOnce(Node<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let place = self.0.borrow().here().at(token);
        self.0.borrow_mut().place.push(place);
        if self.0.borrow().place.len() > MAX_DEPTH {
            return Err(E::custom(format!(
                "more than {MAX_DEPTH} objects and lists stand inside one another"
            )));
        }
        let value = read(Node(self.0))?;
        self.0.borrow_mut().place.pop();
        Ok(value)
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a scalar, a list or an object")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::from(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::from(number))
    }

    // Numbers of this size stand in examples, which nobody reads.
    fn visit_i128<E: Error>(self, number: i128) -> Result<Value, E> {
        self.visit_f64(number as f64)
    }

    fn visit_u128<E: Error>(self, number: u128) -> Result<Value, E> {
        self.visit_f64(number as f64)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Number::from_f64(number)
            .map(Value::Number)
            .ok_or_else(|| E::custom(format!("{number} is not a finite number")))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::from(text))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        loop {
            let item = self.below(&items.len(), |node| sequence.next_element_seed(node))?;
            match item {
                Some(item) => items.push(item),
                None => return Ok(Value::Array(items)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(key) = map.next_key_seed(Key)? {
            let value = self.below(&key, |node| map.next_value_seed(node))?;
            if key == "<<" {
                let mut progress = self.0.borrow_mut();
                let place = progress.here().at(&key);
                progress.problems.add(&place, "merge keys of YAML are not supported");
            }
            if members.contains_key(&key) {
                let mut progress = self.0.borrow_mut();
                let place = progress.here().at(&key);
                progress.problems.add(&place, "duplicate key in its object");
            }
            members.insert(key, value);
        }
        Ok(Value::Object(members))
    }
}

/// A key: text, or a scalar taken as its text (`200:` in YAML).
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key of text or a number")
    }

    fn visit_str<E>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_i64<E>(self, number: i64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_u64<E>(self, number: u64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_bool<E>(self, flag: bool) -> Result<String, E> {
        Ok(flag.to_string())
    }
}
