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

/// An object: its own fields, and those of the schemas under `allOf`.
#[derive(Clone, Copy)]
pub(super) struct Object<'s> {
    pub(super) properties: &'s Properties,
    /// The fields that the platform needs.
    pub(super) required: &'s [String],
    pub(super) all_of: &'s [ReferenceOr<Schema>],
}

type Properties = IndexMap<String, ReferenceOr<Box<Schema>>>;

const UNION: &str =
    "`anyOf` and `oneOf` are supported in error responses only; repair the document to one of them";
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
            of_object(&object.properties, required, &[], object.additional_properties.as_ref())
        }
        SchemaKind::AllOf { all_of } => of_all(all_of),
        SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } => Shape::Unsupported(UNION),
        SchemaKind::Not { .. } => Shape::Unsupported("`not` is not supported"),
        SchemaKind::Any(any) => of_any(any),
    }
}

fn of_object<'s>(
    properties: &'s Properties,
    required: &'s [String],
    all_of: &'s [ReferenceOr<Schema>],
    additional: Option<&'s AdditionalProperties>,
) -> Shape<'s> {
    let named = !properties.is_empty() || all_of.iter().any(has_shape);
    match additional {
        Some(AdditionalProperties::Schema(_)) if named => Shape::Unsupported(OPEN_OBJECT),
        Some(AdditionalProperties::Schema(value)) => Shape::Map(value),
        _ if named => Shape::Object(Object { properties, required, all_of }),
        _ => Shape::Json,
    }
}

/// A single schema under `allOf` is how a document gives a reference its own description.
fn of_all(all_of: &[ReferenceOr<Schema>]) -> Shape<'_> {
    static NO_PROPERTIES: std::sync::LazyLock<Properties> =
        std::sync::LazyLock::new(Properties::default);
    match all_of {
        [single] => Shape::Same(single),
        _ => of_object(&NO_PROPERTIES, &[], all_of, None),
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
            of_object(&any.properties, &any.required, all_of, additional)
        }
    }
}

/// Whether a text holds a file.
pub(super) fn is_binary(text: &StringType) -> bool {
    matches!(text.format, VariantOrUnknownOrEmpty::Item(StringFormat::Binary))
}
