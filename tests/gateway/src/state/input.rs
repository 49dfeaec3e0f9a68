//! What the state reads from requests.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;

use super::money::Fen;
use crate::ids;
use crate::rejection::Rejection;
use crate::request::Checked;

/// Whose trades and money a request is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Merchant {
    pub(super) app_id: String,
    /// The merchant that the application acts for: its app id.
    pub(super) acting_for: Option<String>,
}

impl Merchant {
    /// The application of the merchant itself.
    pub(super) fn own_app_id(&self) -> &str {
        self.acting_for.as_deref().unwrap_or(&self.app_id)
    }

    /// The number of its account.
    pub(super) fn account(&self) -> String {
        ids::account(self.own_app_id())
    }
}

/// A text that must be there.
pub(super) fn required<'a>(
    request: &'a Checked,
    name: &str,
    code: &str,
) -> Result<&'a str, Rejection> {
    request.body_text(name).ok_or_else(|| invalid(code, format!("{name} is required")))
}

/// An amount of money that must be there, and not zero.
pub(super) fn required_amount(request: &Checked, name: &str, code: &str) -> Result<Fen, Rejection> {
    let amount = Fen::parse(required(request, name, code)?).filter(|amount| *amount > Fen::ZERO);
    amount.ok_or_else(|| invalid(code, format!("{name} from 0.01, with at most two decimals")))
}

/// A parameter is missing or wrong. The message says it, for that is what all clients show.
pub(super) fn invalid(code: &str, expected: impl Display) -> Rejection {
    Rejection::business(code, format!("参数无效：{expected}"))
}

/// A number for the parameters, to tell whether they are the same again: other than the texts of
/// names and values nothing counts, not the order of fields, not how an amount is written.
/// Fields named in `apart` are left out.
pub(super) fn fingerprint(body: &Value, apart: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for (name, value) in sorted(body) {
        if !apart.contains(&name) {
            name.hash(&mut hasher);
            feed(name, value, &mut hasher);
        }
    }
    hasher.finish()
}

fn feed(name: &str, value: &Value, hasher: &mut DefaultHasher) {
    match value {
        Value::Object(fields) => {
            fields.len().hash(hasher);
            for (name, value) in sorted(value) {
                name.hash(hasher);
                feed(name, value, hasher);
            }
        }
        Value::Array(items) => {
            items.len().hash(hasher);
            items.iter().for_each(|item| feed(name, item, hasher));
        }
        Value::String(text) if name.ends_with("_amount") => {
            Fen::parse(text).map_or_else(|| text.clone(), |fen| fen.to_string()).hash(hasher);
        }
        other => other.to_string().hash(hasher),
    }
}

fn sorted(value: &Value) -> BTreeMap<&str, &Value> {
    let fields = value.as_object().into_iter().flatten();
    fields.map(|(name, value)| (&**name, value)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::fingerprint;

    #[test]
    fn the_same_parameters_are_not_taken_for_others() {
        let first = json!({"total_amount": "1.0", "a": [1, {"x": "1", "y": "2"}], "code": "1"});
        let again = json!({"code": "2", "a": [1, {"y": "2", "x": "1"}], "total_amount": "1.00"});
        assert_eq!(fingerprint(&first, &["code"]), fingerprint(&again, &["code"]));
        assert_ne!(fingerprint(&first, &[]), fingerprint(&again, &[]));
    }

    #[test]
    fn other_parameters_are_not_taken_for_the_same() {
        let first = fingerprint(&json!({"subject": "a", "total_amount": "1.00"}), &[]);
        for other in [
            json!({"subject": "b", "total_amount": "1.00"}),
            json!({"subject": "a", "total_amount": "1.01"}),
            json!({"subject": "a", "total_amount": "1.00", "body": "c"}),
            json!({"subject": ["a"], "total_amount": "1.00"}),
        ] {
            assert_ne!(fingerprint(&other, &[]), first, "{other}");
        }
    }
}
