//! The types a field can have, seen without knowing them: [`View`] to read, [`Slot`] to fill.

use std::collections::BTreeMap;

use super::{Json, Model};

/// A value of a field, or of a list or map inside one.
pub trait FieldValue {
    /// What the value holds.
    fn view(&self) -> View<'_>;

    /// Where to put what was read.
    fn slot(&mut self) -> Slot<'_>;
}

/// Sets a field to whatever converts into its type. The generated setters are made of this.
#[inline]
pub fn set<T>(field: &mut Option<T>, value: impl Into<T>) {
    *field = Some(value.into());
}

/// The same for a list, from anything that yields its items.
#[inline]
pub fn set_list<T>(field: &mut Option<Vec<T>>, items: impl IntoIterator<Item = impl Into<T>>) {
    *field = Some(items.into_iter().map(Into::into).collect());
}

/// What a value holds.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// Nothing: the field is not set.
    Absent,
    /// Text.
    Text(&'a str),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Number(f64),
    /// True or false.
    Boolean(bool),
    /// Untyped JSON.
    Json(&'a Json),
    /// An object with named fields.
    Model(&'a dyn Model),
    /// A list.
    List(&'a dyn List),
    /// A map from text to values.
    Map(&'a dyn Map),
}

/// Where to put what was read.
pub enum Slot<'a> {
    /// A value that may be absent.
    Optional(&'a mut dyn Optional),
    /// Text.
    Text(&'a mut String),
    /// A whole number.
    Integer(&'a mut i64),
    /// A number with a fraction.
    Number(&'a mut f64),
    /// True or false.
    Boolean(&'a mut bool),
    /// Untyped JSON.
    Json(&'a mut Json),
    /// An object with named fields.
    Model(&'a mut dyn Model),
    /// A list.
    List(&'a mut dyn List),
    /// A map from text to values.
    Map(&'a mut dyn Map),
}

/// A value that may be absent.
pub trait Optional {
    /// Makes it absent.
    fn clear(&mut self);

    /// Makes it present with a fresh value, and gives that.
    fn fill(&mut self) -> &mut dyn FieldValue;
}

/// A list of values of one type.
pub trait List {
    /// The items in order.
    fn items(&self) -> Box<dyn Iterator<Item = View<'_>> + '_>;

    /// Empties the list.
    fn clear(&mut self);

    /// Adds a fresh item at the end, and gives it.
    fn push(&mut self) -> &mut dyn FieldValue;
}

/// A map from text to values of one type.
pub trait Map {
    /// The entries, ordered by key.
    fn entries(&self) -> Box<dyn Iterator<Item = (&str, View<'_>)> + '_>;

    /// Empties the map.
    fn clear(&mut self);

    /// Adds a fresh value under a key, and gives it.
    fn insert(&mut self, key: String) -> &mut dyn FieldValue;
}

impl<M: Model> FieldValue for M {
    #[inline]
    fn view(&self) -> View<'_> {
        View::Model(self)
    }

    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        Slot::Model(self)
    }
}

macro_rules! scalar {
    ($($type:ty => $variant:ident, $value:ident => $view:expr;)*) => {$(
        impl FieldValue for $type {
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

scalar! {
    String => Text, text => text;
    i64 => Integer, number => *number;
    f64 => Number, number => *number;
    bool => Boolean, flag => *flag;
    Json => Json, json => json;
}

impl<T: FieldValue + Default> FieldValue for Vec<T> {
    #[inline]
    fn view(&self) -> View<'_> {
        View::List(self)
    }

    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        Slot::List(self)
    }
}

impl<T: FieldValue + Default> FieldValue for BTreeMap<String, T> {
    #[inline]
    fn view(&self) -> View<'_> {
        View::Map(self)
    }

    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        Slot::Map(self)
    }
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
    fn items(&self) -> Box<dyn Iterator<Item = View<'_>> + '_> {
        Box::new(self.iter().map(FieldValue::view))
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
