//! What a store keeps of flows, and what is said when it fails.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use alipay_sdk::store::{StoreError, StoreErrorKind, Stored};

use super::forged::authentic;
use super::through::{Act, Through, Way};
use super::*;

fn with(store: impl IdempotencyStore, steps: impl IntoIterator<Item = Step>) -> Bench {
    let mut bench = Bench::new(steps);
    bench.flows = bench.flows.store(store);
    bench
}

/// The ends of work that a store does not keep for a while.
struct Failing {
    inner: MemoryStore,
    kind: StoreErrorKind,
    times: AtomicU32,
}

impl Failing {
    fn new(kind: StoreErrorKind, times: u32) -> Arc<Through<Self>> {
        Arc::new(Through(Self { inner: MemoryStore::new(), kind, times: times.into() }))
    }
}

impl Way for Failing {
    fn store(&self) -> &dyn IdempotencyStore {
        &self.inner
    }

    fn reach<'a, T: Send + 'a>(&'a self, act: Act, done: Stored<'a, T>) -> Stored<'a, T> {
        let fails = || self.times.fetch_update(Relaxed, Relaxed, |times| times.checked_sub(1));
        if !matches!(act, Act::Finish | Act::Release) || fails().is_err() {
            return done;
        }
        Box::pin(async { Err(StoreError::from(self.kind)) })
    }
}

