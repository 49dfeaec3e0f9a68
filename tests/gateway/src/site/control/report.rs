//! Calls and notifications as JSON.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::journal::{Call, Verdict};
use crate::notify::{Delivery, Outcome};

pub(super) fn call(call: &Call) -> Value {
    let (verdict, code) = match &call.verdict {
        Verdict::Accepted => ("accepted", None),
        Verdict::Rejected(rejection) => ("refused", Some(&rejection.code)),
        Verdict::NotProcessed => ("not_processed", None),
    };
    json!({
        "number": call.number,
        "at": milliseconds(call.at),
        "trace_id": call.trace_id,
        "request_id": call.request_id,
        "app_id": call.app_id,
        "operation": call.operation,
        "method": call.method,
        "target": call.target,
        "signed_text": call.signed_text,
        "body": call.plain_body,
        "verdict": verdict,
        "code": code,
        "diagnosis": call.diagnosis.as_ref().map(|diagnosis| &diagnosis.reason),
        "status": call.status,
        "answer": call.response,
        "fault": call.fault.as_ref().map(|fault| format!("{fault:?}")),
    })
}

pub(super) fn delivery(delivery: &Delivery) -> Value {
    let attempts = delivery.attempts().into_iter().map(|attempt| {
        json!({
            "at": milliseconds(attempt.at),
            "status": attempt.status,
            "answer": attempt.response,
            "acknowledged": attempt.acknowledged,
        })
    });
    let outcome = delivery.outcome().map(|outcome| match outcome {
        Outcome::Acknowledged => "acknowledged",
        Outcome::GivenUp => "given_up",
        Outcome::Stopped => "stopped",
    });
    json!({
        "notify_id": delivery.notify_id(),
        "url": delivery.url(),
        "attempts": attempts.collect::<Vec<_>>(),
        "outcome": outcome,
    })
}

/// Unix time in milliseconds.
fn milliseconds(at: SystemTime) -> u64 {
    let since = at.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
