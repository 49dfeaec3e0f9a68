//! Text to tree: YAML or JSON, every duplicated key reported with its place.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::progress::{Progress, Token};
use super::source::Source;
use super::{weight, yaml_cost};
use crate::problem::{Place, Problems};

/// Parses a source.
pub(super) fn parse(source: &Source) -> Result<Value, Problems> {
    let root = Place::root(&source.name);
    let wrong = |place: &Place, reason: String| {
        let mut problems = Problems::default();
        problems.add(place, reason);
        problems
    };
    let text = std::str::from_utf8(&source.content)
        .map_err(|error| wrong(&root, format!("not UTF-8 text: {error}")))?;
    let text = text.trim_start_matches('\u{feff}');
    let (parsed, progress) = if source.name.ends_with(".json") {
        track(&root, text, json)
    } else {
        // JSON is also given to `--spec` as `.yaml`; what only begins like it is YAML.
        let looks_like_json = text.trim_start().starts_with("{\"");
        let tried = looks_like_json.then(|| track(&root, text, json));
        match tried {
            Some((Ok(value), progress)) => (Ok(value), progress),
            _ => track(&root, text, yaml),
        }
    };
    let here = progress.here();
    let mut problems = progress.problems;
    match parsed {
        Ok(value) => problems.or(value),
        Err(reason) => {
            problems.extend(wrong(&here, reason));
            Err(problems)
        }
    }
}

/// Parses, and says how far that went.
fn track(
    root: &Place,
    text: &str,
    parse: impl FnOnce(&str, Node<'_>) -> Result<Value, String>,
) -> (Result<Value, String>, Progress) {
    let progress = RefCell::new(Progress::new(root.clone(), weight::limit(text.len())));
    let parsed = parse(text, Node(&progress));
    (parsed, progress.into_inner())
}

fn json(text: &str, node: Node<'_>) -> Result<Value, String> {
    let mut json = serde_json::Deserializer::from_str(text);
    node.deserialize(&mut json)
        .and_then(|value| json.end().map(|()| value))
        .map_err(|error| format!("not JSON: {error}"))
}

fn yaml(text: &str, node: Node<'_>) -> Result<Value, String> {
    yaml_cost::check(text)
        .and_then(|()| {
            let yaml = serde_yaml::Deserializer::from_str(text);
            node.deserialize(yaml).map_err(|error| error.to_string())
        })
        .map_err(|error| format!("not YAML: {error}"))
}

/// The value that is read next.
struct Node<'a>(&'a RefCell<Progress>);

impl Node<'_> {
    /// Reads what stands at `token` below here. On an error the place stays, to be reported.
    fn below<T, E: Error>(
        &self,
        token: Token,
        read: impl FnOnce(Node<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.0.borrow_mut().enter(token).map_err(E::custom)?;
        let value = read(Node(self.0))?;
        self.0.borrow_mut().leave();
        Ok(value)
    }

    fn add<E: Error>(&self, weight: usize) -> Result<(), E> {
        self.0.borrow_mut().add(weight).map_err(E::custom)
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.add(1)?;
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

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        self.add(text.len())?;
        Ok(Value::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        loop {
            let token = Token::Index(items.len());
            let item = self.below(token, |node| sequence.next_element_seed(node))?;
            match item {
                Some(item) => items.push(item),
                None => return Ok(Value::Array(items)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(key) = map.next_key_seed(Key(self.0))? {
            let token = Token::Key(key.clone());
            let value = self.below(token, |node| map.next_value_seed(node))?;
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
struct Key<'a>(&'a RefCell<Progress>);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key of text or a number")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        self.0.borrow_mut().add_key(text).map_err(E::custom)?;
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

#[cfg(test)]
mod tests;
