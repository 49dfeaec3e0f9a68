//! Parameters of the protocols that send forms: in the query, in a form, in the text parts of an
//! upload.

use std::collections::BTreeMap;

use bytes::Bytes;
use time::macros::format_description;
use time::{Duration, OffsetDateTime, PrimitiveDateTime};
use url::form_urlencoded;

use crate::check::{FrameData, Received, header};

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
    let content_type = header(&request.headers, "content-type").unwrap_or_default();
    let form = match content_type.split(';').next().unwrap_or_default().trim() {
        "multipart/form-data" => {
            let parts = parts(&content_type, request.body.clone()).await;
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

async fn parts(content_type: &str, body: Bytes) -> Result<Vec<(String, String)>, multer::Error> {
    let boundary = multer::parse_boundary(content_type)?;
    let mut form = multer::Multipart::new(FrameData::new(body), boundary);
    let mut texts = Vec::new();
    while let Some(part) = form.next_field().await? {
        let name = part.name().unwrap_or_default().to_owned();
        if part.file_name().is_none() {
            texts.push((name, part.text().await?));
        }
    }
    Ok(texts)
}

/// Whether a time (`yyyy-MM-dd HH:mm:ss`, GMT+8) is ten minutes from now at most.
pub(crate) fn is_recent(timestamp: &str) -> bool {
    let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");
    let Ok(time) = PrimitiveDateTime::parse(timestamp, &format) else { return false };
    let away = time.assume_utc() - Duration::hours(8) - OffsetDateTime::now_utc();
    away.abs() <= Duration::minutes(10)
}

/// The same of Unix time in milliseconds.
pub(crate) fn is_recent_unix(timestamp: &str) -> bool {
    let Ok(time) = timestamp.parse::<i64>().map(Duration::milliseconds) else { return false };
    let away = time - (OffsetDateTime::now_utc() - OffsetDateTime::UNIX_EPOCH);
    away.abs() <= Duration::minutes(10)
}
