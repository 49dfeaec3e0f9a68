//! One piece of work for one fact about a trade, whichever message tells it.

use std::sync::atomic::{AtomicU32, Ordering};

use alipay_sdk::notify::{
    ByMessage, Event, Fact, HandleError, Handled, Notification, NotificationVerifier, OnceKey,
    TradeFact, handle_once,
};
use alipay_sdk::store::MemoryStore;
use alipay_sdk::{Amount, PublicKey};

use crate::post::{Parameter, paid, signed, verified, with};

/// The notification when the trade was finished, months after `TRADE_SUCCESS`.
const FINISHED: [&str; 2] = [
    include_str!("../fixtures/cases/notify_N15.txt"),
    include_str!("../fixtures/cases/notify_N15b.txt"),
];

fn verifier() -> NotificationVerifier {
    let key = include_str!("../../../tests/vectors/keys/alipay_public.spki.pem");
    NotificationVerifier::new(PublicKey::parse(key).expect("a key"), "2021000000000000")
}

async fn handle(store: &MemoryStore, key: &impl OnceKey, count: &AtomicU32) -> Handled {
    let work = async {
        count.fetch_add(1, Ordering::SeqCst);
        Ok::<(), String>(())
    };
    handle_once(store, key, work).await.expect("handled")
}

fn fact(notification: &Notification) -> Option<Fact> {
    let Ok(Event::Trade(trade)) = notification.event() else { panic!("no trade") };
    assert_eq!(
        notification.trade_fact().expect("a number").map(|told| told.fact),
        trade.fact().cloned()
    );
    trade.fact().cloned()
}

fn told(parameters: &[Parameter<'_>]) -> Option<Fact> {
    fact(&verified(parameters))
}

#[tokio::test]
async fn a_trade_that_is_finished_months_later_is_not_paid_once_more() {
    let (store, count) = (MemoryStore::new(), AtomicU32::new(0));
    let success = with([
        ("app_id", b"2021000000000000"),
        ("out_trade_no", b"T1"),
        ("trade_no", b"2026112522001400001"),
        ("notify_id", b"2026112500222100005001"),
    ]);
    let success = verifier().verify(&signed(&success)).expect("genuine");
    assert_eq!(handle(&store, &success, &count).await, Handled::Now);
    for body in FINISHED {
        let finished = verifier().verify(body.trim().as_bytes()).expect("genuine");
        assert_eq!(finished.get("trade_status"), Some("TRADE_FINISHED"));
        assert_eq!(fact(&finished), Some(Fact::Paid));
        let Ok(Event::Trade(trade)) = finished.event() else { panic!("no trade") };
        assert!(trade.is_paid() && !trade.is_refund());
        assert_eq!(handle(&store, &finished, &count).await, Handled::Before);
    }
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_trade_that_is_finished_at_once_is_paid() {
    let (store, count) = (MemoryStore::new(), AtomicU32::new(0));
    let finished = verifier().verify(FINISHED[0].trim().as_bytes()).expect("genuine");
    assert_eq!(handle(&store, &finished, &count).await, Handled::Now);
}

#[tokio::test]
async fn a_query_and_a_notification_lead_to_the_work_once() {
    let (store, count) = (MemoryStore::new(), AtomicU32::new(0));
    let asked = TradeFact::new("2026061622001473700000000001", Fact::Paid);
    assert_eq!(handle(&store, &asked, &count).await, Handled::Now);
    assert_eq!(handle(&store, &verified(&paid()), &count).await, Handled::Before);
}

#[tokio::test]
async fn each_refund_is_a_fact_of_its_own() {
    let (store, count) = (MemoryStore::new(), AtomicU32::new(0));
    let refund = |id: &'static str, number: &'static str, total: &'static str| {
        verified(&with([
            ("notify_id", id.as_bytes()),
            ("out_biz_no", number.as_bytes()),
            ("refund_fee", total.as_bytes()),
            ("gmt_refund", b"2026-06-16 15:00:00.123"),
        ]))
    };
    assert_eq!(handle(&store, &verified(&paid()), &count).await, Handled::Now);
    for (id, number, total, expected) in [
        ("2", "r1", "8.88", Handled::Now),
        ("3", "r2", "10.00", Handled::Now),
        // The same refund under another id.
        ("4", "r2", "10.00", Handled::Before),
        // Without its number the total tells it from others.
        ("5", "", "11.00", Handled::Now),
        ("6", "", "11.00", Handled::Before),
        ("7", "", "12.00", Handled::Now),
    ] {
        let handled = handle(&store, &refund(id, number, total), &count).await;
        assert_eq!(handled, expected, "{id}");
    }
    assert_eq!(count.load(Ordering::SeqCst), 5);
}

#[test]
fn a_state_tells_the_fact_that_the_platform_documents() {
    let closed: [Parameter<'_>; 1] = [("trade_status", b"TRADE_CLOSED")];
    assert_eq!(told(&paid()), Some(Fact::Paid));
    assert_eq!(told(&with(closed)), Some(Fact::Closed));
    // Refunded in full.
    let refunded = with([closed[0], ("out_biz_no", b"r/1"), ("refund_fee", b"88.88")]);
    let all = Fact::Refunded { number: Some("r/1".into()), total: Some(Amount::from_fen(8_888)) };
    assert_eq!(told(&refunded), Some(all));
    assert_eq!(told(&with([("trade_status", b"WAIT_BUYER_PAY")])), None);
    assert_eq!(told(&with([("trade_status", b"TRADE_PENDING")])), None);
    // A refund that nothing tells from others is handled by its message.
    let odd = verified(&with([("refund_fee", b"8.888")]));
    assert_eq!(fact(&odd), None);
    assert_eq!(odd.once_key(), ByMessage(&odd).once_key());
    assert_eq!(told(&with([("refund_fee", b"0.00")])), Some(Fact::Paid));
}

#[test]
fn facts_of_different_trades_and_kinds_have_different_keys() {
    let key = |trade_no: &str, fact: Fact| TradeFact::new(trade_no, fact).once_key();
    let refunded = |number: &str| Fact::Refunded { number: Some(number.into()), total: None };
    let in_all = Fact::Refunded { number: None, total: Some(Amount::from_fen(100)) };
    let keys = [
        key("1", Fact::Paid),
        key("2", Fact::Paid),
        key("1", Fact::Closed),
        key("1", refunded("paid")),
        key("1", refunded("1.00")),
        key("1", in_all),
    ];
    let distinct: std::collections::BTreeSet<_> =
        keys.iter().map(|key| key.clone().expect("a key")).collect();
    assert_eq!(distinct.len(), keys.len());
}

#[tokio::test]
async fn work_for_each_message_is_done_for_each_message() {
    let (store, count) = (MemoryStore::new(), AtomicU32::new(0));
    let (success, finished) = (verified(&paid()), with([("notify_id", b"2")]));
    let finished = verified(&finished);
    for expected in [Handled::Now, Handled::Before] {
        assert_eq!(handle(&store, &ByMessage(&success), &count).await, expected);
        assert_eq!(handle(&store, &ByMessage(&finished), &count).await, expected);
    }
}

#[tokio::test]
async fn a_fact_about_a_trade_without_a_number_is_not_handled() {
    let nameless = verified(&with([("trade_no", b"")]));
    let result = handle_once(&MemoryStore::new(), &nameless, async { Err("done") }).await;
    let Err(HandleError::NoId(error)) = result else { panic!("{result:?}") };
    assert!(error.to_string().contains("`trade_no`"), "{error}");
}
