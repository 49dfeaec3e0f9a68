//! The field of a request that chooses the page.

use crate::error::Error;
use crate::protocol::{PageFields, PageKind};
use crate::request::Request;
use alipay_sdk_core::data::Json;

/// A field of the query or of the body as text; nothing when it is not set.
fn value(request: &Request, fields: &PageFields, name: &str) -> Option<String> {
    if fields.in_query {
        return request.query_value(name);
    }
    match request.body_field(name) {
        None | Some(Json::Null) => None,
        Some(Json::String(text)) => Some(text),
        Some(other) => Some(other.to_string()),
    }
}

/// The number of the page that a request asks for; nothing when it does not say.
pub(super) fn page_number(request: &Request, fields: &PageFields) -> Result<Option<u64>, Error> {
    let Some(text) = value(request, fields, fields.page) else { return Ok(None) };
    let number = text.trim().parse();
    number.map(Some).map_err(|_| request.invalid(format!("`{}` is no page number", fields.page)))
}

/// How many entries a request wants on a page.
pub(super) fn page_size(request: &Request, fields: &PageFields) -> Option<u64> {
    value(request, fields, fields.size?)?.trim().parse().ok()
}

/// The cursor that a request has.
pub(super) fn cursor(request: &Request, fields: &PageFields) -> Option<String> {
    value(request, fields, fields.page).filter(|text| !text.is_empty())
}

/// Asks for another page.
pub(super) fn choose(
    request: &mut Request,
    fields: &PageFields,
    page: String,
) -> Result<(), Error> {
    if fields.in_query {
        request.replace_query(fields.page, &page);
        return Ok(());
    }
    let value = match (fields.kind, page.parse::<u64>()) {
        (PageKind::Number, Ok(number)) => number.into(),
        _ => Json::String(page),
    };
    request.replace_body_field(fields.page, &value)
}
