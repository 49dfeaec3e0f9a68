//! A call put together: what it asks for, and the options of this one call.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use percent_encoding::utf8_percent_encode;
use url::form_urlencoded;

use crate::error::{CallContext, Error, ErrorKind};
use crate::operation_info::{Idempotency, OperationInfo};
use crate::response::Shape;
use alipay_sdk_core::{
    data::{FieldValue, Json, View, to_json},
    json::{self, RawFields},
    wire::{FilePart, RESERVED, Upload, append, header_value},
};

/// Headers that the client sets itself; a caller cannot.
const OWN_HEADERS: &[&str] = &[
    "accept",
    "alipay-app-auth-token",
    "alipay-encrypt-type",
    "alipay-request-id",
    "alipay-root-cert-sn",
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "host",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// A request before it is signed and bound to a host. v3 uses the path, query, headers and payload.
/// The v2 gateway uses the parameters, and the payload as `biz_content` and files. TOP uses the
/// parameters and files.
pub struct Request {
    pub(crate) call: CallInfo,
    pub(crate) shape: Shape,
    pub(crate) headers: HeaderMap,
    pub(crate) parameters: BTreeMap<String, String>,
    pub(crate) app_auth_token: Option<HeaderValue>,
    pub(crate) request_id: Option<HeaderValue>,
    pub(crate) timeout: Option<Duration>,
    /// Whether to encrypt; by default whenever there is a key.
    pub(crate) encrypt: Option<bool>,
    /// Whether it may be sent again when nobody knows what became of it; by default as the
    /// operation has it.
    pub(crate) idempotent: Option<bool>,
    pub(crate) payload: Payload,
    /// The path before its parameters were set.
    template: Cow<'static, str>,
    path: Cow<'static, str>,
    query: String,
}

/// What a response or an error has to know of its call.
#[derive(Clone)]
pub(crate) struct CallInfo {
    pub(crate) operation: Cow<'static, str>,
    pub(crate) method: Method,
    pub(crate) idempotency: Idempotency,
    pub(crate) error_codes: &'static [&'static str],
}

/// What a request carries.
pub(crate) enum Payload {
    Empty,
    Json(Bytes),
    Upload(Upload),
}

impl From<OperationInfo> for CallInfo {
    fn from(info: OperationInfo) -> Self {
        Self {
            operation: Cow::Borrowed(info.id),
            method: info.method.into(),
            idempotency: info.idempotency,
            error_codes: info.error_codes,
        }
    }
}

impl CallInfo {
    pub(crate) fn error(&self, kind: ErrorKind) -> Error {
        let (operation, method) = (self.operation.clone(), self.method.clone());
        Error::of_call(kind, CallContext { operation, method })
    }

    pub(crate) fn invalid(&self, reason: impl Into<String>) -> Error {
        self.error(ErrorKind::Request { reason: reason.into() })
    }

    /// The value of a header; an error when it could break out of its line.
    pub(crate) fn header_value(&self, name: &str, value: &str) -> Result<HeaderValue, Error> {
        header_value(name, value).map_err(|reason| self.invalid(reason))
    }
}

impl Request {
    pub(crate) fn new(call: CallInfo, shape: Shape, path: impl Into<Cow<'static, str>>) -> Self {
        let path = path.into();
        Self {
            call,
            shape,
            headers: HeaderMap::new(),
            parameters: BTreeMap::new(),
            app_auth_token: None,
            request_id: None,
            timeout: None,
            encrypt: None,
            idempotent: None,
            payload: Payload::Empty,
            template: path.clone(),
            path,
            query: String::new(),
        }
    }

