//! A value of a document, its keys in the order of the text.

use indexmap::IndexMap;

/// The fields of an object.
pub(crate) type Map = IndexMap<String, Node>;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// A text.
    Text(String),
    /// Null, a flag or a number, as YAML writes it.
    Plain(String),
    List(Vec<Self>),
    Map(Map),
}

impl Default for Node {
    fn default() -> Self {
        Self::Map(Map::new())
    }
}

impl Node {
    /// A text.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// `true`.
    pub(crate) fn yes() -> Self {
        Self::Plain("true".to_owned())
    }

    /// An object with these fields, in this order.
    pub(crate) fn map<const N: usize>(fields: [(&str, Self); N]) -> Self {
        Self::Map(fields.map(|(key, value)| (key.to_owned(), value)).into_iter().collect())
    }

    /// A list of texts.
    pub(crate) fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::List(texts.into_iter().map(Self::text).collect())
    }

    /// The text that it is.
    pub(crate) fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The object that it is.
    pub(crate) fn as_map(&self) -> Option<&Map> {
        if let Self::Map(map) = self { Some(map) } else { None }
    }

    /// The object that it is, to be changed.
    pub(crate) fn as_map_mut(&mut self) -> Option<&mut Map> {
        if let Self::Map(map) = self { Some(map) } else { None }
    }

    /// The object that it is; what is none becomes one.
    pub(crate) fn make_map(&mut self) -> &mut Map {
        match self {
            Self::Map(map) => map,
            other => {
                *other = Self::default();
                other.make_map()
            }
        }
    }

    /// The items of the list that it is; what is none becomes one.
    pub(crate) fn make_list(&mut self) -> &mut Vec<Self> {
        match self {
            Self::List(items) => items,
            other => {
                *other = Self::List(Vec::new());
                other.make_list()
            }
        }
    }

    /// The items of the list that it is.
    pub(crate) fn items(&self) -> &[Self] {
        if let Self::List(items) = self { items } else { &[] }
    }

    /// The field of an object.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.as_map()?.get(key)
    }

    /// What stands at the end of a chain of fields.
    pub(crate) fn at(&self, keys: &[&str]) -> Option<&Self> {
        keys.iter().try_fold(self, |node, key| node.get(key))
    }

    /// What stands at the end of a chain of fields, to be changed.
    pub(crate) fn at_mut(&mut self, keys: &[&str]) -> Option<&mut Self> {
        keys.iter().try_fold(self, |node, key| node.as_map_mut()?.get_mut(*key))
    }
}
