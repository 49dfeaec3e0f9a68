//! Parameters of the protocols that send forms: in the query, in a form, in the text parts of an
//! upload.

use std::collections::BTreeMap;

use percent_encoding::percent_decode;

use crate::charset::Charset;
use crate::request::{Received, UploadedFile};
use crate::{header, multipart};

/// The parameters by name.
pub(crate) type Parameters = BTreeMap<String, String>;

/// The parameters and files of a request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Form {
    pub(crate) parameters: Parameters,
    pub(crate) files: Vec<UploadedFile>,
    /// As its parameter `charset` says, and UTF-8 when that says nothing that is known.
    pub(crate) charset: Charset,
}

/// Names and values as they are before the charset is known.
type Pairs = Vec<(Vec<u8>, Vec<u8>)>;

/// All parameters of a request; files are left out.
///
/// # Errors
/// As of [`read_form`].
pub(crate) async fn read(request: &Received) -> Result<Parameters, String> {
    Ok(read_form(request).await?.parameters)
}

/// All parameters and files of a request.
///
/// # Errors
/// In words: a body of another type, text in another charset, a duplicate in the query or in the
/// form, or a parameter that query and form give different values.
pub(crate) async fn read_form(request: &Received) -> Result<Form, String> {
    let query = request.target.split_once('?').map_or("", |(_, query)| query);
    let query = pairs(query.as_bytes());
    let (body, files) = read_body(request).await?;
    let named = query.iter().chain(&body).find(|(name, _)| name == b"charset");
    let named = named.and_then(|(_, value)| str::from_utf8(value).ok());
    let charset = named.and_then(Charset::of).unwrap_or_default();
    let mut parameters = unique(query, charset)?;
    for (name, value) in unique(body, charset)? {
        // SDKs repeat parameters in both places; only a contradiction is an error.
        if parameters.get(&name).is_some_and(|other| *other != value) {
            return Err(format!("one value of {name}"));
        }
        parameters.insert(name, value);
    }
    Ok(Form { parameters, files, charset })
}

async fn read_body(request: &Received) -> Result<(Pairs, Vec<UploadedFile>), String> {
    let content_type = header::get(&request.headers, "content-type").unwrap_or_default();
    match content_type.split(';').next().unwrap_or_default().trim() {
        "multipart/form-data" => {
            let parts = multipart::read(&content_type, request.body.clone()).await;
            let (mut texts, mut files) = (Pairs::new(), Vec::new());
            for mut part in parts.map_err(|error| error.to_string())? {
                match part.file_name.take() {
                    Some(file_name) => files.push(part.into_file(file_name)),
                    None => texts.push((part.name.into_bytes(), part.content.to_vec())),
                }
            }
            Ok((texts, files))
        }
        "application/x-www-form-urlencoded" => Ok((pairs(&request.body), Vec::new())),
        _ if request.body.is_empty() => Ok((Pairs::new(), Vec::new())),
        other => Err(format!("a form, not {other}")),
    }
}

/// The pairs of a query or of a form, decoded to bytes.
fn pairs(encoded: &[u8]) -> Pairs {
    let decode = |text: &[u8]| {
        let text: Vec<u8> =
            text.iter().map(|&byte| if byte == b'+' { b' ' } else { byte }).collect();
        percent_decode(&text).collect()
    };
    let pairs = encoded.split(|&byte| byte == b'&').filter(|pair| !pair.is_empty()).map(|pair| {
        let mut halves = pair.splitn(2, |&byte| byte == b'=').map(decode);
        (halves.next().unwrap_or_default(), halves.next().unwrap_or_default())
    });
    pairs.collect()
}

fn unique(pairs: Pairs, charset: Charset) -> Result<Parameters, String> {
    let mut parameters = Parameters::new();
    for (name, value) in pairs {
        let text = |bytes: &[u8]| charset.decode(bytes);
        let (Some(name), Some(value)) = (text(&name), text(&value)) else {
            return Err(format!("parameters in {}", charset.name()));
        };
        if parameters.contains_key(&name) {
            return Err(format!("{name} once"));
        }
        parameters.insert(name, value);
    }
    Ok(parameters)
}

/// `name=value` for all parameters but these, ordered by name, joined with `&`.
pub(crate) fn signed_text(parameters: &Parameters, without: &[&str]) -> String {
    let signed = parameters.iter().filter(|(name, _)| !without.contains(&name.as_str()));
    let pairs: Vec<String> = signed.map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}