    /// The path without the values of its parameters.
    pub(crate) fn template(&self) -> &Cow<'static, str> {
        &self.template
    }

    /// Path and query, percent-encoded as they stand on the wire. A parameter of the path that was
    /// not set is an error: values are encoded, so a brace is always the document's.
    pub(crate) fn target(&self) -> Result<Cow<'_, str>, Error> {
        if let Some((_, rest)) = self.path.split_once('{') {
            let name = rest.split('}').next().unwrap_or_default();
            return Err(self.invalid(format!("path parameter `{name}` is not set")));
        }
        let separator = match &*self.query {
            "" => return Ok(Cow::Borrowed(&self.path)),
            _ if self.path.contains('?') => "&",
            _ => "?",
        };
        Ok(Cow::Owned([&*self.path, separator, &self.query].concat()))
    }

    /// Puts `value` in the place of `{name}` in the path. An empty value, `.` and `..` are errors:
    /// they would address another resource.
    pub(crate) fn set_path(&mut self, name: &str, value: &str) -> Result<(), Error> {
        if matches!(value, "" | "." | "..") {
            return Err(self.invalid(format!("path parameter `{name}` must not be {value:?}")));
        }
        let placeholder = format!("{{{name}}}");
        if !self.path.contains(&placeholder) {
            return Err(self.invalid(format!("the path takes no parameter `{name}`")));
        }
        let encoded = utf8_percent_encode(value, RESERVED).to_string();
        self.path = self.path.replacen(&placeholder, &encoded, 1).into();
        Ok(())
    }

    /// Adds the query parameters that are set; a list repeats its name.
    pub(crate) fn add_params(&mut self, params: &dyn FieldValue) -> Result<(), Error> {
        if let View::Model(model) = params.view() {
            for (name, view) in model.fields().present() {
                self.add_param(name, view)?;
            }
        }
        Ok(())
    }

    fn add_param(&mut self, name: &str, value: View<'_>) -> Result<(), Error> {
        match value {
            View::Text(text) => self.add_query(name, text),
            View::Integer(number) => self.add_query(name, &number.to_string()),
            View::Number(number) => self.add_query(name, &number.to_string()),
            View::Boolean(flag) => self.add_query(name, if flag { "true" } else { "false" }),
            View::List(list) => list.items().try_for_each(|item| self.add_param(name, item))?,
            View::Absent => {}
            View::Json(_) | View::Model(_) | View::Map(_) => {
                return Err(self.invalid(format!("query parameter `{name}` cannot be an object")));
            }
        }
        Ok(())
    }

    /// Adds one query parameter.
    pub(crate) fn add_query(&mut self, name: &str, value: &str) {
        append(&mut self.query, name, value);
    }

    /// A query parameter, decoded: the first of this name.
    pub(crate) fn query_value(&self, name: &str) -> Option<String> {
        let mut pairs = form_urlencoded::parse(self.query.as_bytes());
        pairs.find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
    }

    /// Adds a query parameter in the place of those of its name.
    pub(crate) fn replace_query(&mut self, name: &str, value: &str) {
        let others = self
            .query
            .split('&')
            .filter(|pair| form_urlencoded::parse(pair.as_bytes()).any(|(known, _)| known != name));
        self.query = others.collect::<Vec<_>>().join("&");
        append(&mut self.query, name, value);
    }

    /// A field of the JSON body.
    pub(crate) fn body_field(&self, name: &str) -> Option<Json> {
        let text = str::from_utf8(self.json_text()).ok()?;
        json::parse(RawFields::read(text)?.get(name)?.as_bytes()).ok()
    }

    /// Sets a field of the JSON body; the values of the others stay as they are written.
    pub(crate) fn replace_body_field(&mut self, name: &str, value: &Json) -> Result<(), Error> {
        let body = match self.json_text() {
            [] => Some("{}"),
            text => str::from_utf8(text).ok(),
        };
        let body = body.and_then(RawFields::read);
        let body = body.ok_or_else(|| {
            self.invalid("the body is not a JSON object, or has too many or too long names")
        })?;
        let text =
            body.with(name, value).map_err(|error| self.invalid(format!("body: {error}")))?;
        self.set_json_text(text.into());
        Ok(())
    }

    /// Adds a header that is not signed.
    pub(crate) fn add_header(&mut self, name: &str, value: &str) -> Result<(), Error> {
        let name =
            HeaderName::try_from(name).map_err(|_| self.invalid("a header has no valid name"))?;
        if OWN_HEADERS.contains(&name.as_str()) {
            return Err(
                self.invalid(format!("header `{name}` is set by the client itself: leave it out"))
            );
        }
        let mut value = HeaderValue::from_str(value)
            .map_err(|_| self.invalid(format!("the value of header `{name}` is not valid")))?;
        value.set_sensitive(true);
        self.headers.insert(name, value);
        Ok(())
    }

    /// Sets a parameter, unless the client sets it itself.
    pub(crate) fn set_parameter(
        &mut self,
        own: &[&str],
        name: &str,
        value: &str,
    ) -> Result<(), Error> {
        if own.contains(&name) {
            let reason = format!("parameter `{name}` is set by the client itself: leave it out");
            return Err(self.invalid(reason));
        }
        self.parameters.insert(name.to_owned(), value.to_owned());
        Ok(())
    }

    pub(crate) fn set_json(&mut self, body: &dyn FieldValue) -> Result<(), Error> {
        let text = to_json(body).map_err(|error| self.invalid(format!("body: {error}")))?;
        self.set_json_text(text.into());
        Ok(())
    }

    /// Sets the JSON text; files that were added stay.
    pub(crate) fn set_json_text(&mut self, text: Bytes) {
        match &mut self.payload {
            Payload::Upload(upload) => upload.data = Some(Ok(text.into())),
            payload => *payload = Payload::Json(text),
        }
    }

    /// Adds a file beside the JSON text.
    pub(crate) fn add_file(&mut self, name: String, file: FilePart) {
        let upload = match std::mem::replace(&mut self.payload, Payload::Empty) {
            Payload::Empty => Upload::new(),
            Payload::Json(text) => Upload { data: Some(Ok(text.into())), files: Vec::new() },
            Payload::Upload(upload) => upload,
        };
        self.payload = Payload::Upload(upload.file(name, file));
    }

    pub(crate) fn invalid(&self, reason: impl Into<String>) -> Error {
        self.call.invalid(reason)
    }

    /// Whether the call may be sent again when nobody knows what became of it.
    pub(crate) fn is_idempotent(&self) -> bool {
        self.idempotent.unwrap_or_else(|| match self.call.idempotency {
            Idempotency::Never => false,
            Idempotency::Always => true,
            Idempotency::ByKey(fields) => self.has_any(fields),
        })
    }

    /// Whether one of these fields of the body, or parameters, is set.
    fn has_any(&self, fields: &[&str]) -> bool {
        let body = match &self.payload {
            Payload::Json(text) => json::parse(text).unwrap_or_default(),
            Payload::Empty | Payload::Upload(_) => Json::Null,
        };
        let parameter = |field: &str| self.parameters.get(field).map(String::as_str);
        let value = |field: &str| body[field].as_str().or(parameter(field)).map(str::to_owned);
        fields.iter().any(|field| value(field).is_some_and(|text| !text.is_empty()))
    }

    /// The JSON text that is sent, alone or beside files.
    pub(crate) fn json_text(&self) -> &[u8] {
        match &self.payload {
            Payload::Json(text) => text,
            Payload::Upload(Upload { data: Some(Ok(text)), .. }) => text,
            Payload::Empty | Payload::Upload(_) => &[],
        }
    }

    /// The same request once more; none when it holds a stream, which can be read once.
    pub(crate) fn try_clone(&self) -> Option<Self> {
        let payload = match &self.payload {
            Payload::Empty => Payload::Empty,
            Payload::Json(text) => Payload::Json(text.clone()),
            Payload::Upload(upload) => Payload::Upload(upload.try_clone()?),
        };
        Some(Self {
            call: self.call.clone(),
            headers: self.headers.clone(),
            parameters: self.parameters.clone(),
            app_auth_token: self.app_auth_token.clone(),
            request_id: self.request_id.clone(),
            payload,
            template: self.template.clone(),
            path: self.path.clone(),
            query: self.query.clone(),
            ..*self
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> Request {
        let call = CallInfo {
            operation: Cow::Borrowed("test.order.query"),
            method: Method::GET,
            idempotency: Idempotency::Always,
            error_codes: &[],
        };
        Request::new(call, Shape::of::<alipay_sdk_core::data::Json>(), "/v3/test/{order}/query")
    }

    #[test]
    fn reserved_characters_are_encoded_in_path_and_query() {
        let mut request = request();
        request.set_path("order", "a/b ?~*'中").expect("a plain value");
        request.add_param("q&", View::Text("a+b=c d")).expect("text");
        request.add_param("page", View::Integer(-2)).expect("a number");
        assert_eq!(
            request.target().expect("a target"),
            "/v3/test/a%2Fb%20%3F~%2A%27%E4%B8%AD/query?q%26=a%2Bb%3Dc%20d&page=-2"
        );
    }

    #[test]
    fn a_path_value_cannot_climb_or_vanish() {
        for value in ["", ".", ".."] {
            assert!(request().set_path("order", value).is_err(), "{value:?} was accepted");
        }
    }

    #[test]
    fn a_path_parameter_that_is_not_set_is_an_error() {
        let error = request().target().expect_err("no value").to_string();
        assert_eq!(error, "test.order.query: path parameter `order` is not set");
    }

    #[test]
    fn a_header_cannot_start_a_second_one() {
        assert!(request().add_header("x-own", "a\r\nb: c").is_err());
        assert!(request().add_header("user-agent", "my shop/1.0 (till 3)").is_ok());
    }

    #[test]
    fn a_caller_cannot_replace_what_the_client_sets() {
        for name in ["Authorization", "alipay-app-auth-token", "Content-Length", "a b", ""] {
            assert!(request().add_header(name, "x").is_err(), "{name:?} was accepted");
        }
    }

    #[test]
    fn an_idempotency_key_counts_when_it_is_set() {
        let with = |text: &'static str| {
            let mut request = request();
            request.call.idempotency = Idempotency::ByKey(&["a", "b"]);
            request.payload = Payload::Json(Bytes::from_static(text.as_bytes()));
            request.is_idempotent()
        };
        assert!(with(r#"{"b":"1"}"#) && with(r#"{"a":"","b":"1"}"#));
        assert!(!with(r#"{"b":""}"#) && !with(r#"{"c":"1"}"#) && !with("[") && !with(""));
    }
}
