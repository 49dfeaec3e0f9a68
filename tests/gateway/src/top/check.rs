//! What TOP checks: public parameters, time, signature, and the fields of the operation.

use alipay_codegen::ir::{Body, Type};
use serde_json::Value;

use super::{APP_KEY, Refused, sign};
use crate::check::Schema;
use crate::form::{Parameters, is_recent, is_recent_unix};
use crate::gateway::Shared;
use crate::refusal::Refusal;

pub(super) fn check(shared: &Shared, parameters: &Parameters) -> Result<(), Refused> {
    let get = |name: &str| parameters.get(name).map(String::as_str).filter(|text| !text.is_empty());
    let required = |name: &'static str, code: u32| {
        get(name).ok_or_else(|| refused(code, &format!("Missing {name}"), "isv.missing-parameter"))
    };
    let method = required("method", 21)?;
    let app_key = required("app_key", 28)?;
    let timestamp = required("timestamp", 30)?;
    let version = required("v", 32)?;
    let signature = required("sign", 24)?;
    let sign_method = required("sign_method", 24)?;
    if app_key != APP_KEY {
        return Err(refused(29, "Invalid app Key", "isv.appkey-not-exists"));
    }
    if version != "2.0" {
        return Err(refused(33, "Invalid version", "isv.invalid-version"));
    }
    let text = sign::text(parameters);
    if sign::sign(sign_method, &text).as_deref() != Some(signature) {
        let (code, mut refusal) = refused(25, "Invalid signature", "isv.invalid-signature");
        refusal.expected = Some(text);
        return Err((code, refusal));
    }
    if !is_recent(timestamp) && !is_recent_unix(timestamp) {
        return Err(refused(31, "Invalid timestamp", "isv.invalid-timestamp"));
    }
    let operation = shared.catalog.operation(method);
    let Some(operation) = operation.filter(|found| found.path == format!("/{method}")) else {
        return Err(refused(22, "Invalid method", "isv.invalid-method"));
    };
    match &operation.body {
        Body::Json(Type::Model(key)) => {
            let Some(model) = shared.catalog.model(key) else { return Ok(()) };
            for field in model.fields.values() {
                let value = required_field(get(&field.wire), &field.wire)?;
                object(shared, &field.ty, value, &field.wire)?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

fn required_field<'a>(value: Option<&'a str>, name: &str) -> Result<&'a str, Refused> {
    value.ok_or_else(|| refused(40, &format!("Missing required arguments:{name}"), "isv.missing"))
}

/// An object is sent as its JSON text.
fn object(shared: &Shared, ty: &Type, text: &str, name: &str) -> Result<(), Refused> {
    if !matches!(ty, Type::Model(_) | Type::List(_)) {
        return Ok(());
    }
    let json: Result<Value, _> = serde_json::from_str(text);
    let details = json.map(|json| Schema(&shared.catalog).details(ty, &json));
    match details {
        Ok(details) if details.is_empty() => Ok(()),
        _ => Err(refused(41, &format!("Invalid arguments:{name}"), "isv.invalid-parameter")),
    }
}

fn refused(code: u32, msg: &str, sub_code: &str) -> Refused {
    (code, Refusal::new(200, sub_code, msg))
}
