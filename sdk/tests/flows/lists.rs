//! Lists of tasks: everything is done once, whatever happens in the middle.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use alipay_sdk::flow::{ListEvent, Report, Standing, Tally};
use alipay_sdk::store::{StoreError, StoreErrorKind, Stored};
use alipay_sdk::{Amount, Clock};

use super::bank::{Bank, WAGE, wage, wages};
use super::manual_clock::{Manual, Still, settle};
use super::through::{Act, Through, Way};
use super::*;

#[track_caller]
fn holds(tally: Tally, count: usize) {
    let amount = Amount::from_fen(i64::try_from(count).unwrap() * WAGE);
    assert_eq!((tally.count, tally.amount), (count as u64, amount));
}

fn reasons(report: &Report) -> Vec<(Standing, String, u64)> {
    let reasons = report.reasons();
    reasons.map(|(standing, reason, count)| (standing, reason.to_owned(), count)).collect()
}

#[tokio::test]
async fn a_list_of_1000_whose_account_is_filled_in_the_middle_is_paid_once() {
    let bank = Bank::with(350 * WAGE);
    let flows = bank.flows(Still).store(shared());
    let report = flows.run_all(wages(1_000)).stop_when_mendable().await;
    assert_eq!(report.stopped_by.as_ref().unwrap().code.as_deref(), Some("BALANCE_IS_NOT_ENOUGH"));
    assert!(!report.is_settled());
    holds(report.succeeded, 350);
    let in_vain = usize::try_from(report.mendable.count).unwrap();
    assert!((1..=8).contains(&in_vain), "{report}");
    assert_eq!(bank.books().sent.len(), 350 + in_vain);

    bank.books().balance = 1_000 * WAGE;
    let report = flows.run_all(wages(1_000)).stop_when_mendable().await;
    assert!(report.is_settled(), "{report}");
    holds(report.succeeded, 1_000);
    bank.has_paid_once(1_000);
    assert_eq!(bank.books().balance, 350 * WAGE);
    // Who was paid is not sent again; who was not, once more.
    assert_eq!(bank.books().sent.values().sum::<usize>(), 1_000 + in_vain);
    assert_eq!(report.to_string(), "1000 succeeded, 1000.00 yuan");
}

#[tokio::test]
async fn a_list_that_does_not_stop_tries_all_and_says_what_is_missing() {
    let bank = Bank::with(10 * WAGE);
    let report = bank.flows(Still).store(shared()).run_all(wages(40)).await;
    holds(report.succeeded, 10);
    holds(report.mendable, 30);
    assert_eq!(report.stopped_by, None);
    assert_eq!(
        report.to_string(),
        "10 succeeded, 10.00 yuan\n30 to be fixed, 30.00 yuan\n  30: BALANCE_IS_NOT_ENOUGH"
    );
}

#[tokio::test]
async fn no_more_than_so_many_are_run_or_in_memory_at_once() {
    for at_once in [1, 3, 20] {
        let (bank, taken) = (Bank::with(100 * WAGE), Arc::new(AtomicUsize::new(0)));
        let counter = taken.clone();
        // Without an end: only what is started is taken.
        let list = (0..).map(move |index| {
            counter.fetch_add(1, Relaxed);
            wage(&format!("w_{index}"))
        });
        let flows = bank.flows(Still);
        let list = flows.run_all(list).at_once(at_once).stop_when_mendable();
        let mut ended = 0;
        let report = list.on_event(|event| {
            ended += usize::from(event.standing().is_some());
            assert!(taken.load(Relaxed) <= ended + at_once);
        });
        holds(report.await.succeeded, 100);
        assert_eq!(bank.books().most, at_once);
    }
}

#[tokio::test]
async fn no_more_than_so_many_are_started_in_a_second() {
    let (bank, clock) = (Bank::with(20 * WAGE), Manual::new());
    let list = bank.flows(clock.clone()).run_all(wages(20)).per_second(10);
    let running = tokio::spawn(list.into_future());
    for started in 1..=20 {
        settle().await;
        assert_eq!(bank.books().sent.len(), started);
        clock.advance(Duration::from_millis(99));
        settle().await;
        assert_eq!(bank.books().sent.len(), started);
        clock.advance(Duration::from_millis(1));
    }
    holds(running.await.unwrap().succeeded, 20);
}

