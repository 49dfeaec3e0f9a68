//! What the code that a buyer shows decides.

use crate::rejection::Rejection;
use crate::request::Checked;
use crate::state::input::invalid;
use crate::state::test_values;

/// How a payment with `alipay.trade.pay` goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Paid at once.
    Paid,
    /// The buyer has to confirm: paid when the test says so, or after this many queries.
    Waits(Option<u32>),
    /// The buyer has not enough money; the trade waits for another code.
    Poor,
    /// The code is no code (any more); there is no trade.
    Invalid,
    /// The response is a system error, although it is paid.
    PaidButError,
    /// The response is a system error; there is no trade.
    NothingButError,
    /// The response is a system error; the trade waits.
    WaitsButError,
}

/// The codes with a meaning; any other of 16 to 24 digits that starts with 25 to 30 pays.
const SPECIAL: [(&str, Outcome); 7] = [
    (test_values::AUTH_CODE_WAITS, Outcome::Waits(None)),
    (test_values::AUTH_CODE_WAITS_FOR_QUERIES, Outcome::Waits(Some(3))),
    (test_values::AUTH_CODE_POOR_BUYER, Outcome::Poor),
    (test_values::AUTH_CODE_INVALID, Outcome::Invalid),
    (test_values::AUTH_CODE_ERROR_BUT_PAID, Outcome::PaidButError),
    (test_values::AUTH_CODE_ERROR, Outcome::NothingButError),
    (test_values::AUTH_CODE_ERROR_BUT_WAITS, Outcome::WaitsButError),
];

impl Outcome {
    /// How this payment goes. Without a code an agreement or a frozen amount pays.
    pub(super) fn read(request: &Checked) -> Result<Self, Rejection> {
        let Some(code) = request.body_text("auth_code") else {
            let others = ["agreement_params", "auth_no", "pay_params", "advance_payment_type"];
            let paid = others.iter().any(|name| request.body.get(name).is_some());
            let missing = || invalid("ACQ.INVALID_PARAMETER", "auth_code is required");
            return paid.then_some(Self::Paid).ok_or_else(missing);
        };
        if let Some((_, outcome)) = SPECIAL.iter().find(|(special, _)| *special == code) {
            return Ok(*outcome);
        }
        let by_bar_code = request.body_text("scene").is_none_or(|scene| scene == "bar_code");
        Ok(if by_bar_code && !is_bar_code(code) { Self::Invalid } else { Self::Paid })
    }
}

fn is_bar_code(code: &str) -> bool {
    let digits = code.bytes().all(|byte| byte.is_ascii_digit());
    let start = code.get(..2).and_then(|start| start.parse().ok()).unwrap_or(0);
    digits && (16..=24).contains(&code.len()) && (25..=30).contains(&start)
}

#[cfg(test)]
mod tests {
    use super::{SPECIAL, is_bar_code};

    #[test]
    fn special_codes_pass_the_checks_of_clients() {
        assert!(SPECIAL.iter().all(|(code, _)| is_bar_code(code)));
    }

    #[test]
    fn what_is_no_bar_code_does_not_pay() {
        assert!(is_bar_code("2512345678901234") && is_bar_code("301234567890123456789012"));
        for code in [
            "",
            "2",
            "241234567890123456",
            "311234567890123456",
            "25123456789012x4",
            "251234567890123",
            "2512345678901234567890123",
            "２５１２３４５６",
        ] {
            assert!(!is_bar_code(code), "{code}");
        }
    }
}
