//! The rule: what a change does to programs that use the SDK. The head of `diff` has it as a table.

use super::change::{Aspect, Class, What};

/// What a field or part is that the documents require.
pub(super) const REQUIRED: &str = "required";

/// The class of a change; `new` is what is there now.
pub(super) fn class(what: What, aspect: Aspect, new: Option<&str>) -> Class {
    match (what, aspect) {
        (_, Aspect::Title | Aspect::Description | Aspect::Example | Aspect::Reason) => Class::Prose,
        (_, Aspect::Method | Aspect::Path | Aspect::Status | Aspect::Limit) => Class::Behavior,
        (_, Aspect::Required) => match new {
            Some(REQUIRED) => Class::Behavior,
            _ => Class::Compatible,
        },
        // Path parameters are displayed, whatever their type, and have no constants.
        (What::PathParameter, Aspect::Type) => Class::Behavior,
        (What::PathParameter, Aspect::Value) => Class::Compatible,
        (What::PathParameter, Aspect::Presence) => Class::Breaking,
        // A constant that more products have is there for every program that had it.
        (What::ErrorCode, Aspect::Product) if new.is_none() => Class::Compatible,
        (What::PlatformCode, _) | (_, Aspect::ErrorCode | Aspect::Deprecation) => Class::Compatible,
        (_, Aspect::Presence | Aspect::Value) if new.is_some() => Class::Compatible,
        (_, Aspect::Presence | Aspect::Value) => Class::Breaking,
        (
            _,
            Aspect::Group
            | Aspect::Product
            | Aspect::Protocol
            | Aspect::Carrier
            | Aspect::Order
            | Aspect::Query
            | Aspect::Body
            | Aspect::Response
            | Aspect::Type,
        ) => Class::Breaking,
    }
}
