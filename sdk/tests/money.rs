//! No fen is lost or made up between texts and numbers, over the whole range; and numbers of
//! payments are what the platform takes.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;

use alipay_sdk::{
    Amount, AmountError, Currency, Money, OutBizNo, OutRequestNo, OutTradeNo, TradeNo,
    signed_amount,
};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Any amount, and more often than by chance one beside a limit.
fn fen() -> impl Strategy<Value = i64> {
    prop_oneof![
        any::<i64>(),
        -1_000_i64..1_000,
        (0_i64..1_000).prop_map(|below| i64::MAX - below),
        (0_i64..1_000).prop_map(|above| i64::MIN + above),
        (0_u32..19, -2_i64..3).prop_map(|(power, beside)| 10_i64.pow(power) + beside),
    ]
}

/// What a text in yuan is worth, by another way than the SDK's.
fn worth(text: &str) -> Option<i128> {
    let (yuan, fen) = text.split_once('.').unwrap_or((text, "00"));
    Some(yuan.parse::<i128>().ok()? * 100 + format!("{fen:0<2}").parse::<i128>().ok()?)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_amount_is_read_back_from_its_text(fen in fen()) {
        let amount = Amount::from_fen(fen);
        let text = amount.to_string();
        prop_assert_eq!(Amount::parse_signed(&text), Ok(amount));
        prop_assert_eq!(text.parse::<Amount>().is_ok(), fen >= 0);
        prop_assert_eq!(String::from(amount), text.clone());
        let (_, decimals) = text.split_once('.').unwrap();
        prop_assert_eq!(decimals.len(), 2);
    }

    #[test]
    fn serde_reads_what_it_wrote_and_lets_no_sign_through(fen in fen()) {
        let amount = Amount::from_fen(fen);
        let text = Value::String(amount.to_string());
        let signed = signed_amount::serialize(&amount, serde_json::value::Serializer).unwrap();
        prop_assert_eq!(&signed, &text);
        prop_assert_eq!(signed_amount::deserialize(signed).unwrap(), amount);
        prop_assert_eq!(serde_json::to_value(amount).ok(), (fen >= 0).then_some(text.clone()));
        let read = serde_json::from_value::<Amount>(text).ok();
        prop_assert_eq!(read, (fen >= 0).then_some(amount));
    }

    #[test]
    fn a_changed_character_gives_the_changed_amount_or_none(
        fen in fen(),
        at in any::<prop::sample::Index>(),
        character in prop_oneof!["[0-9. +,eE_-]", any::<char>().prop_map(String::from)],
        way in 0..3,
    ) {
        let mut text = Amount::from_fen(fen.saturating_abs()).to_string();
        let at = at.index(text.len());
        match way {
            0 => text.replace_range(at..=at, &character),
            1 => text.insert_str(at, &character),
            _ => drop(text.remove(at)),
        }
        if let Ok(amount) = text.parse::<Amount>() {
            prop_assert_eq!(Some(i128::from(amount.fen())), worth(&text));
            let printed = amount.to_string();
            let filled = match text.split_once('.') {
                None => format!("{text}.00"),
                Some((_, fen)) => format!("{text}{}", "0".repeat(2 - fen.len())),
            };
            prop_assert_eq!(printed, filled);
        }
    }

    #[test]
    fn any_text_is_read_exactly_or_refused(text in "[-+]?[0-9]{0,20}\\.?[0-9]{0,3}") {
        let plain = text.bytes().next().is_some_and(|byte| byte.is_ascii_digit());
        let ends = !text.ends_with('.');
        let short = text.split_once('.').is_none_or(|(_, fen)| fen.len() <= 2);
        let lean = !text.starts_with('0') || text.split('.').next() == Some("0");
        let fits = worth(&text).is_some_and(|fen| i64::try_from(fen).is_ok());
        let expected = plain && ends && short && lean && fits;
        prop_assert_eq!(text.parse::<Amount>().is_ok(), expected, "{}", text);
    }

    #[test]
    fn sums_are_right_or_none(first in fen(), second in fen()) {
        let (a, b) = (Amount::from_fen(first), Amount::from_fen(second));
        let exact = |sum: i128| i64::try_from(sum).ok().map(Amount::from_fen);
        let (first, second) = (i128::from(first), i128::from(second));
        prop_assert_eq!(a.checked_add(b), exact(first + second));
        prop_assert_eq!(Amount::checked_sum([a, b]), exact(first + second));
        prop_assert_eq!(a.checked_sub(b), exact(first - second));
        prop_assert_eq!(a.checked_mul(b.fen()), exact(first * second));
    }

    #[test]
    fn other_currencies_are_read_back_with_their_own_decimals(
        units in 0..=i64::MAX,
        code in prop::sample::select(vec!["USD", "JPY", "KRW", "KWD", "CNY"]),
    ) {
        let currency = code.parse::<Currency>().unwrap();
        let money = Money::from_minor_units(units, currency);
        prop_assert_eq!(Money::parse(&money.amount(), currency), Ok(money));
        let decimals = money.amount().split_once('.').map_or(0, |(_, fraction)| fraction.len());
        prop_assert_eq!(decimals, usize::from(currency.decimals()));
    }

    #[test]
    fn numbers_are_one_to_64_letters_digits_and_underscores(text in "[a-zA-Z0-9_]{0,70}|\\PC{0,70}") {
        let good = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let expected = (1..=64).contains(&text.len()) && text.bytes().all(good);
        prop_assert_eq!(TradeNo::try_from(text.as_str()).is_ok(), expected);
        prop_assert_eq!(serde_json::from_value::<OutTradeNo>(json!(text)).is_ok(), expected);
        if let Ok(number) = OutBizNo::try_from(text.as_str()) {
            prop_assert_eq!(serde_json::to_value(&number).unwrap(), json!(text));
            prop_assert_eq!(number.to_string(), text.clone());
            prop_assert_eq!(String::from(number), text);
        }
    }
}

