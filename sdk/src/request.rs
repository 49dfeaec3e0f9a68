//! A call put together: target, headers, body, and the options of this one call.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::data::{FieldValue, View, to_json};
use crate::error::Error;
use crate::metadata::{OperationInfo, Repetition};
use crate::upload::Upload;

/// RFC 3986: only unreserved characters stay bare, in names, values and path parameters.
pub(crate) const RESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

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

/// A request before it is signed and bound to a host.
pub(crate) struct Request {
    pub(crate) call: CallInfo,
    pub(crate) headers: HeaderMap,
    pub(crate) app_auth_token: Option<HeaderValue>,
    pub(crate) request_id: Option<HeaderValue>,
    pub(crate) timeout: Option<Duration>,
    /// Whether to encrypt; without a word, whenever there is a key.
    pub(crate) encrypt: Option<bool>,
    /// Whether it may be sent again when nobody knows what became of it; without a word, as the
    /// operation has it.
    pub(crate) repeatable: Option<bool>,
    pub(crate) payload: Payload,
    path: Cow<'static, str>,
    query: String,
}

/// What an answer or an error has to know of its call.
#[derive(Clone)]
pub(crate) struct CallInfo {
    pub(crate) operation: Cow<'static, str>,
    pub(crate) method: Method,
    pub(crate) repetition: Repetition,
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
            repetition: info.repetition,
            error_codes: info.error_codes,
        }
    }
}

impl CallInfo {
    /// Of an operation that is told apart by name.
    #[cfg(any(feature = "v2", feature = "top"))]
    pub(crate) fn named(id: impl Into<Cow<'static, str>>) -> Self {
        let repetition = Repetition::Never;
        Self { operation: id.into(), method: Method::POST, repetition, error_codes: &[] }
    }

    pub(crate) fn invalid(&self, reason: impl Into<String>) -> Error {
        Error::Request { operation: self.operation.clone(), reason: reason.into() }
    }
}

