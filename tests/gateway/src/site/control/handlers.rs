//! What each request of control does.

use serde_json::{Map, Value, json};

use super::input::{Mistake, check_names, read, required_text};
use super::response::{Handled, done};
use super::{fault_rule, report};
use crate::catalog::Catalog;
use crate::notify::Notice;
use crate::rejection::Rejection;
use crate::site::route::Input;

pub(super) fn calls(input: &Input<'_>) -> Handled {
    Ok(input.parts.journal.calls().iter().map(report::call).collect())
}

pub(super) fn add_fault(input: &Input<'_>) -> Handled {
    let rule = fault_rule::read(&read(input.body)?)?;
    if let Some(operation) = &rule.operation {
        check_operation(&input.parts.business.catalog, operation)?;
    }
    input.parts.faults.add(rule);
    Ok(done())
}

pub(super) fn clear_faults(input: &Input<'_>) -> Handled {
    input.parts.faults.clear();
    Ok(done())
}

pub(super) fn rotate(input: &Input<'_>) -> Handled {
    let certificate =
        input.parts.apps.platform.rotate().map_err(|error| Mistake(error.to_string()))?;
    Ok(json!({ "certificate": certificate }))
}

pub(super) fn script(input: &Input<'_>) -> Handled {
    let request = read(input.body)?;
    check_names(&request, &["operation", "response", "rejection"])?;
    let operation = required_text(&request, "operation")?;
    check_operation(&input.parts.business.catalog, operation)?;
    let prepared = match (request.get("response"), request.get("rejection")) {
        (Some(response), None) => Ok(response.clone()),
        (None, Some(Value::Object(rejection))) => Err(read_rejection(rejection)?),
        _ => return Err(Mistake("pass either `response` or `rejection` (an object)".to_owned())),
    };
    input.parts.business.script.add(operation, prepared);
    Ok(done())
}

fn read_rejection(rejection: &Map<String, Value>) -> Result<Rejection, Mistake> {
    check_names(rejection, &["status", "code", "message"])?;
    let code = required_text(rejection, "code")?;
    let message = rejection.get("message").and_then(Value::as_str).unwrap_or(code);
    let status = rejection.get("status").map_or(Some(400), Value::as_u64);
    match status.and_then(|status| u16::try_from(status).ok()) {
        Some(status @ 400..=599) => Ok(Rejection::new(status, code, message)),
        _ => Err(Mistake("`status` must be a number from 400 to 599".to_owned())),
    }
}

pub(super) fn notify(input: &Input<'_>) -> Handled {
    let request = read(input.body)?;
    check_names(&request, &["url", "parameters"])?;
    let mut notice = Notice::new(required_text(&request, "url")?);
    let wrong = || Mistake("`parameters` must be an object of texts".to_owned());
    if let Some(parameters) = request.get("parameters") {
        for (name, value) in parameters.as_object().ok_or_else(wrong)? {
            notice = notice.parameter(name, value.as_str().ok_or_else(wrong)?);
        }
    }
    Ok(report::delivery(&input.parts.business.notifier.send(&notice)))
}

pub(super) fn notifications(input: &Input<'_>) -> Handled {
    Ok(input.parts.business.notifier.deliveries().iter().map(report::delivery).collect())
}

fn check_operation(catalog: &Catalog, id: &str) -> Result<(), Mistake> {
    if catalog.operation(id).is_some() {
        return Ok(());
    }
    Err(Mistake(format!(
        "`{id}` is not an operation of the documents: pass one such as `alipay.trade.pay`"
    )))
}
