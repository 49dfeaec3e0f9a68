//! Responses of TOP: JSON, simplified JSON, or XML.

use serde_json::{Value, json};

use crate::parameters::Parameters;
use crate::rejection::Rejection;

/// How a response is written.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    Xml,
    Json,
    Simplified,
}

impl Shape {
    /// As the request asks for it; the default is XML.
    pub(super) fn requested(parameters: &Parameters) -> Self {
        let named = |name: &str| parameters.get(name).map(String::as_str);
        match (named("format"), named("simplify")) {
            (Some("json"), Some("true")) => Self::Simplified,
            (Some("json"), _) => Self::Json,
            _ => Self::Xml,
        }
    }

    pub(super) fn content_type(self) -> &'static str {
        match self {
            Self::Xml => "text/xml;charset=utf-8",
            Self::Json | Self::Simplified => "text/javascript;charset=utf-8",
        }
    }

    pub(super) fn success(self, method: Option<&str>, mut json: Value, request_id: &str) -> String {
        json["request_id"] = request_id.into();
        let root = method.unwrap_or_default().trim_start_matches("taobao.").replace('.', "_");
        self.write(&(root + "_response"), json)
    }

    /// The same in all shapes of JSON.
    pub(super) fn rejection(self, code: u32, rejection: &Rejection, request_id: &str) -> String {
        let json = json!({
            "code": code, "msg": msg(code), "sub_code": rejection.code, "sub_msg": rejection.message,
            "request_id": request_id,
        });
        match self {
            Self::Simplified => Self::Json.write("error_response", json),
            other => other.write("error_response", json),
        }
    }

    fn write(self, root: &str, json: Value) -> String {
        match self {
            Self::Json => {
                let mut whole = serde_json::Map::new();
                whole.insert(root.to_owned(), wrapped(json));
                Value::Object(whole).to_string()
            }
            Self::Simplified => json.to_string(),
            Self::Xml => {
                format!("<?xml version=\"1.0\" encoding=\"utf-8\" ?>{}", element(root, &json))
            }
        }
    }
}

/// What a code means.
fn msg(code: u32) -> &'static str {
    match code {
        15 | 50 => "Remote service error",
        21 => "Missing method",
        22 => "Invalid method",
        24 => "Missing signature",
        25 => "Invalid signature",
        28 => "Missing app key",
        29 => "Invalid app key",
        30 => "Missing timestamp",
        31 => "Invalid timestamp",
        32 => "Missing version",
        33 => "Invalid version",
        40 => "Missing required arguments",
        _ => "Invalid arguments",
    }
}

/// JSON whose lists are wrapped: `{"devices":{"device":[…]}}`.
fn wrapped(json: Value) -> Value {
    match json {
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, field)| match field {
                Value::Array(items) => {
                    let item = item_name(&name, &items).to_owned();
                    let items: Value = items.into_iter().map(wrapped).collect();
                    (name, Value::Object([(item, items)].into_iter().collect()))
                }
                other => (name, wrapped(other)),
            })
            .collect(),
        other => other,
    }
}

/// How the items of a list are called: by their type, when they are scalars.
fn item_name<'a>(name: &'a str, items: &[Value]) -> &'a str {
    match items.first() {
        Some(Value::String(_)) => "string",
        Some(Value::Number(_)) => "number",
        Some(Value::Bool(_)) => "boolean",
        _ => name.strip_suffix('s').unwrap_or(name),
    }
}

fn element(name: &str, value: &Value) -> String {
    let inner: String = match value {
        Value::Object(fields) => fields.iter().map(|(name, value)| element(name, value)).collect(),
        Value::Array(items) => {
            let item = item_name(name, items);
            let inner: String = items.iter().map(|one| element(item, one)).collect();
            return format!("<{name} list=\"true\">{inner}</{name}>");
        }
        Value::String(text) => text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    format!("<{name}>{inner}</{name}>")
}