#[test]
fn what_the_platform_writes_is_read() {
    for (text, fen) in [
        ("88.88", 8888),
        ("88.8", 8880),
        ("88", 8800),
        ("0.01", 1),
        ("0", 0),
        ("0.00", 0),
        ("100000000.00", 10_000_000_000),
        ("92233720368547758.07", i64::MAX),
    ] {
        assert_eq!(text.parse(), Ok(Amount::from_fen(fen)), "{text}");
    }
    assert_eq!(Amount::parse_signed("-92233720368547758.08"), Ok(Amount::from_fen(i64::MIN)));
    assert_eq!(Amount::parse_signed("+0.5"), Ok(Amount::from_fen(50)));
    assert_eq!(Amount::parse_signed("-0.00"), Ok(Amount::ZERO));
}

#[test]
fn what_is_no_amount_is_refused() {
    for text in [
        "",
        ".",
        "+",
        "-",
        "1.",
        ".5",
        "-.5",
        "+1",
        "-1",
        " 1",
        "1 ",
        "1\n",
        "\u{a0}1",
        "1e3",
        "1E3",
        "0x1",
        "1_000",
        "1,000.00",
        "1,5",
        "1.2.3",
        "1..2",
        "１",
        "８８.８８",
        "1．5",
        "٣",
        "一",
        "NaN",
        "inf",
        "¥1",
        "1元",
        "1\0",
    ] {
        assert_eq!(text.parse::<Amount>(), Err(AmountError::NotDecimal), "{text:?}");
    }
    for text in ["--1", "+-1", "- 1", "-", "1-", "-1e1", "−1"] {
        assert_eq!(Amount::parse_signed(text), Err(AmountError::NotDecimal), "{text:?}");
    }
    for text in ["00", "01", "00.10", "0088.88"] {
        assert_eq!(text.parse::<Amount>(), Err(AmountError::LeadingZero), "{text:?}");
    }
    for text in ["1.234", "0.001", "1.000"] {
        let expected = Err(AmountError::TooManyDecimals { allowed: 2 });
        assert_eq!(text.parse::<Amount>(), expected, "{text:?}");
    }
    for text in ["92233720368547758.08", "92233720368547759", "184467440737095516.16"] {
        assert_eq!(text.parse::<Amount>(), Err(AmountError::TooLarge), "{text:?}");
    }
    assert_eq!("9".repeat(400).parse::<Amount>(), Err(AmountError::TooLarge));
    assert_eq!(Amount::parse_signed("-92233720368547758.09"), Err(AmountError::TooLarge));
}

#[test]
fn numbers_in_json_are_no_amounts() {
    for json in ["88.88", "88", "-1", "1e2", "null", "true", "[]", r#""88.888""#, r#""-1""#] {
        assert!(serde_json::from_str::<Amount>(json).is_err(), "{json}");
    }
    let error = serde_json::from_str::<Amount>("88.5").unwrap_err().to_string();
    assert!(error.contains("as text, such as \"88.88\""), "{error}");
}

#[test]
fn currencies_do_not_mix_and_are_not_guessed() {
    let money = |units, code: &str| Money::from_minor_units(units, code.parse().unwrap());
    assert_eq!(money(1, "USD").checked_add(money(2, "USD")), Some(money(3, "USD")));
    assert_eq!(money(1, "USD").checked_sub(money(2, "USD")), Some(money(-1, "USD")));
    assert_eq!(money(1, "USD").checked_add(money(2, "EUR")), None);
    assert_eq!(money(1, "USD").checked_sub(money(2, "EUR")), None);
    assert_eq!(money(i64::MAX, "USD").checked_add(money(1, "USD")), None);
    assert_eq!(Money::from(Amount::from_fen(5)), money(5, "CNY"));
    for (text, code) in [("1.5", "JPY"), ("1.0", "KRW"), ("1.234", "USD"), ("1.2345", "KWD")] {
        let read = Money::parse(text, code.parse().unwrap());
        assert!(matches!(read, Err(AmountError::TooManyDecimals { .. })), "{text} {code}");
    }
    for code in ["", "usd", "USD ", "US", "XXX", "BTC", "RMB", "１２３"] {
        assert!(code.parse::<Currency>().is_err(), "{code}");
    }
}

#[test]
fn generated_numbers_differ_and_fit() {
    let numbers: Vec<_> = (0..10_000).map(|_| OutTradeNo::generate()).collect();
    assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len());
    assert!(numbers.iter().all(|number| OutTradeNo::try_from(number.as_str()).is_ok()));

    let refund = OutRequestNo::generate_with_prefix("shop1_").unwrap();
    assert!(refund.as_str().starts_with("shop1_"), "{refund}");
    assert_eq!(OutBizNo::generate_with_prefix(&"p".repeat(32)).unwrap().as_str().len(), 64);
    for prefix in ["p".repeat(33), "shop-1".to_owned(), "店".to_owned()] {
        assert!(OutBizNo::generate_with_prefix(&prefix).is_err(), "{prefix}");
    }
}

#[test]
fn errors_do_not_repeat_what_was_read() {
    let error = OutTradeNo::try_from("13800138000 ").unwrap_err().to_string();
    assert!(error.starts_with("out_trade_no ") && !error.contains("138"), "{error}");
    let error = "13800138000x".parse::<Amount>().unwrap_err().to_string();
    assert!(!error.contains("138"), "{error}");
}