impl Request {
    pub(crate) fn new(call: CallInfo, path: impl Into<Cow<'static, str>>) -> Self {
        Self {
            call,
            headers: HeaderMap::new(),
            app_auth_token: None,
            request_id: None,
            timeout: None,
            encrypt: None,
            repeatable: None,
            payload: Payload::Empty,
            path: path.into(),
            query: String::new(),
        }
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

    /// Puts `value` in the place of `{name}` in the path. An empty value, `.` and `..` are
    /// refused: they would address another resource.
    pub(crate) fn path(&mut self, name: &str, value: &str) -> Result<(), Error> {
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
    pub(crate) fn params(&mut self, params: &dyn FieldValue) -> Result<(), Error> {
        if let View::Model(model) = params.view() {
            for (name, view) in model.fields().present() {
                self.param(name, view)?;
            }
        }
        Ok(())
    }

    fn param(&mut self, name: &str, value: View<'_>) -> Result<(), Error> {
        match value {
            View::Text(text) => self.query(name, text),
            View::Integer(number) => self.query(name, &number.to_string()),
            View::Number(number) => self.query(name, &number.to_string()),
            View::Boolean(flag) => self.query(name, if flag { "true" } else { "false" }),
            View::List(list) => {
                for item in list.items() {
                    self.param(name, item)?;
                }
            }
            View::Absent => {}
            View::Json(_) | View::Model(_) | View::Map(_) => {
                return Err(self.invalid(format!("query parameter `{name}` cannot be an object")));
            }
        }
        Ok(())
    }

    /// Adds one query parameter.
    pub(crate) fn query(&mut self, name: &str, value: &str) {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.extend(utf8_percent_encode(name, RESERVED));
        self.query.push('=');
        self.query.extend(utf8_percent_encode(value, RESERVED));
    }

    /// Adds a header that is not signed.
    pub(crate) fn header(&mut self, name: &str, value: &str) -> Result<(), Error> {
        let known = HeaderName::try_from(name);
        let known = known.map_err(|_| self.invalid("a header name is not one"))?;
        if OWN_HEADERS.contains(&known.as_str()) {
            return Err(self.invalid(format!("header `{known}` is set by the client itself")));
        }
        let value = HeaderValue::from_str(value).map(|mut value| {
            value.set_sensitive(true);
            value
        });
        let value = value
            .map_err(|_| self.invalid(format!("{known} holds what cannot stand in a header")))?;
        self.headers.insert(known, value);
        Ok(())
    }

    /// The value of a header, refused when it could break out of its line.
    pub(crate) fn header_value(&self, name: &str, value: &str) -> Result<HeaderValue, Error> {
        header_value(value)
            .ok_or_else(|| self.invalid(format!("{name} holds what cannot stand in a header")))
    }

    pub(crate) fn json(&mut self, body: &dyn FieldValue) -> Result<(), Error> {
        let text = to_json(body).map_err(|error| self.invalid(format!("body: {error}")))?;
        self.payload = Payload::Json(text.into());
        Ok(())
    }

    pub(crate) fn invalid(&self, reason: impl Into<String>) -> Error {
        self.call.invalid(reason)
    }

    /// The same request once more; none when it holds a stream, which can be read once.
    pub(crate) fn again(&self) -> Option<Self> {
        let payload = match &self.payload {
            Payload::Empty => Payload::Empty,
            Payload::Json(text) => Payload::Json(text.clone()),
            Payload::Upload(upload) => Payload::Upload(upload.again()?),
        };
        Some(Self {
            call: self.call.clone(),
            headers: self.headers.clone(),
            app_auth_token: self.app_auth_token.clone(),
            request_id: self.request_id.clone(),
            timeout: self.timeout,
            encrypt: self.encrypt,
            repeatable: self.repeatable,
            payload,
            path: self.path.clone(),
            query: self.query.clone(),
        })
    }
}

/// A header value of visible ASCII: what is signed must be what is sent, to the byte. Marked
/// sensitive, so that HTTP libraries keep it out of their logs: it may be a token.
pub(crate) fn header_value(text: &str) -> Option<HeaderValue> {
    let visible = !text.is_empty() && text.bytes().all(|byte| (0x21..=0x7e).contains(&byte));
    let mut value = HeaderValue::from_str(text).ok().filter(|_| visible)?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> Request {
        let call = CallInfo {
            operation: Cow::Borrowed("test.order.query"),
            method: Method::GET,
            repetition: Repetition::Always,
            error_codes: &[],
        };
        Request::new(call, "/v3/test/{order}/query")
    }

    #[test]
    fn reserved_characters_are_encoded_in_path_and_query() {
        let mut request = request();
        request.path("order", "a/b ?~*'中").expect("a plain value");
        request.param("q&", View::Text("a+b=c d")).expect("text");
        request.param("page", View::Integer(-2)).expect("a number");
        assert_eq!(
            request.target().expect("a target"),
            "/v3/test/a%2Fb%20%3F~%2A%27%E4%B8%AD/query?q%26=a%2Bb%3Dc%20d&page=-2"
        );
    }

    #[test]
    fn a_path_value_cannot_climb_or_vanish() {
        for value in ["", ".", ".."] {
            assert!(request().path("order", value).is_err(), "{value:?} was accepted");
        }
    }

    #[test]
    fn a_path_parameter_that_is_not_set_is_an_error() {
        let error = request().target().expect_err("no value").to_string();
        assert_eq!(error, "test.order.query: path parameter `order` is not set");
    }

    #[test]
    fn a_header_value_cannot_start_a_second_header_or_differ_on_the_wire() {
        for value in ["a\r\nb: c", "", " a", "a b", "中", "a\tb", "\0"] {
            assert!(header_value(value).is_none(), "{value:?} was accepted");
        }
        assert!(header_value("a-b_c/+=").is_some());
        assert!(request().header("x-own", "a\r\nb: c").is_err());
        assert!(request().header("user-agent", "my shop/1.0 (till 3)").is_ok());
    }

    #[test]
    fn a_caller_cannot_replace_what_the_client_sets() {
        for name in ["Authorization", "alipay-app-auth-token", "Content-Length", "a b", ""] {
            assert!(request().header(name, "x").is_err(), "{name:?} was accepted");
        }
    }
}
