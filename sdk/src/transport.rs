//! The way to the network: reqwest.

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use reqwest::multipart::{Form, Part};
use url::Url;

use crate::error::Error;
use crate::request::{Body, Request};
use crate::upload::{FilePart, Upload};

/// Sends a request to the host of `base`, and reads the whole answer.
pub(crate) async fn send(
    http: &reqwest::Client,
    base: &Url,
    request: Request,
) -> Result<http::Response<Bytes>, Error> {
    let operation = request.info.id;
    let failed = |source| Error::Transport { operation, source };
    let url = base.join(&request.target()?).map_err(|error| Error::Request {
        operation,
        reason: format!("the target is not a URL: {error}"),
    })?;
    let outgoing = http
        .request(request.info.method.into(), url)
        .headers(request.headers)
        .header(ACCEPT, "application/json");
    let outgoing = match request.body {
        Body::Empty => outgoing,
        Body::Json(text) => outgoing.header(CONTENT_TYPE, "application/json").body(text),
        Body::Upload(upload) => outgoing.multipart(form(operation, upload)?),
    };
    let response = outgoing.send().await.map_err(failed)?;
    let mut answer = http::Response::builder().status(response.status());
    if let Some(headers) = answer.headers_mut() {
        *headers = response.headers().clone();
    }
    let body = response.bytes().await.map_err(failed)?;
    answer.body(body).map_err(|error| Error::Request { operation, reason: error.to_string() })
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
