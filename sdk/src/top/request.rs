//! A call of TOP put together, and signed.

use std::time::{Duration, UNIX_EPOCH};

use super::Format;
use super::client::Core;
use crate::body::Body;
use crate::clock::random_id;
use crate::data::{FieldValue, View, Written};
use crate::error::Error;
use crate::form::Form;
use crate::protocol::Parameters;
use crate::protocol::time::beijing;
use crate::protocol::top::request_text;
use crate::request::CallInfo;
use crate::upload::FilePart;

/// The parameters that the client sets itself; a caller cannot.
const OWN: &[&str] =
    &["app_key", "format", "method", "sign", "sign_method", "simplify", "timestamp", "v"];

/// A request before it is signed.
pub(super) struct Request {
    pub(super) call: CallInfo,
    pub(super) files: Vec<(String, FilePart)>,
    pub(super) timeout: Option<Duration>,
    parameters: Parameters,
}

impl Request {
    pub(super) fn new(call: CallInfo) -> Self {
        Self { call, files: Vec::new(), timeout: None, parameters: Parameters::new() }
    }

    /// Sets a parameter.
    pub(super) fn set(&mut self, name: &str, value: &str) -> Result<(), Error> {
        if OWN.contains(&name) {
            let reason = format!("parameter `{name}` is set by the client itself");
            return Err(self.call.invalid(reason));
        }
        self.parameters.insert(name.to_owned(), value.to_owned());
        Ok(())
    }

    /// Sets a parameter for each field of a model.
    pub(super) fn fields(&mut self, body: &dyn FieldValue) -> Result<(), Error> {
        let View::Model(model) = body.view() else { return Ok(()) };
        for (name, view) in model.fields().present() {
            let text = text(view);
            let text = text.map_err(|error| self.call.invalid(format!("`{name}`: {error}")))?;
            self.set(name, &text)?;
        }
        Ok(())
    }

    /// What the request says, for traces: without the session.
    pub(super) fn traced(&self) -> Vec<u8> {
        let business = self.parameters.iter().filter(|(name, _)| *name != "session");
        let business: serde_json::Map<_, _> =
            business.map(|(name, value)| (name.clone(), value.clone().into())).collect();
        serde_json::to_vec(&business).unwrap_or_default()
    }

    /// Signs the request.
    pub(super) fn sign(self, core: &Core) -> Result<http::Request<Body>, Error> {
        let Self { call, files, timeout, mut parameters } = self;
        if let Some(session) = &core.session {
            parameters.entry("session".to_owned()).or_insert_with(|| session.to_string());
        }
        let simplify = core.simplify && core.format == Format::Json;
        for (name, value) in [
            ("app_key", &*core.app_key),
            ("format", core.format.as_str()),
            ("method", &call.operation),
            ("sign_method", core.sign_method.as_str()),
            ("simplify", if simplify { "true" } else { "" }),
            ("timestamp", &timestamp(core)),
            ("v", "2.0"),
        ] {
            parameters.insert(name.to_owned(), value.to_owned());
        }
        parameters.retain(|name, value| !name.is_empty() && !value.is_empty());
        let text = request_text(&parameters);
        let sign = core.sign_method.sign(core.secret.as_bytes(), &text);
        parameters.insert("sign".to_owned(), sign);
        let form = Form {
            address: core.address.as_str(),
            accept: "*/*",
            parameters: parameters.into_iter().collect(),
            files,
            boundary: &random_id,
            timeout: timeout.or(core.timeout),
        };
        form.into_http(&call)
    }
}

fn timestamp(core: &Core) -> String {
    let now = core.clock.now();
    if core.unix_timestamp {
        return now.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis().to_string();
    }
    beijing(now)
}

/// A field as one parameter: objects and lists of them as JSON, other lists joined with commas.
fn text(view: View<'_>) -> Result<String, serde_json::Error> {
    match view {
        View::Absent => Ok(String::new()),
        View::Text(text) => Ok(text.to_owned()),
        View::List(list) => {
            let simple = |view: View<'_>| {
                matches!(
                    view,
                    View::Text(_) | View::Integer(_) | View::Number(_) | View::Boolean(_)
                )
            };
            if !list.items().all(simple) {
                return serde_json::to_string(&Written(view));
            }
            let items: Result<Vec<_>, _> = list.items().map(text).collect();
            Ok(items?.join(","))
        }
        other => serde_json::to_string(&Written(other)),
    }
}
