//! `Clone` over [`View`]s and [`Slot`]s: only the fields that are set.

use super::model::{FieldValue, Model, Slot, View};

/// Returns a copy of a model.
#[inline]
pub fn copy<M: Model + Default>(model: &M) -> M {
    let mut copy = M::default();
    copy_fields(model, &mut copy);
    copy
}

/// Copies the fields that are set from one model to a fresh one of the same type.
fn copy_fields(from: &dyn Model, to: &mut dyn Model) {
    for (name, view) in from.fields().present() {
        if let Some(field) = to.field_mut(name) {
            put(view, field);
        }
    }
}

/// Views and slots of one type always match: there is nothing to do for any other pair.
fn put(view: View<'_>, to: &mut dyn FieldValue) {
    match (view, to.slot()) {
        (View::Absent, Slot::Optional(slot)) => slot.clear(),
        (view, Slot::Optional(slot)) => put(view, slot.fill()),
        (View::Text(from), Slot::Text(to)) => from.clone_into(to),
        (View::Integer(from), Slot::Integer(to)) => *to = from,
        (View::Number(from), Slot::Number(to)) => *to = from,
        (View::Boolean(from), Slot::Boolean(to)) => *to = from,
        (View::Json(from), Slot::Json(to)) => to.clone_from(from),
        (View::Model(from), Slot::Model(to)) => copy_fields(from, to),
        (View::List(from), Slot::List(to)) => {
            to.clear();
            from.items().for_each(|item| put(item, to.push()));
        }
        (View::Map(from), Slot::Map(to)) => {
            to.clear();
            from.entries().for_each(|(key, value)| put(value, to.insert(key.to_owned())));
        }
        _ => {}
    }
}
