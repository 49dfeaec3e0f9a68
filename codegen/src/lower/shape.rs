//! What a schema is, before anything it refers to is looked at.

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, ReferenceOr, Schema, SchemaKind, StringFormat, StringType,
    Type, VariantOrUnknownOrEmpty,
};

/// The shape of a schema.
pub(super) enum Shape<'s> {
    Text(&'s StringType),
    Integer,
    Number,
    Boolean,
    /// Anything, or an object without named fields.
    Json,
    List(&'s ReferenceOr<Box<Schema>>),
    Map(&'s ReferenceOr<Schema>),
    Object(Object<'s>),
    /// Another schema, with a description of its own.
    Same(&'s ReferenceOr<Schema>),
    Unsupported(&'static str),
}

/// An object: its own fields, and those of the schemas under `allOf`. One of several objects
/// (`oneOf`, `anyOf`) is the same: all fields can be left out, so it has those of all of them.
#[derive(Clone, Copy)]
pub(super) struct Object<'s> {
    pub(super) properties: &'s Properties,
    /// The fields that the platform needs.
    pub(super) required: &'s [String],
    pub(super) all_of: &'s [ReferenceOr<Schema>],
    /// Where those schemas stand: `allOf`, `oneOf` or `anyOf`.
    pub(super) union: &'static str,
}

type Properties = IndexMap<String, ReferenceOr<Box<Schema>>>;

const UNION: &str = "`anyOf` and `oneOf` beside fields are not supported; repair the document";
const OPEN_OBJECT: &str =
    "named fields beside typed `additionalProperties` are not supported; repair the document";

pub(super) fn shape(schema: &Schema) -> Shape<'_> {
    match &schema.schema_kind {
        SchemaKind::Type(Type::String(text)) => Shape::Text(text),
        SchemaKind::Type(Type::Integer(_)) => Shape::Integer,
        SchemaKind::Type(Type::Number(_)) => Shape::Number,
        SchemaKind::Type(Type::Boolean(_)) => Shape::Boolean,
        SchemaKind::Type(Type::Array(list)) => list.items.as_ref().map_or(Shape::Json, Shape::List),
        SchemaKind::Type(Type::Object(object)) => {
            let required = &object.required;
            let fields = (&object.properties, required.as_slice());
            of_object(fields, ("allOf", &[]), object.additional_properties.as_ref())
        }
        SchemaKind::AllOf { all_of } => of_all("allOf", all_of),
        SchemaKind::OneOf { one_of } => of_all("oneOf", one_of),
        SchemaKind::AnyOf { any_of } => of_all("anyOf", any_of),
        SchemaKind::Not { .. } => Shape::Unsupported("`not` is not supported"),
        SchemaKind::Any(any) => of_any(any),
    }
}

fn of_object<'s>(
    (properties, required): (&'s Properties, &'s [String]),
    (union, all_of): (&'static str, &'s [ReferenceOr<Schema>]),
    additional: Option<&'s AdditionalProperties>,
) -> Shape<'s> {
    let named = !properties.is_empty() || all_of.iter().any(has_shape);
    match additional {
        Some(AdditionalProperties::Schema(_)) if named => Shape::Unsupported(OPEN_OBJECT),
        Some(AdditionalProperties::Schema(value)) => Shape::Map(value),
        _ if named => Shape::Object(Object { properties, required, all_of, union }),
        _ => Shape::Json,
    }
}

/// A single schema under `allOf` is how a document gives a reference its own description.
fn of_all<'s>(union: &'static str, all_of: &'s [ReferenceOr<Schema>]) -> Shape<'s> {
    static NO_PROPERTIES: std::sync::LazyLock<Properties> =
        std::sync::LazyLock::new(Properties::default);
    match all_of {
        [single] => Shape::Same(single),
        _ => of_object((&NO_PROPERTIES, &[]), (union, all_of), None),
    }
}

/// Whether a schema under `allOf` adds anything but words. What it refers to is not looked at.
fn has_shape(member: &ReferenceOr<Schema>) -> bool {
    match member {
        ReferenceOr::Item(schema) => !matches!(shape(schema), Shape::Json),
        ReferenceOr::Reference { .. } => true,
    }
}

fn of_any(any: &AnySchema) -> Shape<'_> {
    if !any.one_of.is_empty() || !any.any_of.is_empty() {
        return Shape::Unsupported(UNION);
    }
    if any.not.is_some() {
        return Shape::Unsupported("`not` is not supported");
    }
    if any.typ.as_deref().is_some_and(|ty| ty != "object") {
        return Shape::Unsupported("these fields do not fit this `type`");
    }
    if any.items.is_some() {
        return Shape::Unsupported("`items` without `type: array` is not supported");
    }
    match any.all_of.as_slice() {
        [single] if any.properties.is_empty() && any.additional_properties.is_none() => {
            Shape::Same(single)
        }
        all_of => {
            let additional = any.additional_properties.as_ref();
            of_object((&any.properties, &any.required), ("allOf", all_of), additional)
        }
    }
}

/// Whether a text holds a file.
pub(super) fn is_binary(text: &StringType) -> bool {
    matches!(text.format, VariantOrUnknownOrEmpty::Item(StringFormat::Binary))
}
