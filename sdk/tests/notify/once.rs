//! One piece of work for one notification.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use alipay_sdk::notify::{HandleError, Handled, Notification, Reply, handle_once};
use alipay_sdk::store::MemoryStore;
use tokio::sync::oneshot;

use crate::post::{paid, verified, with};

async fn counted(store: &MemoryStore, notification: &Notification, count: &AtomicU32) -> Handled {
    let work = async {
        count.fetch_add(1, Ordering::SeqCst);
        Ok::<(), String>(())
    };
    handle_once(store, notification, work).await.expect("handled")
}

#[tokio::test]
async fn a_repetition_is_acknowledged_without_doing_the_work_again() {
    let (store, count) = (MemoryStore::new(), AtomicU32::new(0));
    let first = verified(&paid());
    let repeated = verified(&with([("notify_time", b"2026-06-16 14:04:00")]));
    assert_eq!(counted(&store, &first, &count).await, Handled::Now);
    assert_eq!(counted(&store, &repeated, &count).await, Handled::Before);
    assert_eq!(Handled::Before.reply(), Reply::Success);
    assert_eq!(count.load(Ordering::SeqCst), 1);
    let another = verified(&with([("trade_no", b"2")]));
    assert_eq!(counted(&store, &another, &count).await, Handled::Now);
}

#[tokio::test]
async fn work_that_fails_is_done_at_the_next_repetition() {
    let (store, count) = (MemoryStore::new(), AtomicU32::new(0));
    let notification = verified(&paid());
    let failed = handle_once(&store, &notification, async { Err("the database is away") }).await;
    assert!(matches!(failed, Err(HandleError::Work("the database is away"))));
    assert_eq!(counted(&store, &notification, &count).await, Handled::Now);
}

#[tokio::test]
async fn while_one_replica_works_another_does_not() {
    let (store, count) = (Arc::new(MemoryStore::new()), AtomicU32::new(0));
    let (started, has_started) = oneshot::channel();
    let (end, ended) = oneshot::channel::<()>();
    let replica = tokio::spawn({
        let store = store.clone();
        async move {
            let work = async {
                started.send(()).expect("somebody waits");
                ended.await
            };
            handle_once(&*store, &verified(&paid()), work).await
        }
    });
    has_started.await.expect("it starts");
    let elsewhere = counted(&store, &verified(&paid()), &count).await;
    assert_eq!((elsewhere, elsewhere.reply()), (Handled::Elsewhere, Reply::Fail));
    end.send(()).expect("it waits");
    assert_eq!(replica.await.expect("no panic").expect("handled"), Handled::Now);
    assert_eq!(counted(&store, &verified(&paid()), &count).await, Handled::Before);
    assert_eq!(count.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn without_an_id_nothing_is_done() {
    let nameless = verified(&with([("notify_id", b""), ("trade_status", b"WAIT_BUYER_PAY")]));
    let result = handle_once(&MemoryStore::new(), &nameless, async { Err("done") }).await;
    assert!(matches!(result, Err(HandleError::NoId(_))), "{result:?}");
}
