//! `Debug` and `PartialEq` over [`View`]s: only the fields that are set. `Debug` masks secrets and
//! personal data.

use std::fmt;

use super::model::{Model, View};
use crate::redact::{self, MASK};

/// Formats a model with the fields that are set.
///
/// # Errors
/// When the formatter fails.
#[inline]
pub fn debug<M: Model>(model: &M, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    fmt::Debug::fmt(&View::Model(model), formatter)
}

fn debug_fields(model: &dyn Model, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let fields = model.fields();
    let mut output = formatter.debug_struct(fields.model);
    for (name, view) in fields.present() {
        if redact::is_sensitive(name) {
            output.field(name, &format_args!("{MASK}"));
        } else {
            output.field(name, &view);
        }
    }
    output.finish()
}

impl fmt::Debug for View<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => formatter.write_str("None"),
            Self::Text(text) => redact::mask_field(text).fmt(formatter),
            Self::Integer(number) => formatter.write_str(&redact::mask_text(&number.to_string())),
            Self::Number(number) => number.fmt(formatter),
            Self::Boolean(flag) => flag.fmt(formatter),
            Self::Json(json) => {
                let mut json = (*json).clone();
                redact::mask_json(&mut json);
                write!(formatter, "{json}")
            }
            Self::Model(model) => debug_fields(*model, formatter),
            Self::List(list) => formatter.debug_list().entries(list.items()).finish(),
            Self::Map(map) => formatter
                .debug_map()
                .entries(map.entries().map(|(key, view)| {
                    let view = if redact::is_sensitive(key) { View::Text(MASK) } else { view };
                    (redact::mask_text(key), view)
                }))
                .finish(),
        }
    }
}

/// Returns whether two models of one type hold the same values.
#[inline]
pub fn eq<M: Model>(left: &M, right: &M) -> bool {
    View::Model(left) == View::Model(right)
}

impl PartialEq for View<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Absent, Self::Absent) => true,
            (Self::Text(left), Self::Text(right)) => left == right,
            (Self::Integer(left), Self::Integer(right)) => left == right,
            (Self::Number(left), Self::Number(right)) => left == right,
            (Self::Boolean(left), Self::Boolean(right)) => left == right,
            (Self::Json(left), Self::Json(right)) => left == right,
            (Self::Model(left), Self::Model(right)) => {
                left.fields().iter().eq(right.fields().iter())
            }
            (Self::List(left), Self::List(right)) => left.items().eq(right.items()),
            (Self::Map(left), Self::Map(right)) => left.entries().eq(right.entries()),
            _ => false,
        }
    }
}
