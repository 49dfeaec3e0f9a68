//! The clock of this machine beside that of the platform.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::DATE;

use super::check::Check;

/// From here on it is worth a look.
const ODD: Duration = Duration::from_secs(60);

/// From here on the platform may reject requests.
const WRONG: Duration = Duration::from_secs(5 * 60);

/// What the header `Date` of a response says.
pub(super) fn check(headers: Option<&HeaderMap>, now: SystemTime) -> Check {
    const NAME: &str = "clock";

    let date = headers.and_then(|headers| headers.get(DATE)?.to_str().ok());
    let Some(date) = date.and_then(|date| httpdate::parse_http_date(date).ok()) else {
        return Check::skipped(NAME, "no response contains the platform's time");
    };
    let (off, side) = match now.duration_since(date) {
        Ok(ahead) => (ahead, "ahead of"),
        Err(behind) => (behind.duration(), "behind"),
    };
    let finding = format!("{} s {side} the platform's clock", off.as_secs());
    let advice = "set the clock of this machine by NTP";
    if off >= WRONG {
        Check::problem(NAME, finding, advice)
    } else if off >= ODD {
        Check::warning(NAME, finding, advice)
    } else {
        Check::ok(NAME, "agrees with the platform's clock within a minute")
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::Verdict;
    use super::*;

    #[test]
    fn a_clock_that_is_off_is_told_with_its_side() {
        let date = httpdate::parse_http_date("Thu, 26 Nov 2026 10:00:00 GMT").expect("a date");
        let headers = HeaderMap::from_iter([(
            DATE,
            "Thu, 26 Nov 2026 10:00:00 GMT".parse().expect("a value"),
        )]);
        for (seconds, verdict) in
            [(0, Verdict::Ok), (61, Verdict::Warning), (301, Verdict::Problem)]
        {
            let off = Duration::from_secs(seconds);
            for (now, side) in [(date + off, "ahead of"), (date - off, "behind")] {
                let check = super::check(Some(&headers), now);
                assert_eq!(check.verdict, verdict, "{check:?}");
                assert!(seconds == 0 || check.finding.contains(side), "{check:?}");
            }
        }
        assert_eq!(super::check(None, date).verdict, Verdict::Skipped);
    }
}
