//! Which documented codes leave it open what became of a request.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;

use alipay_sdk::ErrorCode;

/// The list holds what the words select today. When this fails, read the codes that are new and add
/// them, or mend the words in `ErrorCode::is_unknown_outcome`.
#[test]
fn the_codes_of_an_unknown_outcome_are_those_of_the_list() {
    let reviewed: BTreeSet<_> = include_str!("fixtures/unknown_outcome.txt").lines().collect();
    let documented: BTreeSet<_> = alipay_sdk::operation::all()
        .flat_map(|operation| operation.error_codes)
        .copied()
        .filter(|code| ErrorCode::from(*code).is_unknown_outcome())
        .collect();
    assert_eq!(documented.difference(&reviewed).collect::<Vec<_>>(), Vec::<&&str>::new());
    assert_eq!(reviewed.difference(&documented).collect::<Vec<_>>(), Vec::<&&str>::new());
}

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
