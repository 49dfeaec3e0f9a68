//! Which documented codes leave it open what became of a request.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use alipay_sdk::ErrorCode;

#[test]
fn codes_whose_advice_says_unknown_count_as_unknown() {
    let advised: Vec<_> = include_str!("../../spec/decisions.yaml")
        .lines()
        .filter_map(|line| line.trim().split_once(": It is unknown whether it was done"))
        .map(|(code, _)| code)
        .collect();
    assert!(advised.len() > 4, "{advised:?}");
    for code in advised {
        assert!(ErrorCode::from(code).is_unknown_outcome(), "{code}");
    }
}

#[test]
fn codes_that_say_what_happened_are_none() {
    for code in ["ACQ.TRADE_NOT_EXIST", "ACQ.BUYER_BALANCE_NOT_ENOUGH", "BALANCE_IS_NOT_ENOUGH"] {
        assert!(!ErrorCode::from(code).is_unknown_outcome(), "{code}");
    }
    for code in ["ACQ.SYSTEM_ERROR", "REQUEST_PROCESSING", "PAY_UNKNOWN", "isp.x", "unknow-error"] {
        assert!(ErrorCode::from(code).is_unknown_outcome(), "{code}");
    }
}
