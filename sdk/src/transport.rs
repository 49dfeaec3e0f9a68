//! The way to the network: reqwest.

use bytes::{Bytes, BytesMut};
use http::header::{ACCEPT, CONTENT_TYPE};
use reqwest::multipart::{Form, Part};
use url::Url;

use crate::error::Error;
use crate::request::{Body, Request};
use crate::upload::{FilePart, Upload};

/// The largest answer that is read, in bytes.
const MAX_ANSWER: usize = 32 << 20;

/// Sends a request to the host of `base`, and reads the whole answer.
pub(crate) async fn send(
    http: &reqwest::Client,
    base: &Url,
    request: Request,
) -> Result<http::Response<Bytes>, Error> {
    let operation = request.info.id;
    let failed = |error: reqwest::Error| {
        // The address holds what the caller put into path and query: it stays out of errors.
        let source = error.without_url();
        if source.is_builder() {
            return Error::Request { operation, reason: source.to_string() };
        }
        Error::Transport { operation, source }
    };
    let url = address(base, &request.target()?)
        .ok_or_else(|| Error::Request { operation, reason: "this path is not one".to_owned() })?;
    let outgoing = http
        .request(request.info.method.into(), url)
        .headers(request.headers)
        .header(ACCEPT, "application/json");
    let outgoing = match request.body {
        Body::Empty => outgoing,
        Body::Json(text) => outgoing.header(CONTENT_TYPE, "application/json").body(text),
        Body::Upload(upload) => outgoing.multipart(form(operation, upload)?),
    };
    let mut response = outgoing.send().await.map_err(failed)?;
    let mut answer = http::Response::builder().status(response.status());
    if let Some(headers) = answer.headers_mut() {
        *headers = response.headers().clone();
    }
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        if body.len() + chunk.len() > MAX_ANSWER {
            return Err(Error::TooLarge { operation, limit: MAX_ANSWER });
        }
        body.extend_from_slice(&chunk);
    }
    let body = body.freeze();
    answer.body(body).map_err(|error| Error::Request { operation, reason: error.to_string() })
}

/// The target at the host of `base`; none when a URL cannot hold it as it is. Joining would let a
/// path such as `//host` choose another host.
fn address(base: &Url, target: &str) -> Option<Url> {
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (target, None),
    };
    let mut url = base.clone();
    url.set_path(path);
    url.set_query(query);
    (url.path() == path && url.query() == query).then_some(url)
}

/// The multipart body: the JSON part first, then the files.
fn form(operation: &'static str, upload: Upload) -> Result<Form, Error> {
    let invalid = |reason: String| Error::Request { operation, reason };
    let mut form = Form::new();
    if let Some(data) = upload.data {
        let text = data.map_err(|error| invalid(format!("part `data`: {error}")))?;
        let part = Part::bytes(text)
            .mime_str("application/json")
            .map_err(|error| invalid(format!("part `data`: {error}")))?;
        form = form.part("data", part);
    }
    for (name, FilePart { file_name, content_type, content }) in upload.files {
        let part = Part::stream(content)
            .file_name(file_name)
            .mime_str(&content_type)
            .map_err(|_| invalid(format!("part `{name}`: not a content type")))?;
        form = form.part(name, part);
    }
    Ok(form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_to_another_host() {
        let base = Url::parse("http://127.0.0.1:1").expect("a URL");
        let plain = address(&base, "/v3/a%2Fb?c=d").expect("a plain path");
        assert_eq!(plain.as_str(), "http://127.0.0.1:1/v3/a%2Fb?c=d");
        for path in ["//example.com/v3", "/\\example.com", "/v3/../x", "/v3/%2e%2e/x", "v3"] {
            let host = address(&base, path).map(|url| url.host_str().map(str::to_owned));
            assert!(
                matches!(host.as_ref().map(Option::as_deref), None | Some(Some("127.0.0.1"))),
                "{path}"
            );
        }
    }
}
