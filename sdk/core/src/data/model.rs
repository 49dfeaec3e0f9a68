//! The types a field can have, seen without knowing them: [`View`] to read, [`Slot`] to fill; and a
//! model, which is such a type itself and has fields.

/// An untyped JSON value, where the documents name no type.
pub type Json = serde_json::Value;

/// A request or response object of the platform, or an object inside one.
///
/// Implemented by the generated structs; `impl_model!` adds what follows from it.
pub trait Model: 'static {
    /// Every field with its wire name, set or not, and the name of the schema in the documents.
    fn fields(&self) -> Fields<'_>;

    /// The field that has this wire name, if the model knows it.
    fn field_mut(&mut self, name: &str) -> Option<&mut dyn FieldValue>;
}

/// The fields of a model with their wire names, ordered by name, and the name of the model.
pub struct Fields<'a> {
    pub(super) model: &'static str,
    fields: Vec<(&'static str, &'a dyn FieldValue)>,
}

impl<'a> Fields<'a> {
    /// The fields of a model of this name, set or not.
    pub fn new(model: &'static str, fields: &[(&'static str, &'a dyn FieldValue)]) -> Self {
        Self { model, fields: fields.to_vec() }
    }

    /// The fields with what they hold, set or not.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, View<'a>)> {
        self.fields.iter().map(|(name, value)| (*name, value.view()))
    }

    /// The fields that are set.
    pub fn present(&self) -> impl Iterator<Item = (&'static str, View<'a>)> {
        self.iter().filter(|(_, view)| !matches!(view, View::Absent))
    }
}

/// A value of a field, or of a list or map inside one.
pub trait FieldValue {
    /// What the value holds.
    fn view(&self) -> View<'_>;

    /// Where to put what was read.
    fn slot(&mut self) -> Slot<'_>;
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
