//! The promises, one function each.

use std::sync::Arc;
use std::time::Duration;

use alipay_sdk::store::{Claim, IdempotencyStore, Started, StoreError, StoreErrorKind, Unfinished};
use tokio::task::JoinSet;

use crate::place::Place;

/// A lease that is over at once.
const NONE: Duration = Duration::ZERO;
/// A lease that no test outlasts.
const LONG: Duration = Duration::from_secs(60 * 60);

pub(crate) async fn all(place: &Place) {
    one_of_many_gets_the_work(place).await;
    a_lease_ends_by_itself(place).await;
    a_lost_claim_changes_nothing(place).await;
    a_late_owner_goes_on_if_nobody_came(place).await;
    finished_is_finished(place).await;
    released_work_goes_on_at_once(place).await;
    unfinished_lists_what_nobody_holds(place).await;
    any_text_comes_back_as_it_was(place).await;
    what_cannot_be_kept_is_refused(place).await;
    two_never_both_finish(place).await;
}

async fn new(store: &dyn IdempotencyStore, key: &str, state: &str, lease: Duration) -> Claim {
    match store.start(key, state, lease).await.unwrap() {
        Started::New(claim) => claim,
        other => panic!("{key} is not new: {other:?}"),
    }
}

async fn resumed(store: &dyn IdempotencyStore, key: &str, lease: Duration) -> (Claim, String) {
    match store.start(key, "another state", lease).await.unwrap() {
        Started::Resumed { claim, state } => (claim, state),
        other => panic!("{key} is not to be resumed: {other:?}"),
    }
}

async fn assert_busy(store: &dyn IdempotencyStore, key: &str) {
    let started = store.start(key, "", LONG).await.unwrap();
    assert!(matches!(started, Started::Busy), "{key}: {started:?}");
}

async fn assert_finished(store: &dyn IdempotencyStore, key: &str, expected: &str) {
    match store.start(key, "", NONE).await.unwrap() {
        Started::Finished { outcome } => assert_eq!(outcome, expected, "{key}"),
        other => panic!("{key} is not finished: {other:?}"),
    }
}

fn assert_lost(result: Result<(), StoreError>) {
    assert_eq!(result.unwrap_err().kind(), StoreErrorKind::ClaimLost);
}

pub(crate) async fn finished(store: &dyn IdempotencyStore, key: &str, outcome: &str) {
    let claim = new(store, key, "", LONG).await;
    store.finish(&claim, outcome).await.unwrap();
}

