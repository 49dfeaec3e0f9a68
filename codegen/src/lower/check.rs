//! What orders are checked for before they are sent, as the decisions have it, and as the documents
//! say of the fields of these orders.

use std::collections::{BTreeMap, BTreeSet};

use super::operation::Tagged;
use crate::ir::{Carrier, Check, Limits, Model, ModelKey, Operation, Pattern, Rule, Type};
use crate::load::{Decisions, PatternDecision};
use crate::problem::{Place, Problems};

/// What callers set beside the body of an order that a browser or an app carries.
const PARAMETERS: [&str; 2] = ["notify_url", "return_url"];

/// How deep texts are looked for: models may hold themselves.
const DEEPEST: usize = 6;

/// A text that an operation sends.
struct Text {
    /// The names that lead to it, joined with dots.
    path: String,
    wire: String,
    /// `Schema.field`, where it is a field of a schema.
    qualified: Option<String>,
    /// Whether the documents require it in the body itself.
    required: bool,
    limits: Limits,
}

/// Gives the operations their checks. A decision must name operations and texts that are there, and
/// hold a regular expression.
pub(super) fn assign(
    operations: &mut [Tagged],
    models: &BTreeMap<ModelKey, Model>,
    decisions: &Decisions,
    problems: &mut Problems,
) {
    let place = Place::root(&decisions.source).at("checks");
    let (required, patterns) = (&decisions.checks.required, &decisions.checks.patterns);
    let (mut missing, mut used): (BTreeSet<_>, BTreeSet<_>) =
        (required.keys().collect(), BTreeSet::new());
    for Tagged { operation, .. } in operations {
        let Some(required) = required.get(&operation.id) else { continue };
        missing.remove(&operation.id);
        let texts = texts(operation, models);
        let place = place.at("required").at(&operation.id);
        operation.checks.push(self::required(operation, required, &texts, &place, problems));
        for (index, decision) in patterns.iter().enumerate() {
            let mut fields = Vec::new();
            for text in &texts {
                if let Some(field) = decision.fields.iter().position(|name| text.is_called(name)) {
                    used.insert((index, field));
                    fields.push(text.path.clone());
                }
            }
            operation.checks.push(Check { fields, rule: rule(decision) });
        }
        operation.checks.extend(documented(&texts));
        operation.checks.retain(|check| !check.fields.is_empty());
    }
    for id in missing {
        problems.add_unused(&place.at("required").at(id), format!("there is no operation {id:?}"));
    }
    check_patterns(patterns, &used, &place.at("patterns"), problems);
}

/// What must be set: the texts of the decisions, and those that the documents require.
fn required(
    operation: &Operation,
    decided: &[String],
    texts: &[Text],
    place: &Place,
    problems: &mut Problems,
) -> Check {
    let mut fields = Vec::new();
    for (index, field) in decided.iter().enumerate() {
        if texts.iter().any(|text| text.path == *field) {
            fields.push(field.clone());
        } else {
            let reason = format!("{:?} sends no text field {field:?}", operation.id);
            problems.add_unused(&place.at(index), reason);
        }
    }
    for text in texts.iter().filter(|text| text.required) {
        if !fields.contains(&text.path) {
            fields.push(text.path.clone());
        }
    }
    Check { fields, rule: Rule::Required }
}

/// The limits that the documents give single texts. A pattern of a document may be of another
/// dialect: then it is left to the platform.
fn documented(texts: &[Text]) -> Vec<Check> {
    let mut checks = Vec::new();
    for Text { path, limits, .. } in texts {
        let mut add = |pattern: String, says: String| {
            let rule = Rule::Matches(Pattern { pattern, says });
            checks.push(Check { fields: vec![path.clone()], rule });
        };
        let (min, max) = (limits.min_length.unwrap_or_default(), limits.max_length);
        if max.is_some() || min > 0 {
            let most = max.map(|max| max.to_string()).unwrap_or_default();
            let length = format!("(?s:.){{{min},{most}}}");
            if regex_lite::Regex::new(&length).is_ok() {
                let says = match max {
                    Some(max) => format!("has to have {min} to {max} characters"),
                    None => format!("has to have at least {min} characters"),
                };
                add(length, says);
            }
        }
        if let Some(pattern) = &limits.pattern
            && regex_lite::Regex::new(pattern).is_ok()
        {
            add(format!("(?s:.*)(?:{pattern})(?s:.*)"), format!("does not match `{pattern}`"));
        }
    }
    checks
}

fn check_patterns(
    patterns: &[PatternDecision],
    used: &BTreeSet<(usize, usize)>,
    place: &Place,
    problems: &mut Problems,
) {
    for (index, decision) in patterns.iter().enumerate() {
        let place = place.at(index);
        if let Err(error) = regex_lite::Regex::new(&decision.pattern) {
            problems.add(&place.at("pattern"), format!("not a regular expression: {error}"));
        }
        for (field, name) in decision.fields.iter().enumerate() {
            if !used.contains(&(index, field)) {
                let reason = format!("no checked operation sends a text field {name:?}");
                problems.add_unused(&place.at("fields").at(field), reason);
            }
        }
    }
}

fn rule(decision: &PatternDecision) -> Rule {
    let PatternDecision { pattern, says, warns, .. } = decision;
    let pattern = Pattern { pattern: pattern.clone(), says: says.clone() };
    if *warns { Rule::Warns(pattern) } else { Rule::Matches(pattern) }
}

impl Text {
    fn is_called(&self, name: &str) -> bool {
        self.wire == name || self.qualified.as_deref() == Some(name)
    }
}

/// The texts in the body of an operation, and the parameters beside it.
fn texts(operation: &Operation, models: &BTreeMap<ModelKey, Model>) -> Vec<Text> {
    let mut texts = Vec::new();
    if let Some(key) = operation.body.json().and_then(Type::model) {
        collect(key, "", &mut Vec::new(), models, &mut texts);
    }
    if operation.carrier != Carrier::Server {
        texts.extend(PARAMETERS.map(|name| Text {
            path: name.to_owned(),
            wire: name.to_owned(),
            qualified: None,
            required: false,
            limits: Limits::default(),
        }));
    }
    texts
}

/// The texts of a model, and of the models inside it. `chain` holds those around it.
fn collect<'m>(
    key: &'m ModelKey,
    before: &str,
    chain: &mut Vec<&'m ModelKey>,
    models: &'m BTreeMap<ModelKey, Model>,
    texts: &mut Vec<Text>,
) {
    let Some(model) = models.get(key).filter(|_| chain.len() < DEEPEST && !chain.contains(&key))
    else {
        return;
    };
    chain.push(key);
    for field in model.fields.values() {
        let path = format!("{before}{}", field.wire);
        let item = match &field.ty {
            Type::List(item) => &**item,
            one => one,
        };
        match item {
            Type::Model(inside) => collect(inside, &format!("{path}."), chain, models, texts),
            Type::Text => texts.push(Text {
                path,
                wire: field.wire.clone(),
                qualified: Some(format!("{}.{}", key.root, field.wire)),
                required: field.required && before.is_empty(),
                limits: field.limits.clone(),
            }),
            _ => {}
        }
    }
    chain.pop();
}
