//! How long flows wait, whatever the clock and the times say.

use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use alipay_sdk::flow::Timing;
use alipay_sdk::store::{Claim, Started, Stored, Unfinished};
use alipay_sdk::{Clock, Sleep};

use super::*;

/// A clock that goes back an hour at every wait.
#[derive(Clone)]
struct Back(Arc<Mutex<(SystemTime, Duration)>>);

impl Clock for Back {
    fn now(&self) -> SystemTime {
        self.0.lock().unwrap().0
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let mut state = self.0.lock().unwrap();
        state.0 -= Duration::from_secs(3_600);
        state.1 += duration;
        Box::pin(std::future::ready(()))
    }
}

#[tokio::test]
async fn a_clock_that_steps_back_lengthens_nothing() {
    let steps = || {
        let questions = std::iter::repeat_n(("query", trade("WAIT_BUYER_PAY")), 13);
        let cancellation = ("cancel", cancelled("N", Some("close")));
        [("pay", lost())].into_iter().chain(questions).chain([cancellation])
    };
    let mut bench = Bench::new(steps());
    let clock = Back(Arc::new(Mutex::new((Waits::new().now(), Duration::ZERO))));
    let client = key_mode().retry(RetryPolicy::never());
    let client = client.transport(bench.script.clone()).clock(clock.clone()).build().unwrap();
    bench.flows = Flows::new(&client);
    assert_eq!(closed(bench.run(pay()).await), "");
    assert_eq!(clock.0.lock().unwrap().1, Duration::from_secs(60));
}

#[tokio::test]
async fn a_time_without_an_end_is_not_over_at_once() {
    let endless = Timing::new().buyer(Duration::MAX).resolve(Duration::MAX).scan(Duration::MAX);
    let steps = [("pay", lost()), ("query", lost()), ("query", trade("TRADE_SUCCESS"))];
    let mut bench = Bench::new(steps);
    bench.flows = bench.flows.timing(endless.poll(Duration::MAX));
    assert_eq!(paid(bench.run(pay()).await).1, "T1");
    assert_eq!(bench.waited(), Duration::from_secs(24 * 60 * 60));

    let done = yes(json!({"out_request_no": "r1", "refund_status": "REFUND_SUCCESS"}));
    let mut bench = Bench::new([("refund", lost()), ("query", lost()), ("query", done)]);
    bench.flows = bench.flows.timing(endless);
    assert_eq!(paid(bench.run(refund()).await).0, "r1");
}

#[tokio::test]
async fn an_interval_of_nothing_lets_time_pass_all_the_same() {
    let questions = std::iter::repeat_n(("query", lost()), 3);
    let steps = [("refund", lost())].into_iter().chain(questions);
    let mut bench = Bench::new(steps);
    let timing = Timing::new().poll(Duration::ZERO).resolve(Duration::from_millis(3));
    bench.flows = bench.flows.timing(timing);
    let _ = unknown(bench.run(refund()).await);
}

/// What a store is told of leases.
#[derive(Default)]
struct Leases(MemoryStore, Mutex<Vec<Duration>>);

impl IdempotencyStore for Leases {
    fn start<'a>(&'a self, key: &'a str, state: &'a str, lease: Duration) -> Stored<'a, Started> {
        self.1.lock().unwrap().push(lease);
        self.0.start(key, state, lease)
    }

    fn save<'a>(&'a self, claim: &'a Claim, state: &'a str, lease: Duration) -> Stored<'a, ()> {
        self.1.lock().unwrap().push(lease);
        self.0.save(claim, state, lease)
    }

    fn finish<'a>(&'a self, claim: &'a Claim, outcome: &'a str) -> Stored<'a, ()> {
        self.0.finish(claim, outcome)
    }

    fn release<'a>(&'a self, claim: &'a Claim) -> Stored<'a, ()> {
        self.0.release(claim)
    }

    fn unfinished<'a>(&'a self, prefix: &'a str, limit: usize) -> Stored<'a, Vec<Unfinished>> {
        self.0.unfinished(prefix, limit)
    }
}

#[tokio::test]
async fn the_lease_is_renewed_before_each_wait_and_each_repetition() {
    let store = Arc::new(Leases::default());
    let mut bench = Bench::new([
        ("refund", lost()),
        ("query", yes(json!({}))),
        ("refund", yes(json!({"fund_change": "Y", "trade_no": "T1"}))),
    ]);
    bench.flows = bench.flows.store(store.clone()).timing(Timing::new().lease(Duration::ZERO));
    paid(bench.run(refund()).await);
    // At the start, before the wait, before it is sent again; never less than two intervals.
    assert_eq!(*store.1.lock().unwrap(), [Duration::from_secs(10); 3]);
}
