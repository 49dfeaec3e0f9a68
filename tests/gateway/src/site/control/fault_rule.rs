//! Rules for faults as JSON: `{"fault": "latency", "milliseconds": 50, "operation": "…", "times":
//! 1}`.

use std::time::Duration;

use serde_json::{Map, Value};

use super::input::{Mistake, check_names, optional_number, required_text};
use crate::fault::{Fault, FaultRule};

/// A pause that is long enough for every test.
const LONGEST: u64 = 600_000;

/// The rule that an object describes.
pub(super) fn read(object: &Map<String, Value>) -> Result<FaultRule, Mistake> {
    check_names(object, &["fault", "milliseconds", "bytes", "operation", "times"])?;
    let operation = match object.get("operation") {
        None | Some(Value::Null) => None,
        Some(_) => Some(required_text(object, "operation")?.to_owned()),
    };
    let times =
        optional_number(object, "times")?.map(|times| usize::try_from(times).unwrap_or(usize::MAX));
    Ok(FaultRule { operation, fault: fault(object)?, times })
}

fn fault(object: &Map<String, Value>) -> Result<Fault, Mistake> {
    let needed = |name: &str| {
        optional_number(object, name)?
            .ok_or_else(|| Mistake(format!("`{name}` is missing: this fault needs it")))
    };
    let pause = || Ok(Duration::from_millis(needed("milliseconds")?.min(LONGEST)));
    Ok(match required_text(object, "fault")? {
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
        other => {
            return Err(Mistake(format!(
                "`{other}` is not a fault: pass one such as `reset_after`"
            )));
        }
    })
}

/// A size that fits into memory.
fn size(bytes: u64) -> Result<usize, Mistake> {
    let size = usize::try_from(bytes).ok().filter(|size| *size <= 256 << 20);
    size.ok_or_else(|| Mistake("`bytes` must be at most 268435456".to_owned()))
}
