//! What callers and platforms may write.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;

/// Any text: plain, of the whole of Unicode, or made of signs with a meaning somewhere on the way.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,24}",
        "\\PC{0,24}",
        vec(any::<char>(), 0..24).prop_map(|text| text.into_iter().collect()),
        "[%+&=?#/;,.:'\"\\\\{}|^`~*()!@ \t\r\n\u{0}\u{7f}é中😀\u{202e}\u{feff}]{0,24}",
    ]
}

/// A value that a path takes.
pub(crate) fn segment() -> impl Strategy<Value = String> {
    text().prop_filter("it would address something else", |text| {
        !matches!(text.as_str(), "" | "." | "..")
    })
}

/// The name of a file's part; that of the JSON part has a meaning of its own.
pub(crate) fn file_field() -> impl Strategy<Value = String> {
    text().prop_filter("it is the JSON part", |name| name != "data")
}

/// What may stand in a header of the protocol.
pub(crate) fn token() -> impl Strategy<Value = String> {
    "[!-~]{1,64}"
}

pub(crate) fn json_value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        text().prop_map(Into::into),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(serde_json::Value::Array),
            vec((text(), inner), 0..4).prop_map(|members| members.into_iter().collect()),
        ]
    })
}
