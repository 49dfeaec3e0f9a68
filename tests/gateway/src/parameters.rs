//! Parameters of the protocols that send forms: in the query, in a form, in the text parts of an
//! upload.

use std::collections::BTreeMap;

use bytes::Bytes;
use url::form_urlencoded;

use crate::request::Received;
use crate::{header, multipart};

/// The parameters by name.
pub(crate) type Parameters = BTreeMap<String, String>;

/// All parameters of a request; files are left out.
///
/// # Errors
/// In words: a body of another type, a duplicate in the query or in the form, or a parameter that
/// query and form give different values.
pub(crate) async fn read(request: &Received) -> Result<Parameters, String> {
    let query = request.target.split_once('?').map_or("", |(_, query)| query);
    let mut parameters = unique(form_urlencoded::parse(query.as_bytes()).into_owned())?;
    let content_type = header::get(&request.headers, "content-type").unwrap_or_default();
    let form = match content_type.split(';').next().unwrap_or_default().trim() {
        "multipart/form-data" => {
            let parts = text_parts(&content_type, request.body.clone()).await;
            unique(parts.map_err(|error| error.to_string())?)?
        }
        "application/x-www-form-urlencoded" => {
            unique(form_urlencoded::parse(&request.body).into_owned())?
        }
        _ if request.body.is_empty() => Parameters::new(),
        other => return Err(format!("a form, not {other}")),
    };
    for (name, value) in form {
        // SDKs repeat parameters in both places; only a contradiction is an error.
        if parameters.get(&name).is_some_and(|other| *other != value) {
            return Err(format!("one value of {name}"));
        }
        parameters.insert(name, value);
    }
    Ok(parameters)
}

fn unique(pairs: impl IntoIterator<Item = (String, String)>) -> Result<Parameters, String> {
    let mut parameters = Parameters::new();
    for (name, value) in pairs {
        if parameters.contains_key(&name) {
            return Err(format!("{name} once"));
        }
        parameters.insert(name, value);
    }
    Ok(parameters)
}

async fn text_parts(content_type: &str, body: Bytes) -> multer::Result<Vec<(String, String)>> {
    let mut form = multipart::read(content_type, body)?;
    let mut texts = Vec::new();
    while let Some(part) = form.next_field().await? {
        let name = part.name().unwrap_or_default().to_owned();
        if part.file_name().is_none() {
            texts.push((name, part.text().await?));
        }
    }
    Ok(texts)
}

/// `name=value` for all parameters but these, ordered by name, joined with `&`.
pub(crate) fn signed_text(parameters: &Parameters, without: &[&str]) -> String {
    let signed = parameters.iter().filter(|(name, _)| !without.contains(&name.as_str()));
    let pairs: Vec<String> = signed.map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}
