//! What goes out: the target of a request, its headers and its body.

use http::{HeaderMap, HeaderName, HeaderValue};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::data::{FieldValue, View, to_json};
use crate::error::Error;
use crate::metadata::OperationInfo;
use crate::upload::Upload;

/// RFC 3986: only unreserved characters stay bare, in names, values and path parameters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A request before it is bound to a host.
pub(crate) struct Request {
    pub(crate) info: OperationInfo,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
    path: String,
    query: String,
}

/// What a request carries.
pub(crate) enum Body {
    Empty,
    Json(Vec<u8>),
    Upload(Upload),
}

impl Request {
    pub(crate) fn new(info: OperationInfo) -> Self {
        Self {
            info,
            headers: HeaderMap::new(),
            body: Body::Empty,
            path: info.path.to_owned(),
            query: String::new(),
        }
    }

    /// Path and query, percent-encoded as they stand on the wire. A parameter of the path that was
    /// not set is an error: values are encoded, so a brace is always the document's.
    pub(crate) fn target(&self) -> Result<String, Error> {
        if let Some((_, rest)) = self.path.split_once('{') {
            let name = rest.split('}').next().unwrap_or_default();
            return Err(self.invalid(format!("path parameter `{name}` is not set")));
        }
        let separator = if self.query.is_empty() { "" } else { "?" };
        Ok(format!("{}{separator}{}", self.path, self.query))
    }

    /// Puts `value` in the place of `{name}` in the path. An empty value, `.` and `..` are
    /// refused: they would address another resource.
    pub(crate) fn path(&mut self, name: &'static str, value: &str) -> Result<(), Error> {
        if matches!(value, "" | "." | "..") {
            return Err(self.invalid(format!("path parameter `{name}` must not be {value:?}")));
        }
        let placeholder = format!("{{{name}}}");
        if !self.path.contains(&placeholder) {
            return Err(self.invalid(format!("the path takes no parameter `{name}`")));
        }
        let encoded = utf8_percent_encode(value, RESERVED).to_string();
        self.path = self.path.replacen(&placeholder, &encoded, 1);
        Ok(())
    }

    /// Adds the query parameters that are set; a list repeats its name.
    pub(crate) fn params(&mut self, params: &dyn FieldValue) -> Result<(), Error> {
        if let View::Model(model) = params.view() {
            for (name, view) in crate::data::Fields::of(model).present() {
                self.param(name, view)?;
            }
        }
        Ok(())
    }

    fn param(&mut self, name: &str, value: View<'_>) -> Result<(), Error> {
        match value {
            View::Text(text) => self.pair(name, text),
            View::Integer(number) => self.pair(name, &number.to_string()),
            View::Number(number) => self.pair(name, &number.to_string()),
            View::Boolean(flag) => self.pair(name, if flag { "true" } else { "false" }),
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

    fn pair(&mut self, name: &str, value: &str) {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.extend(utf8_percent_encode(name, RESERVED));
        self.query.push('=');
        self.query.extend(utf8_percent_encode(value, RESERVED));
    }

    /// Sets a header. The value is refused when it could break out of its line.
    pub(crate) fn header(&mut self, name: &'static str, value: &str) -> Result<(), Error> {
        let mut value = HeaderValue::from_str(value)
            .map_err(|_| self.invalid(format!("header `{name}` holds a control character")))?;
        // Kept out of the logs of HTTP libraries: it may be a token.
        value.set_sensitive(true);
        self.headers.insert(HeaderName::from_static(name), value);
        Ok(())
    }

    pub(crate) fn json(&mut self, body: &dyn FieldValue) -> Result<(), Error> {
        let text = to_json(body).map_err(|error| self.invalid(format!("body: {error}")))?;
        self.body = Body::Json(text);
        Ok(())
    }

    fn invalid(&self, reason: String) -> Error {
        Error::Request { operation: self.info.id, reason }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::Method;

    fn request() -> Request {
        Request::new(OperationInfo {
            id: "test.order.query",
            title: "",
            method: Method::Get,
            path: "/v3/test/{order}/query",
            error_codes: &[],
        })
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
    fn a_header_value_cannot_start_a_second_header() {
        assert!(request().header("alipay-request-id", "a\r\nb: c").is_err());
    }
}