/// 50 tasks on two connections start the same work at once, when it is new and when it is free.
async fn one_of_many_gets_the_work(place: &Place) {
    let stores = [place.open().await, place.open().await];
    for expected in ["new", "resumed", "resumed"] {
        let mut tasks = JoinSet::new();
        for number in 0..50 {
            let store = Arc::clone(&stores[number % 2]);
            tasks.spawn(async move { store.start("many", "", LONG).await.unwrap() });
        }
        let mut winners = Vec::new();
        while let Some(started) = tasks.join_next().await {
            match started.unwrap() {
                Started::New(claim) => winners.push(("new", claim)),
                Started::Resumed { claim, .. } => winners.push(("resumed", claim)),
                Started::Busy => {}
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(winners.len(), 1, "{winners:?}");
        let (how, claim) = &winners[0];
        assert_eq!(*how, expected);
        stores[0].release(claim).await.unwrap();
    }
}

async fn a_lease_ends_by_itself(place: &Place) {
    let store = place.open().await;
    new(&store, "short", "kept", Duration::from_millis(50)).await;
    for _ in 0..1_000 {
        if let Started::Resumed { state, .. } = store.start("short", "", LONG).await.unwrap() {
            assert_eq!(state, "kept");
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the lease does not end");
}

async fn a_lost_claim_changes_nothing(place: &Place) {
    let [first, second] = [place.open().await, place.open().await];
    let lost = new(&first, "lost", "one", LONG).await;
    assert_busy(&second, "lost").await;
    first.save(&lost, "two", NONE).await.unwrap();
    let (claim, state) = resumed(&second, "lost", LONG).await;
    assert_eq!(state, "two");

    assert_lost(first.save(&lost, "three", LONG).await);
    assert_lost(first.finish(&lost, "wrong").await);
    assert_lost(first.release(&lost).await);
    assert_busy(&first, "lost").await;
    second.finish(&claim, "right").await.unwrap();
    assert_lost(first.finish(&lost, "right").await);
    assert_finished(&first, "lost", "right").await;
    assert_lost(first.finish(&Claim::new("unknown").unwrap(), "").await);
}

async fn a_late_owner_goes_on_if_nobody_came(place: &Place) {
    let store = place.open().await;
    let claim = new(&store, "late", "one", NONE).await;
    store.save(&claim, "two", LONG).await.unwrap();
    assert_busy(&store, "late").await;
    store.save(&claim, "three", NONE).await.unwrap();
    store.finish(&claim, "done").await.unwrap();
    assert_finished(&store, "late", "done").await;
}

async fn finished_is_finished(place: &Place) {
    let store = place.open().await;
    let claim = new(&store, "finished", "", NONE).await;
    store.finish(&claim, "done").await.unwrap();
    store.finish(&claim, "done").await.unwrap();
    assert_lost(store.finish(&claim, "otherwise").await);
    assert_lost(store.save(&claim, "more", LONG).await);
    assert_lost(store.release(&claim).await);
    assert_finished(&store, "finished", "done").await;
    assert_eq!(store.unfinished("finished", 9).await.unwrap(), []);
}

async fn released_work_goes_on_at_once(place: &Place) {
    let store = place.open().await;
    let claim = new(&store, "released", "one", LONG).await;
    store.save(&claim, "two", LONG).await.unwrap();
    store.release(&claim).await.unwrap();
    assert_lost(store.release(&claim).await);
    assert_lost(store.save(&claim, "three", LONG).await);
    let (next, state) = resumed(&store, "released", LONG).await;
    assert_eq!(state, "two");
    assert_ne!(next, claim);
    assert_lost(store.finish(&claim, "wrong").await);
    store.finish(&next, "right").await.unwrap();
}

async fn unfinished_lists_what_nobody_holds(place: &Place) {
    let store = place.open().await;
    let released = new(&store, "pay:released", "r", LONG).await;
    for (key, state) in [("pay:first", "1"), ("pay:second", "2"), ("pay", "3"), ("pax:4", "4")] {
        new(&store, key, state, NONE).await;
        // The order is by milliseconds.
        tokio::time::sleep(Duration::from_millis(3)).await;
    }
    new(&store, "pay:held", "h", LONG).await;
    finished(&store, "pay:finished", "f").await;
    store.release(&released).await.unwrap();

    for (key, state) in [("pay", "3"), ("pay:released", "r"), ("pay:first", "1")] {
        assert_eq!(store.state(key).await.unwrap().as_deref(), Some(state), "{key}");
    }
    for key in ["pay:held", "pay:finished", "pay:", "none"] {
        assert_eq!(store.state(key).await.unwrap(), None, "{key}");
    }

    let list = async |prefix, limit| store.unfinished(prefix, limit).await.unwrap();
    let entry = Unfinished::new;
    // A claim that was tried and given back does not stand in the way of the others.
    let expected = [entry("pay:first", "1"), entry("pay:second", "2"), entry("pay:released", "r")];
    assert_eq!(list("pay:", 100).await, expected);
    assert_eq!(list("pay:", 2).await, expected[..2]);
    assert_eq!(list("pay:", 0).await, []);
    assert_eq!(list("pay:", usize::MAX).await.len(), 3);
    for pattern in ["pay%", "pay_", "pay*", "p[a]y", "PAY", "pay:first "] {
        assert_eq!(list(pattern, 9).await, [], "{pattern}");
    }
    for entry in list("pay:", 9).await {
        let (claim, state) = resumed(&store, &entry.key, LONG).await;
        assert_eq!(state, entry.state);
        store.finish(&claim, "done").await.unwrap();
    }
    assert_eq!(list("pay:", 9).await, []);
}

async fn any_text_comes_back_as_it_was(place: &Place) {
    let store = place.open().await;
    let texts = [
        "",
        " ",
        "a",
        "A",
        "a ",
        "'",
        "\"",
        "\\",
        "\\n",
        "\n",
        "\r\n",
        "\t",
        "\u{1}",
        "\u{7f}",
        "'; DROP TABLE alipay_work; --",
        "$1",
        "%s",
        "{}",
        "null",
        "\u{feff}",
        "é",
        "e\u{301}",
        "商户🍵",
        "\u{202e}",
        "../../../../etc/passwd",
        "CON",
        "/",
        &"k".repeat(512),
        &"茶".repeat(170),
        "*",
        "open",
        "lock",
    ];
    for text in texts {
        let key = if text.is_empty() { "empty" } else { text };
        let claim = new(&store, key, text, NONE).await;
        let (again, state) = resumed(&store, key, LONG).await;
        assert_eq!((&*state, claim.key(), again.key()), (text, key, key));
        store.finish(&again, text).await.unwrap();
        assert_finished(&store, key, text).await;
    }
    let large = "一兆\"'\\\n".repeat(1 << 17);
    assert!(large.len() > 1 << 20);
    let claim = new(&store, "large", &large, NONE).await;
    store.save(&claim, &large, NONE).await.unwrap();
    let (claim, state) = resumed(&store, "large", LONG).await;
    assert!(state == large);
    store.finish(&claim, &large).await.unwrap();
    assert_finished(&store, "large", &large).await;
}

async fn what_cannot_be_kept_is_refused(place: &Place) {
    let store = place.open().await;
    let kind = |error: StoreError| error.kind();
    for (key, state) in [("", ""), ("a\0", ""), (&*"k".repeat(513), ""), ("refused", "\0")] {
        let error = store.start(key, state, LONG).await.map_err(kind).unwrap_err();
        assert_eq!(error, StoreErrorKind::Invalid, "{key:?}");
    }
    let claim = new(&store, "refused", "kept", NONE).await;
    for result in [store.save(&claim, "a\0", LONG).await, store.finish(&claim, "\0a").await] {
        assert_eq!(result.map_err(kind), Err(StoreErrorKind::Invalid));
    }
    assert_eq!(resumed(&store, "refused", LONG).await.1, "kept");
    // The longest lease there can be.
    let claim = new(&store, "forever", "", Duration::MAX).await;
    assert_busy(&store, "forever").await;
    store.finish(&claim, "").await.unwrap();
}

/// Owners whose leases are always over already take the work from one another, and each tries to
/// finish.
async fn two_never_both_finish(place: &Place) {
    for round in 0..20 {
        let key = format!("race {round}");
        let mut tasks = JoinSet::new();
        for number in 0..8 {
            let (store, key) = (place.open().await, key.clone());
            tasks.spawn(async move {
                let claim = match store.start(&key, "", NONE).await.unwrap() {
                    Started::New(claim) | Started::Resumed { claim, .. } => claim,
                    _ => return None,
                };
                tokio::task::yield_now().await;
                match store.finish(&claim, &number.to_string()).await {
                    Ok(()) => Some(number.to_string()),
                    Err(error) => {
                        assert!(error.is_claim_lost(), "{error}");
                        None
                    }
                }
            });
        }
        let winners: Vec<_> = tasks.join_all().await.into_iter().flatten().collect();
        assert_eq!(winners.len(), 1, "{winners:?}");
        assert_finished(&*place.open().await, &key, &winners[0]).await;
    }
}

/// The place goes down under its users and comes back: they are told, go on, and find what they
/// had.
pub(crate) async fn what_was_saved_outlives_a_crash(place: &Place) {
    let store = place.open().await;
    let held = new(&store, "crash:held", "one", LONG).await;
    store.save(&held, "two", LONG).await.unwrap();
    new(&store, "crash:free", "free", NONE).await;
    finished(&store, "crash:finished", "done").await;

    place.crash();
    if !matches!(place, Place::Folder(_)) {
        let error = store.start("crash:new", "", LONG).await.unwrap_err();
        assert_eq!(error.kind(), StoreErrorKind::Unavailable);
    }
    place.recover();

    for store in [back(&store).await, &place.open().await] {
        assert_busy(store, "crash:held").await;
        assert_finished(store, "crash:finished", "done").await;
        let unfinished = store.unfinished("crash:", 9).await.unwrap();
        assert_eq!(unfinished, [Unfinished::new("crash:free", "free")]);
    }
    store.save(&held, "three", NONE).await.unwrap();
    assert_eq!(resumed(&store, "crash:held", LONG).await.1, "three");
}

/// Waits for connections to be made anew.
async fn back(store: &Arc<dyn IdempotencyStore>) -> &Arc<dyn IdempotencyStore> {
    for _ in 0..1_000 {
        if store.unfinished("none", 1).await.is_ok() {
            return store;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the store does not come back");
}
