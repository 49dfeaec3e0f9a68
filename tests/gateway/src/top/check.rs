//! What TOP checks: public parameters, time, signature, and the fields of the operation.

use alipay_codegen::ir::{Body, Type};
use serde_json::Value;

use super::app::APP_KEY;
use super::signature;
use crate::catalog::Catalog;
use crate::clock::{is_recent, is_recent_unix};
use crate::parameters::Parameters;
use crate::rejection::Rejection;
use crate::schema;

/// A code of TOP, and what lies behind it.
pub(super) type TopRejection = (u32, Rejection);

pub(super) fn check(catalog: &Catalog, parameters: &Parameters) -> Result<(), TopRejection> {
    let get = |name: &str| parameters.get(name).map(String::as_str).filter(|text| !text.is_empty());
    let required = |name: &'static str, code: u32| {
        get(name).ok_or_else(|| rejected(code, &format!("Missing {name}"), "isv.missing-parameter"))
    };
    let method = required("method", 21)?;
    let app_key = required("app_key", 28)?;
    let timestamp = required("timestamp", 30)?;
    let version = required("v", 32)?;
    let signature = required("sign", 24)?;
    let sign_method = required("sign_method", 24)?;
    if app_key != APP_KEY {
        return Err(rejected(29, "Invalid app Key", "isv.appkey-not-exists"));
    }
    if version != "2.0" {
        return Err(rejected(33, "Invalid version", "isv.invalid-version"));
    }
    let text = signature::signed_text(parameters);
    if signature::sign(sign_method, &text).as_deref() != Some(signature) {
        let (code, mut rejection) = rejected(25, "Invalid signature", "isv.invalid-signature");
        rejection.expected = Some(text);
        return Err((code, rejection));
    }
    if !is_recent(timestamp) && !is_recent_unix(timestamp) {
        return Err(rejected(31, "Invalid timestamp", "isv.invalid-timestamp"));
    }
    let operation = catalog.operation(method);
    let Some(operation) = operation.filter(|found| found.path == format!("/{method}")) else {
        return Err(rejected(22, "Invalid method", "isv.invalid-method"));
    };
    match &operation.body {
        Body::Json(Type::Model(key)) => {
            let Some(model) = catalog.model(key) else { return Ok(()) };
            for field in model.fields.values() {
                let value = required_field(get(&field.wire), &field.wire)?;
                check_object(catalog, &field.ty, value, &field.wire)?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

fn required_field<'a>(value: Option<&'a str>, name: &str) -> Result<&'a str, TopRejection> {
    value.ok_or_else(|| rejected(40, &format!("Missing required arguments:{name}"), "isv.missing"))
}

/// An object is sent as its JSON text.
fn check_object(catalog: &Catalog, ty: &Type, text: &str, name: &str) -> Result<(), TopRejection> {
    if !matches!(ty, Type::Model(_) | Type::List(_)) {
        return Ok(());
    }
    let json: Result<Value, _> = serde_json::from_str(text);
    let details = json.map(|json| schema::mismatches(catalog, ty, &json));
    match details {
        Ok(details) if details.is_empty() => Ok(()),
        _ => Err(rejected(41, &format!("Invalid arguments:{name}"), "isv.invalid-parameter")),
    }
}

fn rejected(code: u32, msg: &str, sub_code: &str) -> TopRejection {
    (code, Rejection::new(200, sub_code, msg))
}
