//! What an order is checked for before it is sent: the rules, which the generator makes of
//! `spec/decisions.yaml`, and how they are applied.

use std::borrow::Cow;
use std::collections::BTreeMap;

use regex_lite::Regex;

use alipay_sdk_core::data::Json;

/// A check of fields before they are sent: see [`Operation::CHECKS`](crate::Operation::CHECKS).
#[derive(Clone, Copy, Debug)]
pub struct FieldCheck {
    /// Of each field the names that lead to it from the body, joined with dots.
    fields: &'static [&'static str],
    rule: Rule,
}

#[derive(Clone, Copy, Debug)]
enum Rule {
    Required,
    /// The text has to match the pattern as a whole.
    Matches {
        pattern: &'static str,
        says: &'static str,
    },
    /// A text that matches as a whole is worth a warning.
    Warns {
        pattern: &'static str,
        says: &'static str,
    },
}

/// A field whose value is worth a warning, and why.
pub(crate) struct Warning {
    pub(crate) field: &'static str,
    pub(crate) says: &'static str,
}

#[allow(dead_code, reason = "a surface may have no checks")]
impl FieldCheck {
    pub(crate) const fn required(fields: &'static [&'static str]) -> Self {
        Self { fields, rule: Rule::Required }
    }

    pub(crate) const fn matches(
        fields: &'static [&'static str],
        pattern: &'static str,
        says: &'static str,
    ) -> Self {
        Self { fields, rule: Rule::Matches { pattern, says } }
    }

    pub(crate) const fn warns(
        fields: &'static [&'static str],
        pattern: &'static str,
        says: &'static str,
    ) -> Self {
        Self { fields, rule: Rule::Warns { pattern, says } }
    }
}

/// Checks a body, and the parameters beside it. The first error counts; nothing that is told quotes
/// a value.
pub(crate) fn check_fields(
    checks: &[FieldCheck],
    body: &Json,
    parameters: &BTreeMap<String, String>,
) -> Result<Vec<Warning>, String> {
    let mut warnings = Vec::new();
    for FieldCheck { fields, rule } in checks {
        for field in *fields {
            let values = values(field, body, parameters);
            warnings.extend(rule.check(field, &values)?);
        }
    }
    Ok(warnings)
}

impl Rule {
    fn check(
        self,
        field: &'static str,
        values: &[Cow<'_, str>],
    ) -> Result<Option<Warning>, String> {
        let is_empty = values.iter().any(|value| value.trim().is_empty());
        match self {
            Self::Required if values.is_empty() => Err(format!("`{field}` is missing")),
            Self::Required | Self::Matches { .. } if is_empty => Err(format!("`{field}` is empty")),
            Self::Matches { pattern, says } if !values.iter().all(matching(pattern)) => {
                Err(format!("`{field}` {says}"))
            }
            Self::Warns { pattern, says } if values.iter().any(matching(pattern)) => {
                Ok(Some(Warning { field, says }))
            }
            _ => Ok(None),
        }
    }
}

/// Tells whether all of a text matches. The generator has tried each pattern.
fn matching(pattern: &str) -> impl Fn(&Cow<'_, str>) -> bool {
    let pattern = Regex::new(&format!("^(?:{pattern})$"));
    move |text| pattern.as_ref().is_ok_and(|pattern| pattern.is_match(text))
}

/// The values of a field. Behind a list there are several. A value that is not text is taken as
/// JSON.
fn values<'v>(
    field: &str,
    body: &'v Json,
    parameters: &'v BTreeMap<String, String>,
) -> Vec<Cow<'v, str>> {
    let mut found = vec![body];
    for name in field.split('.') {
        found = found.into_iter().filter_map(|json| json.get(name)).flat_map(items).collect();
    }
    let found = found.into_iter().filter_map(|json| match json {
        Json::Null => None,
        Json::String(text) => Some(Cow::Borrowed(text.as_str())),
        other => Some(Cow::Owned(other.to_string())),
    });
    let parameter = parameters.get(field).map(|value| Cow::Borrowed(value.as_str()));
    found.chain(parameter).collect()
}

/// The items of a list, or the value itself.
fn items(json: &Json) -> &[Json] {
    match json {
        Json::Array(items) => items,
        one => std::slice::from_ref(one),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const CHECKS: &[FieldCheck] = &[
        FieldCheck::required(&["subject"]),
        FieldCheck::matches(&["total", "parts.total"], "[1-9][0-9]*", "is no number"),
        FieldCheck::warns(&["url"], "https?://localhost.*", "is here"),
    ];

    fn checked(body: Json) -> Result<usize, String> {
        check_fields(CHECKS, &body, &BTreeMap::new()).map(|warnings| warnings.len())
    }

    #[test]
    fn a_field_is_found_at_any_depth_and_matched_as_a_whole() {
        assert_eq!(checked(json!({"subject": "tea"})), Ok(0));
        assert_eq!(checked(json!({"subject": "tea", "total": "12"})), Ok(0));
        assert_eq!(checked(json!({"subject": "tea", "total": null})), Ok(0));
        let wrong = |field: &str| Err(format!("`{field}` is no number"));
        for total in ["x1", "1x", "1\n", "１"] {
            assert_eq!(checked(json!({"subject": "tea", "total": total})), wrong("total"));
        }
        let parts = json!({"subject": "tea", "parts": [{"total": "1"}, {"total": "0"}]});
        assert_eq!(checked(parts), wrong("parts.total"));
    }

    #[test]
    fn what_is_missing_and_what_is_empty_are_told_apart() {
        assert_eq!(checked(json!({})), Err("`subject` is missing".to_owned()));
        assert_eq!(checked(json!(null)), Err("`subject` is missing".to_owned()));
        assert_eq!(checked(json!({"subject": " "})), Err("`subject` is empty".to_owned()));
        let empty = json!({"subject": "tea", "total": ""});
        assert_eq!(checked(empty), Err("`total` is empty".to_owned()));
    }

    #[test]
    fn a_parameter_counts_like_a_field() {
        let parameters = [("url".to_owned(), "http://localhost/".to_owned())].into();
        let body = json!({"subject": "tea"});
        let warnings = check_fields(CHECKS, &body, &parameters).expect("no error");
        assert_eq!(warnings.len(), 1);
    }
}
