//! Entries that somebody wrote who can write to the store, and has no key.

use std::sync::Arc;

use alipay_sdk::store::{AuthenticatedStore, Started, StoreError, StoreErrorKind, StoreKey};

use super::*;

fn app_key() -> StoreKey {
    StoreKey::of(&platform::private_key("app")).unwrap()
}

/// A store as the flows of a bench read and write it.
pub(crate) fn authentic(store: &Arc<MemoryStore>) -> AuthenticatedStore {
    AuthenticatedStore::new(store.clone(), app_key())
}

fn key_of(number: &str) -> String {
    format!("transfer/{}/{number}", platform::APP_ID)
}

fn bench(store: &Arc<MemoryStore>, steps: impl IntoIterator<Item = Step>) -> Bench {
    let mut bench = Bench::new(steps);
    bench.flows = bench.flows.store(store.clone());
    bench
}

#[track_caller]
fn assert_untrusted<T: std::fmt::Debug>(result: Result<T, FlowError>) {
    let Err(FlowError::Store(error)) = result else { panic!("{result:?}") };
    assert_eq!(error.kind(), StoreErrorKind::Untrusted);
}

/// What the store holds of a transfer that was sent, and whose response was lost.
async fn left_by_a_run(store: &Arc<MemoryStore>) -> String {
    let questions = std::iter::repeat_n(("query", lost()), 12);
    let bench = bench(store, [("transfer", lost())].into_iter().chain(questions));
    let _ = unknown(bench.run(transfer()).await);
    match store.start(&key_of("b1"), "", Duration::ZERO).await.unwrap() {
        Started::Resumed { state, .. } => state,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_transfer_that_somebody_else_wrote_is_reported_and_not_sent() {
    let store = shared();
    let state = serde_json::to_string(&transfer()).unwrap();
    store.start(&key_of("b1"), &state, Duration::ZERO).await.unwrap();
    let bench = bench(&store, []);
    for _ in 0..2 {
        let mut found = bench.flows.unfinished::<Transfer>(9).await.unwrap();
        assert_eq!(found.len(), 1);
        assert_untrusted(found.remove(0));
        assert_untrusted(bench.run(transfer()).await);
    }
}

#[tokio::test]
async fn an_end_that_somebody_else_wrote_is_not_believed() {
    let paid = json!({
        "kind": "pay", "version": 2, "order": pay().order(),
        "progress": {"succeeded": {"number": "1", "amount": "8.80", "platform_number": "T1"}},
    });
    let store = shared();
    let key = format!("pay/{}/1", platform::APP_ID);
    let started = store.start(&key, "", Duration::ZERO).await.unwrap();
    let Started::New(claim) = started else { panic!("{started:?}") };
    store.finish(&claim, &paid.to_string()).await.unwrap();
    assert_untrusted(bench(&store, []).run(pay()).await);
}

#[tokio::test]
async fn an_entry_counts_under_its_own_key_and_as_what_it_is() {
    let store = shared();
    let state = left_by_a_run(&store).await;
    // Copied to another number.
    store.start(&key_of("b2"), &state, Duration::ZERO).await.unwrap();
    let order = transfer().order().clone().out_biz_no("b2");
    assert_untrusted(bench(&store, []).run(Transfer::new(order).unwrap()).await);
    // A state as an outcome.
    let other = shared();
    let started = other.start(&key_of("b1"), "", Duration::ZERO).await.unwrap();
    let Started::New(claim) = started else { panic!("{started:?}") };
    other.finish(&claim, &state).await.unwrap();
    assert_untrusted(bench(&other, []).run(transfer()).await);
    // Changed by one character.
    for (from, to) in [("1.00", "9.00"), ("1.", "2."), (".", "")] {
        let changed = shared();
        let state = state.replacen(from, to, 1);
        changed.start(&key_of("b1"), &state, Duration::ZERO).await.unwrap();
        assert_untrusted(bench(&changed, []).run(transfer()).await);
    }
}

#[tokio::test]
async fn after_a_change_of_the_key_the_earlier_one_is_believed_when_it_is_named() {
    let store = shared();
    left_by_a_run(&store).await;
    let done = yes(json!({"out_biz_no": "b1", "order_id": "O1", "status": "SUCCESS",
        "trans_amount": "1.00", "pay_date": "2026-06-16 14:06:41"}));
    let new = || StoreKey::new([7; 32]).unwrap();

    let mut other = bench(&store, []);
    other.flows = other.flows.store_key(new());
    assert_untrusted(other.run(transfer()).await);

    let mut both = bench(&store, [("query", done)]);
    both.flows = both.flows.store_key(new().or(app_key()));
    assert_eq!(paid(both.run(transfer()).await).0, "b1");

    // It was finished with the new key.
    let mut new_alone = bench(&store, []);
    new_alone.flows = Flows::new(&new_alone.client).store_key(new()).store(store.clone());
    assert_eq!(paid(new_alone.run(transfer()).await).0, "b1");
}

#[test]
fn a_short_secret_is_refused_and_none_is_shown() {
    let error: StoreError = StoreKey::new("too short to guess").unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Invalid);
    let key = StoreKey::new("a secret of thirty-two characters").unwrap();
    assert!(!format!("{key:?}").contains("secret"), "{key:?}");
}
