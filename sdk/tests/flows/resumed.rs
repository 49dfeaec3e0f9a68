//! The open tasks of a store, run as a list.

use std::sync::{Arc, Mutex};

use alipay_sdk::store::{StoreError, StoreErrorKind, Stored};

use super::bank::{Bank, WAGE, wages};
use super::forged::authentic;
use super::manual_clock::{Manual, Still, settle};
use super::through::{Act, Through, Way};
use super::*;

#[tokio::test]
async fn all_open_tasks_are_tried_once_and_paid_once_the_account_is_filled() {
    let (bank, store) = (Bank::with(0), shared());
    let flows = bank.flows(Still).store(store.clone());
    assert_eq!(flows.run_all(wages(120)).await.mendable.count, 120);

    // More than a page of entries that nobody can read stand before them.
    let prefix = format!("transfer/{}", platform::APP_ID);
    for number in 0..110 {
        let key = format!("{prefix}/damaged_{number}");
        authentic(&store).start(&key, "damaged", Duration::ZERO).await.unwrap();
    }
    let report = flows.resume_all::<Transfer>().await;
    assert_eq!((report.mendable.count, report.problems.count), (120, 110), "{report}");
    assert!(bank.books().sent.values().all(|times| *times == 2));

    bank.books().balance = 120 * WAGE;
    let report = flows.resume_all::<Transfer>().at_once(3).await;
    assert_eq!((report.succeeded.count, report.problems.count), (120, 110), "{report}");
    bank.has_paid_once(120);
    assert_eq!(flows.resume_all::<Transfer>().await.succeeded.count, 0);
}

#[tokio::test]
async fn tasks_of_every_kind_are_resumed() {
    let store = shared();
    let with = |steps: Vec<Step>| {
        let mut bench = Bench::new(steps);
        bench.flows = bench.flows.store(store.clone());
        bench
    };
    let _ = with(vec![("refund", not_sent())]).run(refund()).await;
    let _ = with(vec![("pay", not_sent())]).run(pay()).await;
    let _ = with(vec![("close", not_sent())]).run(close()).await;

    let bench = with(vec![("query", refund_is("REFUND_SUCCESS"))]);
    assert_eq!(bench.checked(bench.flows.resume_all::<Refund>().await).succeeded.count, 1);
    let bench = with(vec![("query", trade("TRADE_SUCCESS"))]);
    let report = bench.checked(bench.flows.resume_all::<Pay>().await);
    assert_eq!(report.to_string(), "1 succeeded, 8.80 yuan");
    // The buyer was faster.
    let bench = with(vec![("query", trade("TRADE_SUCCESS"))]);
    let report = bench.checked(bench.flows.resume_all::<Close>().await);
    assert!(report.is_settled() && report.failed.count == 1, "{report}");
    assert!(report.to_string().contains("1: the trade was paid before"), "{report}");
}

#[tokio::test]
async fn what_stays_open_is_run_again_after_each_interval() {
    let (bank, clock) = (Bank::with(0), Manual::new());
    let flows = bank.flows(clock.clone()).store(shared());
    assert_eq!(flows.run_all(wages(2)).await.mendable.count, 2);
    let sent = || bank.books().sent.values().copied().collect::<Vec<_>>();

    let resuming = flows.resume_every::<Transfer>(Duration::from_secs(60));
    let resuming = tokio::spawn(resuming.into_future());
    for times in 2..5 {
        settle().await;
        assert_eq!(sent(), [times; 2]);
        clock.advance(Duration::from_secs(59));
        settle().await;
        assert_eq!(sent(), [times; 2]);
        clock.advance(Duration::from_secs(1));
    }
    settle().await;
    // The platform is asked once more for what it has rejected again.
    clock.advance(Duration::from_secs(5));
    settle().await;
    bank.books().balance = 2 * WAGE;
    clock.advance(Duration::from_secs(55));
    settle().await;
    bank.has_paid_once(2);
    resuming.abort();
}

/// A store that does not list anything the first time.
struct Unlisted(MemoryStore, std::sync::atomic::AtomicBool);

impl Way for Unlisted {
    fn store(&self) -> &dyn IdempotencyStore {
        &self.0
    }

    fn reach<'a, T: Send + 'a>(&'a self, act: Act, done: Stored<'a, T>) -> Stored<'a, T> {
        let is_first = || !self.1.swap(true, std::sync::atomic::Ordering::Relaxed);
        if act != Act::Look || !is_first() {
            return done;
        }
        Box::pin(async { Err(StoreError::from(StoreErrorKind::Unavailable)) })
    }
}

#[tokio::test]
async fn a_store_that_does_not_list_is_an_event_and_is_asked_again() {
    let unlisted = || Arc::new(Through(Unlisted(MemoryStore::new(), false.into())));
    let flows = Bank::with(0).flows(Waits::new()).store(unlisted());
    let report = flows.resume_all::<Transfer>().await;
    assert!(!report.is_settled() && report.open.count == 1, "{report}");

    let (bank, clock) = (Bank::with(0), Manual::new());
    let flows = bank.flows(clock.clone()).store(unlisted());
    assert_eq!(flows.run_all(wages(1)).await.mendable.count, 1);
    bank.books().balance = WAGE;
    let told = Arc::new(Mutex::new(Vec::new()));
    let heard = told.clone();
    let resuming = flows.resume_every::<Transfer>(Duration::ZERO);
    let resuming = resuming.on_event(move |event| heard.lock().unwrap().push(event.to_string()));
    let resuming = tokio::spawn(resuming.into_future());
    settle().await;
    assert_eq!(told.lock().unwrap().len(), 1);
    assert!(
        told.lock().unwrap()[0].starts_with("item 0 is not a task: the store of flows failed: ")
    );
    clock.advance(Duration::from_millis(1));
    settle().await;
    bank.has_paid_once(1);
    resuming.abort();
}

#[tokio::test]
async fn without_a_store_nothing_is_resumed() {
    let report = Bench::new([]).flows.resume_all::<Transfer>().await;
    assert!(report.is_settled() && report.succeeded.count == 0, "{report}");
}
