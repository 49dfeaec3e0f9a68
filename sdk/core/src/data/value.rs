//! The types that a field can have: models, scalars, lists, maps, and what may be absent.

use std::collections::BTreeMap;

use super::model::{FieldValue, Json, List, Map, Model, Optional, Slot, View};

/// Sets a field to a value that converts into its type. The generated setters call it.
#[inline]
pub fn set<T>(field: &mut Option<T>, value: impl Into<T>) {
    *field = Some(value.into());
}

/// Sets a list field from the items of an iterator.
#[inline]
pub fn set_list<T>(field: &mut Option<Vec<T>>, items: impl IntoIterator<Item = impl Into<T>>) {
    *field = Some(items.into_iter().map(Into::into).collect());
}

macro_rules! field_value {
    ($([$($generics:tt)*] $type:ty => $variant:ident, $value:ident => $view:expr;)*) => {$(
        impl<$($generics)*> FieldValue for $type {
            #[inline]
            fn view(&self) -> View<'_> {
                let $value = self;
                View::$variant($view)
            }

            #[inline]
            fn slot(&mut self) -> Slot<'_> {
                Slot::$variant(self)
            }
        }
    )*};
}

field_value! {
    [M: Model] M => Model, model => model;
    [] String => Text, text => text;
    [] i64 => Integer, number => *number;
    [] f64 => Number, number => *number;
    [] bool => Boolean, flag => *flag;
    [] Json => Json, json => json;
    [T: FieldValue + Default] Vec<T> => List, list => list;
    [T: FieldValue + Default] BTreeMap<String, T> => Map, map => map;
}

// One `impl` per optional type: a single one for every `Option<T>` would have to rule out that
// somebody implements `Model` for a `Box`, which the orphan rules allow.
macro_rules! optional {
    ($([$($generics:tt)*] $type:ty;)*) => {$(
        impl<$($generics)*> FieldValue for Option<$type> {
            #[inline]
            fn view(&self) -> View<'_> {
                self.as_ref().map_or(View::Absent, |value| value.view())
            }

            #[inline]
            fn slot(&mut self) -> Slot<'_> {
                Slot::Optional(self)
            }
        }

        impl<$($generics)*> Optional for Option<$type> {
            #[inline]
            fn clear(&mut self) {
                *self = None;
            }

            #[inline]
            fn fill(&mut self) -> &mut dyn FieldValue {
                self.insert(Default::default())
            }
        }
    )*};
}

optional! {
    [] String;
    [] i64;
    [] f64;
    [] bool;
    [] Json;
    [T: FieldValue + Default + 'static] Vec<T>;
    [T: FieldValue + Default + 'static] BTreeMap<String, T>;
}

impl<M: Model + Default> FieldValue for Option<Box<M>> {
    #[inline]
    fn view(&self) -> View<'_> {
        self.as_deref().map_or(View::Absent, |model| View::Model(model))
    }

    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        Slot::Optional(self)
    }
}

impl<M: Model + Default> Optional for Option<Box<M>> {
    #[inline]
    fn clear(&mut self) {
        *self = None;
    }

    #[inline]
    fn fill(&mut self) -> &mut dyn FieldValue {
        &mut **self.insert(Box::default())
    }
}

impl<T: FieldValue + Default> List for Vec<T> {
    #[inline]
    fn count(&self) -> usize {
        self.len()
    }

    #[inline]
    fn item(&self, index: usize) -> View<'_> {
        self.get(index).map_or(View::Absent, FieldValue::view)
    }

    #[inline]
    fn clear(&mut self) {
        self.clear();
    }

    #[inline]
    fn push(&mut self) -> &mut dyn FieldValue {
        self.push(T::default());
        let last = self.len() - 1;
        &mut self[last]
    }
}

impl<T: FieldValue + Default> Map for BTreeMap<String, T> {
    #[inline]
    fn entries(&self) -> Box<dyn Iterator<Item = (&str, View<'_>)> + '_> {
        Box::new(self.iter().map(|(key, value)| (key.as_str(), value.view())))
    }

    #[inline]
    fn clear(&mut self) {
        self.clear();
    }

    #[inline]
    fn insert(&mut self, key: String) -> &mut dyn FieldValue {
        let value = self.entry(key).or_default();
        *value = T::default();
        value
    }
}
