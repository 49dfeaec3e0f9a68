//! Scalars in examples.

use crate::ir::{Field, Model, Sample, Samples, Type};

/// Whether an example can show something of a model: a scalar, or a list of them.
pub(super) fn is_shown(model: &Model, samples: &Samples) -> bool {
    model
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

/// A scalar: the first of its documented values, or the sample.
pub(super) fn scalar(field: &Field, ty: &Type, sample: Option<&Sample>) -> Option<String> {
    let value = sample.map(|sample| &sample.value);
    match ty {
        Type::Text => Some(format!("{:?}", field.values.first().or(value)?)),
        Type::Integer => Some(value?.parse::<i32>().ok()?.to_string()),
        Type::Number => Some(format!("{:?}", value?.parse::<f64>().ok()?)),
        Type::Boolean => Some(value?.parse::<bool>().ok()?.to_string()),
        _ => None,
    }
}
