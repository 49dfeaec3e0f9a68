//! What a notification tells.

use alipay_sdk::Amount;
use alipay_sdk::notify::{Event, NotificationError, TradeNotification, TradeStatus};

use crate::post::{Parameter, paid, verified, with};

fn trade(parameters: &[Parameter<'_>]) -> Result<TradeNotification, NotificationError> {
    match verified(parameters).event()? {
        Event::Trade(trade) => Ok(*trade),
        other => panic!("no trade: {other:?}"),
    }
}

#[test]
fn a_trade_is_read_with_its_amounts_and_bills() {
    let trade = trade(&with([
        ("receipt_amount", b"80.00"),
        ("point_amount", b"0.00"),
        ("fund_bill_list", br#"[{"amount":"80.00","fundChannel":"PCREDIT"}]"#),
        ("passback_params", b"a%3d1%26b%3d2"),
        ("buyer_open_id", b""),
    ]));
    let trade = trade.expect("a trade");
    assert_eq!(trade.total_amount, Amount::from_fen(8888));
    assert_eq!(trade.receipt_amount, Some(Amount::from_fen(8000)));
    assert_eq!(trade.trade_status, TradeStatus::Success);
    assert_eq!((trade.is_paid(), trade.is_refund()), (true, false));
    assert_eq!(trade.fund_bills[0].channel, "PCREDIT");
    assert_eq!(trade.fund_bills[0].amount, Amount::from_fen(8000));
    assert_eq!(trade.passback_params.as_deref(), Some("a=1&b=2"));
    assert_eq!((trade.buyer_open_id, trade.refund_fee), (None, None));
}

#[test]
fn only_success_and_finished_are_paid() {
    for (status, paid) in [
        ("WAIT_BUYER_PAY", false),
        ("TRADE_SUCCESS", true),
        ("TRADE_FINISHED", true),
        ("TRADE_CLOSED", false),
        ("TRADE_PENDING", false),
    ] {
        let trade = trade(&with([("trade_status", status.as_bytes())])).expect("a trade");
        assert_eq!((trade.is_paid(), trade.trade_status.as_str()), (paid, status));
    }
}

#[test]
fn a_partial_refund_is_told_from_a_payment() {
    let refund = with([("refund_fee", b"8.88"), ("gmt_refund", b"2026-06-16 15:00:00.123")]);
    let refund = trade(&refund).expect("a trade");
    assert_eq!((refund.is_paid(), refund.is_refund()), (true, true));
    assert!(!trade(&with([("refund_fee", b"0.00")])).expect("a trade").is_refund());
}

#[test]
fn what_says_which_order_is_paid_must_be_readable() {
    for (name, value) in
        [("total_amount", "88.888"), ("total_amount", ""), ("out_trade_no", ""), ("trade_no", "")]
    {
        let error = trade(&with([(name, value.as_bytes())])).expect_err("not readable");
        assert!(error.to_string().contains(&format!("`{name}`")), "{error}");
    }
}

#[test]
fn nothing_else_keeps_a_payment_from_being_read() {
    let odd: [Parameter<'_>; 9] = [
        ("receipt_amount", b"-1"),
        ("buyer_pay_amount", b"null"),
        ("invoice_amount", b"88.888"),
        ("point_amount", b"x"),
        ("fund_bill_list", br#"[{"amount":88.88}]"#),
        ("passback_params", b"%ff"),
        ("voucher_detail_list", b"{"),
        ("gmt_payment", b"yesterday"),
        ("buyer_id", b"?"),
    ];
    let notification = verified(&with(odd));
    let Ok(Event::Trade(trade)) = notification.event() else { panic!("no trade") };
    assert!(trade.is_paid() && !trade.is_refund());
    assert_eq!((trade.receipt_amount, trade.passback_params), (None, None));
    assert!(trade.fund_bills.is_empty());
    assert_eq!(notification.get("receipt_amount"), Some("-1"));
}

#[test]
fn a_refund_of_an_odd_amount_is_no_payment() {
    assert!(trade(&with([("refund_fee", b"8.888")])).expect("a trade").is_refund());
}

#[test]
fn what_the_order_gave_along_is_decoded_as_a_form_is() {
    for (sent, decoded) in [("a+b%2Bc%3d1", "a b+c=1"), ("%E4%B8%AD", "中"), ("100%", "100%")] {
        let trade = trade(&with([("passback_params", sent.as_bytes())])).expect("a trade");
        assert_eq!(trade.passback_params.as_deref(), Some(decoded));
    }
}

#[test]
fn a_message_is_no_trade_and_anything_else_is_neither() {
    let message = with([
        ("msg_method", b"alipay.open.auth.appauth.cancelled"),
        ("biz_content", br#"{"auth_app_id":"1"}"#),
        ("utc_timestamp", b"1781590000123"),
    ]);
    let Ok(Event::Message(message)) = verified(&message).event() else { panic!("no message") };
    assert_eq!(message.method, "alipay.open.auth.appauth.cancelled");
    assert_eq!(message.content, r#"{"auth_app_id":"1"}"#);
    assert_eq!(message.sent_at, Some(1_781_590_000_123));
    let mut other = paid();
    other.retain(|(name, _)| *name != "trade_status");
    assert_eq!(verified(&other).event(), Ok(Event::Other));
}
