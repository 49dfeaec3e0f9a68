//! Notifications that reach several replicas, which share a store.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use alipay_sdk::notify::{Handled, handle_once};
use tokio::task::JoinSet;

use crate::place::Place;
use crate::post::{paid, verified};

pub(crate) async fn several_replicas_handle_one_once(place: &Place) {
    let count = Arc::new(AtomicU32::new(0));
    let mut replicas = JoinSet::new();
    for _ in 0..8 {
        let (store, count) = (place.open().await, count.clone());
        replicas.spawn(async move {
            let work = async {
                count.fetch_add(1, Ordering::SeqCst);
                Ok::<(), String>(())
            };
            handle_once(&*store, &verified(&paid()), work).await.unwrap()
        });
    }
    let handled = replicas.join_all().await;
    assert_eq!(handled.iter().filter(|handled| **handled == Handled::Now).count(), 1);
    assert_eq!(count.load(Ordering::SeqCst), 1);

    let store = place.open().await;
    let again = handle_once(&*store, &verified(&paid()), async { Err("not again") }).await;
    assert_eq!(again.unwrap(), Handled::Before);
}
