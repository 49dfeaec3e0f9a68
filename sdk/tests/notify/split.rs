//! One signed text, and several forms that have it.

use alipay_sdk::notify::NotificationError;

use crate::post::{
    APP_ID, Parameter, body, paid, signature, signed, text, verified, verifier, with,
};

/// What the verifier makes of a form with the signature of another text.
fn outcome(form: &[Parameter<'_>], signed_text: &[u8]) -> NotificationError {
    let mut own = form.to_vec();
    own.retain(|(name, _)| *name != "sign_type");
    assert_eq!(text(&own), signed_text, "the same text");
    verifier().any_app_id().verify(&body(form, &signature(signed_text))).expect_err("rejected")
}

#[test]
fn a_notification_cannot_be_split_again_by_names_that_hold_others() {
    // The merchant's own trade; the title holds a victim's.
    let mut own = with([
        ("app_id", b"2021000000000000"),
        ("subject", b"x&total_amount=8888.00&trade_status=TRADE_SUCCESS"),
    ]);
    own.retain(|(name, _)| *name != "sign_type");
    let text = text(&own);
    let title = String::from_utf8(text.clone()).expect("UTF-8");
    let (name, value) = title.split_at(title.find("&out_trade_no").expect("a number"));
    let name = format!("{name}&out_trade_no");
    let value = value.strip_prefix("&out_trade_no=").expect("a value");
    let error = outcome(&[(&name, value.as_bytes())], &text);
    assert!(matches!(error, NotificationError::Name { .. }), "{error}");
}

#[test]
fn a_value_cannot_swallow_the_parameters_behind_it() {
    let title = "x&total_amount=8888.00&trade_no=2&trade_status=TRADE_SUCCESS&z=";
    let mut own = with([("subject", title.as_bytes()), ("trade_status", b"WAIT_BUYER_PAY")]);
    own.retain(|(name, _)| *name != "sign_type");
    let text = text(&own);
    assert!(matches!(
        verifier().verify(&signed(&own)).expect_err("rejected"),
        NotificationError::Ambiguous { name, inner: "total_amount" } if name == "subject"
    ));

    let swallowed = "&total_amount=88.88&trade_no=2026061622001473700000000001\
                     &trade_status=WAIT_BUYER_PAY";
    let split = with([
        ("subject", b"x"),
        ("total_amount", b"8888.00"),
        ("trade_no", b"2"),
        ("trade_status", b"TRADE_SUCCESS"),
        ("z", swallowed.as_bytes()),
    ]);
    let error = outcome(&split, &text);
    let expected = NotificationError::Ambiguous { name: "z".to_owned(), inner: "total_amount" };
    assert_eq!(error, expected);
}

#[test]
fn another_application_cannot_be_put_behind_the_serial() {
    let title = format!("x&app_id={APP_ID}");
    let genuine: [Parameter<'_>; 3] =
        [("alipay_cert_sn", b"1f"), ("app_id", b"2021000000000000"), ("subject", title.as_bytes())];
    let split: [Parameter<'_>; 2] = [
        ("alipay_cert_sn", b"1f&app_id=2021000000000000&subject=x"),
        ("app_id", APP_ID.as_bytes()),
    ];
    let error = outcome(&split, &text(&genuine));
    assert!(matches!(error, NotificationError::Ambiguous { inner: "app_id", .. }), "{error}");
}

#[test]
fn what_the_platform_allows_in_free_text_is_accepted() {
    for (name, value) in [
        ("body", "https://shop.example/?a=1&subject=2&page=3"),
        ("subject", "50% + 1 & more = x"),
        ("subject", "tea&milk=1"),
        ("biz_content", "{\"url\":\"https://shop.example/?a=1&trade_no=2\"}"),
    ] {
        let notification = verified(&with([(name, value.as_bytes())]));
        assert_eq!(notification.get(name), Some(value));
    }
    let hidden = signed(&with([("body", b"x&refund_fee=1")]));
    let error = verifier().verify(&hidden).expect_err("rejected");
    assert!(matches!(error, NotificationError::Ambiguous { inner: "refund_fee", .. }), "{error}");
}

#[test]
fn what_nobody_signed_is_dropped() {
    let unsigned: [Parameter<'_>; 3] =
        [("refund_fee", b""), ("gmt_refund", b""), ("any_other", b"")];
    let form = with(unsigned);
    let mut signed_ones = paid();
    signed_ones.retain(|(name, _)| *name != "sign_type");
    let notification = verifier().verify(&body(&form, &signature(&text(&signed_ones))));
    assert_eq!(notification.expect("genuine"), {
        let genuine = verifier().verify(&signed(&paid()));
        genuine.expect("genuine")
    });
}

#[test]
fn texts_of_other_protocols_are_no_notification() {
    for (signed_text, form) in [
        // A response of v3, and one of the v2 gateway.
        (
            "1700000000000\nnonce\n{\"subject\":\"x&trade_no=1\"}\n",
            vec![("1700000000000\nnonce\n{\"subject\":\"x&trade_no", &b"1\"}\n"[..])],
        ),
        ("{\"a\":\"x&app_id=1\"}", vec![("{\"a\":\"x&app_id", &b"1\"}"[..])]),
    ] {
        let error = outcome(&form, signed_text.as_bytes());
        assert!(matches!(error, NotificationError::Name { .. }), "{error}");
    }
}