#[tokio::test]
async fn one_that_fails_does_not_stop_the_others() {
    let bank = Bank::with(100 * WAGE);
    let bad = ["lost_1", "rejected_1", "unsent_1", "w_1", "taken_1", "rejected_2"].map(wage);
    let no_task = Transfer::new(transfer().order().clone().trans_amount("1,000.00"));
    let list = wages(1).chain(bad).chain([no_task]).chain([wage("w_9")]);
    let mut told = Vec::new();
    let flows = bank.flows(Still).store(shared());
    let list = flows.run_all(list).stop_when_mendable().on_event(|event| {
        let line = event.to_string();
        match event {
            ListEvent::Ended { index, .. } | ListEvent::NoTask { index, .. } => {
                told.push((index, line));
            }
            _ => {}
        }
    });
    let report = list.await;
    holds(report.succeeded, 3);
    holds(report.failed, 2);
    holds(report.open, 2);
    assert_eq!(report.problems.count, 2);
    assert_eq!(report.problems.amount, Amount::from_fen(WAGE));
    let told: std::collections::BTreeMap<_, _> = told.into_iter().collect();
    assert_eq!(told.len(), 9);
    assert_eq!(told[&0], "w_0: succeeded, 1.00 yuan");
    assert_eq!(told[&2], "rejected_1: rejected: PAYEE_NOT_EXIST: m");
    assert!(told[&3].starts_with("unsent_1: nothing was done: "), "{told:?}");
    assert!(told[&7].starts_with("item 7 is not a task: the order cannot be run: "), "{told:?}");
    let reasons = reasons(&report);
    assert!(reasons.contains(&(Standing::Failed, "PAYEE_NOT_EXIST".to_owned(), 2)), "{reasons:?}");
    assert_eq!(reasons.iter().map(|(.., count)| count).sum::<u64>(), 6);
}

#[tokio::test]
async fn a_report_of_many_reasons_stays_small() {
    let list = (0..100).map(|number| wage(&format!("code_{number}")));
    let report = Bank::with(0).flows(Still).run_all(list).await;
    assert_eq!(report.failed.count, 100);
    let reasons = reasons(&report);
    assert_eq!(reasons.len(), 17, "{reasons:?}");
    assert!(reasons.contains(&(Standing::Failed, "other reasons".to_owned(), 84)), "{reasons:?}");
    assert_eq!(reasons.iter().map(|(.., count)| count).sum::<u64>(), 100);
}

#[tokio::test]
async fn the_listener_of_the_flows_hears_the_runs_of_a_list_too() {
    let heard = Arc::new(AtomicUsize::new(0));
    let counter = heard.clone();
    let flows = Bank::with(5 * WAGE).flows(Still).on_event(move |_, _| {
        counter.fetch_add(1, Relaxed);
    });
    let mut events = flows.run_all(wages(5)).events();
    let (mut started, mut progressed) = (0, 0);
    while let Some(event) = events.next().await {
        match event {
            ListEvent::Started { index, number } => {
                assert_eq!(number, format!("w_{index}"));
                started += 1;
            }
            ListEvent::Progressed { .. } => progressed += 1,
            _ => {}
        }
    }
    assert_eq!((started, progressed), (5, 5));
    assert_eq!(heard.load(Relaxed), 5);
    holds(events.report().succeeded, 5);
}

/// A store that is away for some calls.
struct Away {
    inner: MemoryStore,
    calls: AtomicUsize,
    while_calls: std::ops::Range<usize>,
}

impl Way for Away {
    fn store(&self) -> &dyn IdempotencyStore {
        &self.inner
    }

    fn reach<'a, T: Send + 'a>(&'a self, _: Act, done: Stored<'a, T>) -> Stored<'a, T> {
        match self.while_calls.contains(&self.calls.fetch_add(1, Relaxed)) {
            true => Box::pin(async { Err(StoreError::from(StoreErrorKind::Unavailable)) }),
            false => done,
        }
    }
}

#[tokio::test]
async fn a_store_that_is_away_in_the_middle_pays_nobody_twice() {
    let (bank, waits) = (Bank::with(1_000 * WAGE), Waits::new());
    let inner = MemoryStore::new().clock(waits.clone());
    let store = Away { inner, calls: AtomicUsize::new(0), while_calls: 101..150 };
    let flows = bank.flows(waits.clone()).store(Arc::new(Through(store)));
    let report = flows.run_all(wages(200)).await;
    assert!(report.open.count > 0 && report.problems.count == 0, "{report}");
    assert_eq!(report.open.count + report.succeeded.count, 200);
    // Tasks that were under way meanwhile are held for a lease.
    waits.sleep(Duration::from_secs(20)).await;
    let report = flows.run_all(wages(200)).await;
    assert!(report.is_settled(), "{report}");
    holds(report.succeeded, 200);
    bank.has_paid_once(200);
}

#[tokio::test]
async fn a_list_that_is_dropped_in_the_middle_is_run_again_from_the_top() {
    let (bank, waits) = (Bank::with(1_000 * WAGE), Waits::new());
    let store = Arc::new(MemoryStore::new().clock(waits.clone()));
    let flows = bank.flows(waits.clone()).store(store);
    let mut events = flows.run_all(wages(60)).events();
    while events.report().succeeded.count < 30 {
        events.next().await.unwrap();
    }
    drop(events);
    let report = flows.run_all(wages(60)).await;
    assert!(report.open.count > 0, "the runs that were under way are busy: {report}");
    waits.sleep(Duration::from_secs(20)).await;
    holds(flows.run_all(wages(60)).await.succeeded, 60);
    bank.has_paid_once(60);
}
