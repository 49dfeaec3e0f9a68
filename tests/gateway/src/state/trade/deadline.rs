//! Until when a trade can be paid.

use time::{Duration, OffsetDateTime};

use crate::clock;
use crate::rejection::Rejection;
use crate::request::Checked;
use crate::state::input::invalid;

const INVALID: &str = "ACQ.INVALID_PARAMETER";

/// How long buyers at a counter have, when the order does not say.
const COUNTER: Duration = Duration::hours(3);

/// How long all others have.
const LONGEST: Duration = Duration::days(15);

/// How long a QR code can be scanned, whatever the order says.
const QR_CODE: Duration = Duration::hours(2);

/// When a trade is closed, unless it is paid before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Deadline {
    pub(super) trade: OffsetDateTime,
    /// When a QR code that nobody has scanned is worth nothing any more.
    pub(super) qr_code: OffsetDateTime,
}

impl Deadline {
    /// What an order says that is placed now. `time_expire` comes before `timeout_express`.
    pub(super) fn read(request: &Checked, now: OffsetDateTime) -> Result<Self, Rejection> {
        let trade = match (request.body_text("time_expire"), timeout(request, "timeout_express")) {
            (Some(text), _) => clock::parse(text).filter(|time| *time > now).ok_or_else(|| {
                invalid(INVALID, "time_expire as yyyy-MM-dd HH:mm:ss, later than now")
            })?,
            (None, Some(timeout)) => timeout(now)?,
            (None, None) => now.saturating_add(default(&request.operation.id)),
        };
        let longest = now.saturating_add(QR_CODE).min(trade);
        let qr_code = match timeout(request, "qr_code_timeout_express") {
            Some(timeout) => timeout(now)?.min(longest),
            None => longest,
        };
        Ok(Self { trade, qr_code })
    }
}

fn default(operation: &str) -> Duration {
    match operation {
        "alipay.trade.pay" | "alipay.trade.precreate" => COUNTER,
        _ => LONGEST,
    }
}

/// A timeout of the order: from a moment to its end.
fn timeout<'a>(
    request: &'a Checked,
    name: &'a str,
) -> Option<impl Fn(OffsetDateTime) -> Result<OffsetDateTime, Rejection> + 'a> {
    let text = request.body_text(name)?;
    let expected = move || format!("{name} from 1m to 15d, in whole m, h or d, or 1c");
    Some(move |now| end(text, now).ok_or_else(|| invalid(INVALID, expected())))
}

/// The end of a timeout that starts now: `90m`, `3h`, `15d`; `1c` ends with the day.
fn end(text: &str, now: OffsetDateTime) -> Option<OffsetDateTime> {
    if text == "1c" {
        return clock::day(now).next_day().map(clock::midnight);
    }
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let number = number.parse::<u32>().ok().filter(|_| digits)?;
    let wait = match unit {
        "m" => Duration::minutes(number.into()),
        "h" => Duration::hours(number.into()),
        "d" => Duration::days(number.into()),
        _ => return None,
    };
    (Duration::minutes(1)..=LONGEST).contains(&wait).then(|| now.saturating_add(wait))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timeouts_end_where_the_documents_say() {
        let now = clock::parse("2026-06-16 23:30:00").unwrap();
        for (text, expected) in [
            ("1m", "2026-06-16 23:31:00"),
            ("90m", "2026-06-17 01:00:00"),
            ("3h", "2026-06-17 02:30:00"),
            ("15d", "2026-07-01 23:30:00"),
            ("1c", "2026-06-17 00:00:00"),
        ] {
            assert_eq!(end(text, now).map(clock::in_china).as_deref(), Some(expected), "{text}");
        }
        for text in
            ["", "m", "0m", "1.5h", "16d", "361h", "+1m", "1s", "2c", "1", "99999999999m", "1分"]
        {
            assert_eq!(end(text, now), None, "{text}");
        }
    }
}
