//! Scalars in examples.

use crate::ir::{Field, Model, ModelKey, Sample, Samples, Type};
use crate::prose;

/// Whether an example can show something of a model: values that were chosen for it, a scalar, or a
/// list of them.
pub(super) fn is_shown(key: &ModelKey, model: &Model, samples: &Samples) -> bool {
    let chosen = samples.objects.contains_key(&key.root);
    chosen
        || model
            .fields
            .values()
            .any(|field| scalar(field, innermost(&field.ty), samples.get(&field.wire)).is_some())
}

/// What a list holds.
pub(super) fn innermost(ty: &Type) -> &Type {
    match ty {
        Type::List(item) => innermost(item),
        ty => ty,
    }
}

/// The longest example of a document that is shown, in characters.
const LONGEST: usize = 80;

/// A scalar: the first of its documented values, the sample, or the example of the documents.
pub(super) fn scalar(field: &Field, ty: &Type, sample: Option<&Sample>) -> Option<String> {
    let example = || field.example.as_deref().filter(|text| is_plain(text));
    let value = sample.map(|sample| sample.value.as_str()).or_else(example);
    match ty {
        Type::Text => Some(format!("{:?}", field.values.first().map(String::as_str).or(value)?)),
        Type::Integer => Some(value?.parse::<i32>().ok()?.to_string()),
        Type::Number => {
            let number = value?.parse::<f64>().ok().filter(|number| number.is_finite())?;
            Some(format!("{number:?}"))
        }
        Type::Boolean => Some(value?.parse::<bool>().ok()?.to_string()),
        _ => None,
    }
}

/// Whether a text of a document is fit for a line of code.
fn is_plain(text: &str) -> bool {
    let odd = |character: char| character.is_control() || prose::is_invisible(character);
    text.chars().count() <= LONGEST && !text.contains(odd)
}
