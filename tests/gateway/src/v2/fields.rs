//! The fields of an operation: in `biz_content`, and as parameters of their own beside it.

use alipay_codegen::ir::{Body, Operation, Type};
use serde_json::{Map, Value};

use crate::catalog::Catalog;
use crate::parameters::Parameters;
use crate::rejection::{Detail, Rejection};
use crate::request::UploadedFile;
use crate::schema;

/// Parameters that every method has, so they are no fields of one.
const PUBLIC: [&str; 22] = [
    "alipay_root_cert_sn",
    "alipay_sdk",
    "app_auth_token",
    "app_cert_sn",
    "app_id",
    "auth_token",
    "biz_content",
    "charset",
    "encrypt_type",
    "format",
    "method",
    "notify_url",
    "prod_code",
    "return_url",
    "sign",
    "sign_type",
    "target_app_id",
    "terminal_info",
    "terminal_type",
    "timestamp",
    "version",
    "ws_service_url",
];

/// The one method that is known to take nothing from `biz_content`.
const WITHOUT_CONTENT: &str = "alipay.system.oauth.token";

/// The fields as JSON that fits the documents.
pub(super) fn read(
    catalog: &Catalog,
    operation: &Operation,
    content: Option<&str>,
    parameters: &Parameters,
) -> Result<Value, Rejection> {
    let mut json = match content {
        Some(content) if operation.id != WITHOUT_CONTENT => parse(content)?,
        _ => Value::Object(Map::new()),
    };
    let mut details = Vec::new();
    if let Some(ty) = operation.body.json() {
        beside(catalog, ty, parameters, &mut json, &mut details);
        schema::write_numbers(catalog, ty, &mut json);
        details.extend(schema::mismatches(catalog, ty, &json));
    }
    if !details.is_empty() {
        return Err(invalid(details));
    }
    if operation.id == WITHOUT_CONTENT && content.is_some() && json.get("grant_type").is_none() {
        let rejection = Rejection::new(400, "isv.grant-type-invalid", "授权类型无效");
        return Err(rejection.expected(
            "grant_type, code and refresh_token as parameters of their own, not in biz_content",
        ));
    }
    Ok(json)
}

/// Only uploads have files, and only those of the documents.
pub(super) fn check_files(operation: &Operation, sent: &[UploadedFile]) -> Result<(), Rejection> {
    let known = match &operation.body {
        Body::Multipart { files, .. } => files.as_slice(),
        Body::Empty | Body::Json(_) => &[],
    };
    let unknown = sent.iter().filter(|file| !known.iter().any(|known| known.wire == file.part));
    let details = unknown.map(|file| Detail::new(&file.part, "part", "there is no such file here"));
    let details: Vec<Detail> = details.collect();
    if details.is_empty() { Ok(()) } else { Err(invalid(details)) }
}

fn parse(content: &str) -> Result<Value, Rejection> {
    let mut json: Value = serde_json::from_str(content).map_err(|error| {
        Rejection::new(400, "illegal-json", "非法的JSON").expected(format!("JSON: {error}"))
    })?;
    schema::drop_nulls(&mut json);
    Ok(json)
}

/// Adds the fields that stand beside `biz_content`: text as it is, everything else as its JSON.
fn beside(
    catalog: &Catalog,
    ty: &Type,
    parameters: &Parameters,
    json: &mut Value,
    details: &mut Vec<Detail>,
) {
    let (Type::Model(key), Value::Object(fields)) = (ty, json) else { return };
    let Some(model) = catalog.model(key) else { return };
    for (name, field) in &model.fields {
        let Some(text) = parameters.get(name).filter(|_| !PUBLIC.contains(&&**name)) else {
            continue;
        };
        if fields.contains_key(name) {
            continue;
        }
        let value = match &field.ty {
            Type::Text => Ok(Value::from(text.as_str())),
            _ => parse(text),
        };
        match value {
            Ok(value) => drop(fields.insert(name.clone(), value)),
            Err(_) => details.push(Detail::new(name, "form", "expected the JSON of the field")),
        }
    }
}

/// The parameters that stand in the query in v3: here they are in `biz_content` or beside it.
pub(super) fn query(
    operation: &Operation,
    body: &Value,
    parameters: &Parameters,
) -> Vec<(String, String)> {
    let value = |name: &str| match body.get(name) {
        Some(Value::String(text)) => Some(text.clone()),
        Some(other) => Some(other.to_string()),
        None => parameters.get(name).cloned(),
    };
    let fields = operation.query.iter();
    fields.filter_map(|field| Some((field.wire.clone(), value(&field.wire)?))).collect()
}

fn invalid(details: Vec<Detail>) -> Rejection {
    Rejection::new(400, "invalid-parameter", "参数无效").details(details)
}