#[tokio::test]
async fn a_number_of_another_order_stays_one() {
    let used = [("pay", no("ACQ.TRADE_HAS_SUCCESS")), ("query", trade("TRADE_CLOSED"))];
    for steps in [vec![("pay", no("ACQ.CONTEXT_INCONSISTENT"))], used.to_vec()] {
        let store = shared();
        let bench = with(store.clone(), steps);
        let Err(first) = bench.run(pay()).await else { panic!("it is another order") };
        let bench = with(store, []);
        let Err(again) = bench.run(pay()).await else { panic!("it is another order") };
        assert_eq!(first.to_string(), again.to_string());
        assert!(matches!(again, FlowError::OtherOrder { .. }));
        assert!(bench.flows.unfinished::<Pay>(9).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn an_end_that_is_not_kept_at_first_is_kept_at_the_second_try() {
    let store = Failing::new(StoreErrorKind::Unavailable, 1);
    paid(with(store.clone(), [("refund", refunded()), asked()]).run(refund()).await);
    paid(with(store, []).run(refund()).await);
}

#[tokio::test]
async fn a_closed_flow_whose_end_is_not_kept_is_no_closed_flow() {
    let refused = [("refund", no("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL")), ("query", yes(json!({})))];
    let store = Failing::new(StoreErrorKind::Unavailable, 2);
    let outcome = with(store, refused).run(refund()).await;
    let Err(error @ FlowError::Store(_)) = outcome else { panic!("{outcome:?}") };
    assert!(error.is_unknown_outcome());

    let store = Failing::new(StoreErrorKind::Unavailable, 2);
    paid(with(store, [("refund", refunded()), asked()]).run(refund()).await);
}

/// Otherwise the shop hands the goods over, and a later run that gets no response cancels.
#[tokio::test]
async fn a_payment_whose_end_is_not_kept_is_not_told_to_be_paid() {
    let response = json!({
        "out_trade_no": "1", "trade_no": "T1", "total_amount": "8.80",
        "gmt_payment": "2026-06-16 14:06:41",
    });
    let store = Failing::new(StoreErrorKind::Unavailable, 2);
    let outcome = with(store, [("pay", yes(response))]).run(pay()).await;
    let Err(error @ FlowError::Store(_)) = outcome else { panic!("{outcome:?}") };
    assert!(error.is_unknown_outcome());
}

#[tokio::test]
async fn a_run_that_lost_its_claim_says_nothing_of_the_outcome() {
    let rejected = no("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL");
    let ends = [
        vec![("refund", refunded()), asked()],
        vec![("refund", rejected), ("query", yes(json!({})))],
        vec![("refund", no("ACQ.DISCORDANT_REPEAT_REQUEST"))],
    ];
    for steps in ends {
        let store = Failing::new(StoreErrorKind::ClaimLost, 1);
        let outcome = with(store, steps).run(refund()).await;
        assert!(matches!(outcome, Err(FlowError::Busy { .. })), "{outcome:?}");
    }
    let questions = std::iter::repeat_n(("query", lost()), 12);
    let steps = [("refund", lost())].into_iter().chain(questions);
    let outcome = with(Failing::new(StoreErrorKind::ClaimLost, 1), steps).run(refund()).await;
    assert!(matches!(outcome, Err(FlowError::Busy { .. })), "{outcome:?}");
}

#[tokio::test]
async fn a_flow_that_is_given_up_is_not_sent_any_more() {
    let store = shared();
    let outcome = with(store.clone(), [("refund", not_sent())]).run(refund()).await;
    assert!(matches!(outcome, Err(FlowError::NotDone(_))), "{outcome:?}");

    let nothing = || ("query", yes(json!({})));
    let bench = with(store.clone(), [nothing(), nothing()]);
    let found = bench.flows.unfinished::<Refund>(9).await.unwrap().remove(0).unwrap();
    let Outcome::Failed(failure) = bench.abandon(&found).await.unwrap() else { panic!() };
    assert_eq!(failure.reason, FailureReason::Abandoned, "{failure}");
    assert_eq!((bench.script.sent(), bench.waited()), (2, Duration::from_secs(5)));

    let bench = with(store, []);
    assert_eq!(closed_as(bench.run(refund()).await), failure.to_string());
    assert!(bench.flows.unfinished::<Refund>(9).await.unwrap().is_empty());
}

#[track_caller]
fn closed_as<K: Kind>(outcome: Result<Outcome<K>, FlowError>) -> String {
    match outcome.unwrap() {
        Outcome::Failed(failure) => failure.to_string(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_has_moved_cannot_be_given_up() {
    let bench = Bench::new([("query", refund_is("REFUND_SUCCESS"))]);
    assert_eq!(paid(bench.abandon(&refund()).await).0, "r1");
    let bench = Bench::new([("query", lost())]);
    let _ = unknown(bench.abandon(&refund()).await);
    let bench = Bench::new([("query", trade("TRADE_SUCCESS"))]);
    assert_eq!(paid(bench.abandon(&pay()).await).1, "T1");
}

#[tokio::test]
async fn a_payment_that_is_given_up_is_canceled() {
    let bench =
        Bench::new([("query", trade("WAIT_BUYER_PAY")), ("cancel", canceled("N", Some("close")))]);
    assert_eq!(closed(bench.abandon(&pay()).await), "");
    assert_eq!(bench.script.sent(), 2);
}

#[tokio::test]
async fn an_entry_that_cannot_be_read_does_not_hide_the_others() {
    let store = shared();
    let prefix = format!("refund/{}", platform::APP_ID);
    let good = serde_json::to_string(&refund()).unwrap();
    for (number, state) in [("1/a", "damaged"), ("1/r1", &good), ("1/z", "{}")] {
        let key = format!("{prefix}/{number}");
        authentic(&store).start(&key, state, Duration::ZERO).await.unwrap();
    }
    let bench = with(store.clone(), []);
    let found = bench.flows.unfinished::<Refund>(9).await.unwrap();
    assert_eq!(found.iter().filter(|flow| flow.is_ok()).count(), 1);
    let unreadable = |flow: &Result<Task<Refund>, FlowError>| matches!(flow, Err(FlowError::State { key, .. }) if key.starts_with(&prefix));
    assert_eq!(found.iter().filter(|flow| unreadable(flow)).count(), 2);

    // A run that fails on it does not keep it from others.
    let order = refund().order().clone().out_request_no("a");
    for _ in 0..2 {
        let outcome = bench.run(Refund::new(order.clone()).unwrap()).await;
        assert!(matches!(outcome, Err(FlowError::State { .. })), "{outcome:?}");
    }
}

#[tokio::test]
async fn a_scope_that_could_be_mixed_up_is_refused() {
    let bench = with(shared(), []);
    for scope in ["", "/", "2088/refund", "2088/"] {
        let flows = bench.flows.clone().scope(scope);
        assert!(matches!(flows.run(refund()).await, Err(FlowError::Order(_))), "{scope:?}");
        assert!(flows.unfinished::<Refund>(9).await.is_err(), "{scope:?}");
    }
}

#[test]
fn an_error_does_not_say_twice_what_lies_behind_it() {
    use std::error::Error;
    let source = StoreError::new(StoreErrorKind::Unavailable, "the disk is full");
    let error = FlowError::Store(source);
    let behind = error.source().unwrap().to_string();
    assert!(!error.to_string().contains(&behind), "{error}");
    let source = serde_json::from_str::<u8>("x").unwrap_err();
    let error = FlowError::State { key: "k".to_owned(), source };
    let behind = error.source().unwrap().to_string();
    assert!(error.to_string().contains('k') && !error.to_string().contains(&behind), "{error}");
    assert!(!FlowError::Order(String::new()).is_unknown_outcome());
}

#[test]
fn a_trade_that_is_closed_may_have_been_refunded() {
    assert_eq!(
        alipay_sdk::flow::Failure::default().to_string(),
        "closed: never paid, or refunded in full"
    );
}

#[tokio::test]
async fn a_flow_that_has_ended_is_not_run_again() {
    let store = shared();
    let mut first = Bench::new([("refund", refunded()), asked()]);
    first.flows = first.flows.store(store.clone());
    let receipt = paid(first.run(refund()).await);

    let mut second = Bench::new([]);
    second.flows = second.flows.store(store.clone());
    assert_eq!(paid(second.run(refund()).await), receipt);

    let order = refund().order().clone().refund_amount("1.00");
    let other = second.run(Refund::new(order).unwrap()).await;
    assert!(matches!(other, Err(FlowError::OtherOrder { .. })), "{other:?}");
    assert!(second.flows.unfinished::<Refund>(10).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_flow_of_unknown_outcome_waits_in_the_store_and_asks_first() {
    let store = shared();
    let questions = std::iter::repeat_n(("query", lost()), 12);
    let mut first = Bench::new([("refund", lost())].into_iter().chain(questions));
    first.flows = first.flows.store(store.clone());
    let _ = unknown(first.run(refund()).await);

    let mut second = Bench::new([("query", refund_is("REFUND_SUCCESS"))]);
    second.flows = second.flows.store(store.clone());
    let mut found = second.flows.unfinished::<Refund>(10).await.unwrap();
    assert_eq!(found.len(), 1);
    paid(second.run(found.remove(0).unwrap()).await);
    assert!(second.flows.unfinished::<Refund>(10).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_fresh_flow_whose_number_is_in_the_store_asks_first() {
    let store = shared();
    let key = format!("refund/{}/1/r1", platform::APP_ID);
    let state = serde_json::to_string(&refund()).unwrap();
    authentic(&store).start(&key, &state, Duration::ZERO).await.unwrap();

    let mut bench = Bench::new([("query", refund_is("REFUND_SUCCESS"))]);
    bench.flows = bench.flows.store(store);
    paid(bench.run(refund()).await);
}

#[tokio::test]
async fn a_flow_that_runs_elsewhere_is_left_alone() {
    let store = shared();
    let key = format!("refund/{}/1/r1", platform::APP_ID);
    let state = serde_json::to_string(&refund()).unwrap();
    store.start(&key, &state, Duration::from_secs(60)).await.unwrap();
    let mut bench = Bench::new([]);
    bench.flows = bench.flows.store(store);
    assert!(matches!(bench.run(refund()).await, Err(FlowError::Busy { .. })));
}

#[tokio::test]
async fn merchants_do_not_share_numbers_in_a_store() {
    let bench = Bench::new([]);
    let merchant = bench.client.for_merchant("token").unwrap();
    let flows = Flows::new(&merchant).store(shared());
    assert!(matches!(flows.run(refund()).await, Err(FlowError::Order(_))));

    let response = || [("refund", refunded()), asked()];
    let bench = Bench::new([response(), response()].concat());
    let store = shared();
    for id in ["2088001", "2088002"] {
        let merchant = bench.client.for_merchant("token").unwrap();
        let flows = Flows::new(&merchant).store(store.clone()).scope(id);
        paid(flows.run(refund()).await);
    }
    assert_eq!(bench.script.sent(), 4);
}
