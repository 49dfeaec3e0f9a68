//! Rules for faults as JSON: `{"fault": "latency", "milliseconds": 50, "operation": "…", "times": 1}`.

use std::time::Duration;

use serde_json::{Map, Value};

use super::{Mistake, only, text};
use crate::fault::{Fault, FaultRule};

/// A pause that is long enough for every test.
const LONGEST: u64 = 600_000;

/// The rule that an object describes.
pub(super) fn rule(object: &Map<String, Value>) -> Result<FaultRule, Mistake> {
    only(object, &["fault", "milliseconds", "bytes", "operation", "times"])?;
    let operation = match object.get("operation") {
        None | Some(Value::Null) => None,
        Some(_) => Some(text(object, "operation")?.to_owned()),
    };
    let times = number(object, "times")?;
    let times = times.map(|times| usize::try_from(times).unwrap_or(usize::MAX));
    Ok(FaultRule { operation, fault: fault(object)?, times })
}

fn fault(object: &Map<String, Value>) -> Result<Fault, Mistake> {
    let needed = |name: &str| {
        number(object, name)?.ok_or_else(|| Mistake(format!("`{name}` is needed with this fault")))
    };
    let pause = || Ok(Duration::from_millis(needed("milliseconds")?.min(LONGEST)));
    Ok(match text(object, "fault")? {
        "latency" => Fault::Latency(pause()?),
        "reset_before" => Fault::ResetBefore,
        "reset_after" => Fault::ResetAfter,
        "truncated" => Fault::Truncated,
        "wrong_signature" => Fault::WrongSignature,
        "missing_signature" => Fault::MissingSignature,
        "unknown_serial" => Fault::UnknownSerial,
        "too_many_requests" => Fault::TooManyRequests,
        "system_error" => Fault::SystemError,
        "bad_gateway" => Fault::BadGateway,
        "accepted" => Fault::Accepted,
        "empty_body" => Fault::EmptyBody,
        "not_utf8" => Fault::NotUtf8,
        "huge_body" => Fault::HugeBody(size(needed("bytes")?)?),
        "slow_drip" => Fault::SlowDrip(pause()?),
        "duplicate" => Fault::Duplicate,
        other => return Err(Mistake(format!("`{other}` is no fault; one is `reset_after`"))),
    })
}

/// A size that fits into memory.
fn size(bytes: u64) -> Result<usize, Mistake> {
    let size = usize::try_from(bytes).ok().filter(|size| *size <= 256 << 20);
    size.ok_or_else(|| Mistake("`bytes` is at most 268435456".to_owned()))
}

fn number(object: &Map<String, Value>, name: &str) -> Result<Option<u64>, Mistake> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value
            .as_u64()
            .map(Some)
            .ok_or_else(|| Mistake(format!("`{name}` is a whole number, not below zero"))),
    }
}
