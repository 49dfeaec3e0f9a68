//! Values: of which kind each must be.

use serde_json::Value;

use super::{Checker, Object};
use crate::problem::Place;

impl<'t> Checker<'t> {
    /// Calls `check` for each field of the object under `name`, if there is one.
    pub(super) fn each(
        &mut self,
        holder: &'t Object,
        name: &str,
        place: &Place,
        check: impl Fn(&mut Self, &str, &'t Value, &Place),
    ) {
        let Some(value) = holder.get(name) else {
            return;
        };
        let place = place.at(name);
        let Some(object) = self.object(value, &place, name) else {
            return;
        };
        for (key, value) in object {
            check(self, key, value, &place.at(key));
        }
    }

    pub(super) fn members(&mut self, object: &Object, place: &Place, what: &str, known: &[&str]) {
        for name in object.keys() {
            if !known.contains(&name.as_str()) && !name.starts_with("x-") {
                self.problems.add(&place.at(name), format!("{name:?} is not supported in {what}"));
            }
        }
    }

    pub(super) fn object(
        &mut self,
        value: &'t Value,
        place: &Place,
        what: &str,
    ) -> Option<&'t Object> {
        let object = value.as_object();
        if object.is_none() {
            self.problems.add(place, format!("{what} must be an object, not {}", kind(value)));
        }
        object
    }

    pub(super) fn list(&mut self, value: &'t Value, place: &Place) -> Option<&'t Vec<Value>> {
        let list = value.as_array();
        if list.is_none() {
            self.problems.add(place, format!("this must be a list, not {}", kind(value)));
        }
        list
    }

    pub(super) fn text(&mut self, value: &Value, place: &Place) {
        self.fits(value.is_string(), "text", value, place);
    }

    /// A text that something is called by.
    pub(super) fn name(&mut self, value: &Value, place: &Place) {
        self.text(value, place);
        if value.as_str().is_some_and(|name| name.trim().is_empty()) {
            self.problems.add(place, "this name is empty");
        }
    }

    pub(super) fn flag(&mut self, value: &Value, place: &Place) {
        self.fits(value.is_boolean(), "a boolean", value, place);
    }

    pub(super) fn fits(&mut self, fits: bool, what: &str, value: &Value, place: &Place) {
        if !fits {
            let found = kind(value);
            let found = if found == "a number" { value.to_string() } else { found.to_owned() };
            self.problems.add(place, format!("this must be {what}, not {found}"));
        }
    }

    /// Checks the texts and flags among the fields of an object.
    pub(super) fn plain(&mut self, object: &Object, place: &Place) {
        for (name, value) in object {
            match name.as_str() {
                "description" | "summary" | "style" => self.text(value, &place.at(name)),
                "required" | "deprecated" | "explode" | "allowEmptyValue" => {
                    self.flag(value, &place.at(name));
                }
                _ => {}
            }
        }
    }

    pub(super) fn texts(&mut self, value: &'t Value, place: &Place) {
        let Some(list) = self.list(value, place) else {
            return;
        };
        for (index, item) in list.iter().enumerate() {
            self.text(item, &place.at(index));
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
