//! The types a field can have, seen without knowing them: [`View`] to read, [`Slot`] to fill; and a
//! model, which is such a type itself and has fields.

/// An untyped JSON value, where the documents name no type.
pub type Json = serde_json::Value;

/// A request or response object of the platform, or an object inside one.
///
/// The generated structs implement it; `impl_model!` derives the other traits from it.
pub trait Model: 'static {
    /// Returns every field with its wire name, set or not, and the name of the schema in the
    /// documents.
    fn fields(&self) -> Fields<'_>;

    /// Returns the field with this wire name, if the model has it.
    fn field_mut(&mut self, name: &str) -> Option<&mut dyn FieldValue>;
}

/// The fields of a model with their wire names, ordered by name, and the name of the model.
pub struct Fields<'a> {
    pub(super) model: &'static str,
    fields: Vec<(&'static str, &'a dyn FieldValue)>,
}

impl<'a> Fields<'a> {
    /// Creates the list of the fields of the model with this name, set or not.
    pub fn new<const N: usize>(
        model: &'static str,
        fields: [(&'static str, &'a dyn FieldValue); N],
    ) -> Self {
        Self { model, fields: Vec::from(fields) }
    }

    /// Returns all fields with their values, set or not.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, View<'a>)> {
        self.fields.iter().map(|(name, value)| (*name, value.view()))
    }

    /// Returns the fields that are set, with their values.
    pub fn present(&self) -> impl Iterator<Item = (&'static str, View<'a>)> {
        self.iter().filter(|(_, view)| !matches!(view, View::Absent))
    }
}

/// Returns the field with this wire name, of all fields of a model. The generated models call it.
#[inline]
pub fn find<'a, const N: usize>(
    name: &str,
    fields: [(&'static str, &'a mut dyn FieldValue); N],
) -> Option<&'a mut dyn FieldValue> {
    fields.into_iter().find(|field| field.0 == name).map(|(_, value)| value)
}

/// A value of a field, or of a list or map inside one.
pub trait FieldValue {
    /// Returns a view of the value.
    fn view(&self) -> View<'_>;

    /// The place to which a reader writes a value.
    fn slot(&mut self) -> Slot<'_>;
}

/// A read-only view of a value.
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

/// The place to which a reader writes a value.
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
    /// Clears the value, so that it is absent.
    fn clear(&mut self);

    /// Sets a new default value, and returns it.
    fn fill(&mut self) -> &mut dyn FieldValue;
}

/// A list of values of one type.
pub trait List {
    /// Returns how many items there are.
    fn count(&self) -> usize;

    /// Returns the item at an index, and [`View::Absent`] beyond the [`count`](Self::count).
    fn item(&self, index: usize) -> View<'_>;

    /// Empties the list.
    fn clear(&mut self);

    /// Appends a new item, and returns it.
    fn push(&mut self) -> &mut dyn FieldValue;
}

impl dyn List + '_ {
    /// Returns the items in order.
    pub fn items(&self) -> impl Iterator<Item = View<'_>> {
        (0..self.count()).map(|index| self.item(index))
    }
}

/// A map from text to values of one type.
pub trait Map {
    /// Returns the entries, ordered by key.
    fn entries(&self) -> Box<dyn Iterator<Item = (&str, View<'_>)> + '_>;

    /// Empties the map.
    fn clear(&mut self);

    /// Inserts a new value under a key, and returns it.
    fn insert(&mut self, key: String) -> &mut dyn FieldValue;
}
