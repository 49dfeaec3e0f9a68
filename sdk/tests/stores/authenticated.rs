//! Entries that somebody without the key wrote, changed or moved.

use std::sync::Arc;
use std::time::Duration;

use alipay_sdk::store::{
    AuthenticatedStore, IdempotencyStore, MemoryStore, Started, StoreErrorKind, StoreKey,
    Unfinished,
};

use crate::conformance::finished;

fn key(byte: u8) -> StoreKey {
    StoreKey::new([byte; 32]).unwrap()
}

/// A store, and the same without its key.
fn store() -> (AuthenticatedStore, Arc<MemoryStore>) {
    let inner = Arc::new(MemoryStore::new());
    (AuthenticatedStore::new(inner.clone(), key(1)), inner)
}

async fn is_untrusted(store: &dyn IdempotencyStore, key: &str) -> bool {
    let started = store.start(key, "", Duration::ZERO).await;
    started.is_err_and(|error| error.kind() == StoreErrorKind::Untrusted)
}

/// What stands in a store under this key.
async fn kept(store: &MemoryStore, key: &str) -> String {
    match store.start(key, "", Duration::ZERO).await.unwrap() {
        Started::Resumed { state, .. } => state,
        Started::Finished { outcome } => outcome,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_was_written_without_the_key_is_refused() {
    let (store, inner) = store();
    inner.start("planted", "{}", Duration::ZERO).await.unwrap();
    finished(&inner, "planted and finished", "").await;
    for key in ["planted", "planted and finished"] {
        assert!(is_untrusted(&store, key).await, "{key}");
        // It is not taken for new later, and nobody holds it.
        assert!(is_untrusted(&store, key).await, "{key}");
    }
}

#[tokio::test]
async fn what_was_copied_or_changed_is_refused() {
    let (store, inner) = store();
    store.start("a", "state", Duration::ZERO).await.unwrap();
    finished(&store, "done", "state").await;
    let (state, outcome) = (kept(&inner, "a").await, kept(&inner, "done").await);
    let entries = [
        ("of another key", state.clone()),
        ("an outcome", outcome),
        ("changed", state.replace("state", "State")),
        ("longer", format!("{state} ")),
        ("shorter", state[..state.len() - 1].to_owned()),
        ("of another version", state.replacen('1', "2", 1)),
        ("without a code", "1..state".to_owned()),
        ("empty", String::new()),
    ];
    for (key, text) in entries {
        inner.start(key, &text, Duration::ZERO).await.unwrap();
        assert!(is_untrusted(&store, key).await, "{key}");
    }
    let found = store.unfinished("", 99).await.unwrap();
    assert_eq!(found, [Unfinished::new("a", "state")], "the others are left out");
    // A state in the place of an outcome.
    let Started::Resumed { claim, .. } = inner.start("a", "", Duration::ZERO).await.unwrap() else {
        panic!("it is there")
    };
    inner.finish(&claim, &state).await.unwrap();
    assert!(is_untrusted(&store, "a").await);
}

#[tokio::test]
async fn a_new_key_reads_what_an_earlier_one_wrote_when_it_is_told_so() {
    let (store, inner) = store();
    store.start("a", "state", Duration::ZERO).await.unwrap();
    let alone = AuthenticatedStore::new(inner.clone(), key(2));
    assert!(is_untrusted(&alone, "a").await);
    let both = AuthenticatedStore::new(inner, key(2).or(key(1)));
    let Started::Resumed { claim, state } = both.start("a", "", Duration::ZERO).await.unwrap()
    else {
        panic!("it is there")
    };
    assert_eq!(state, "state");
    both.save(&claim, "more", Duration::ZERO).await.unwrap();
    assert!(is_untrusted(&store, "a").await, "it has the new key now");
    assert_eq!(alone.unfinished("", 9).await.unwrap(), [Unfinished::new("a", "more")]);
}
