//! How long flows wait, whatever the clock and the times say.

use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use alipay_sdk::flow::Timing;
use alipay_sdk::{Body, Clock, Sleep, Transport, TransportFuture};

use super::through::{Through, Way};
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
        let cancellation = ("cancel", canceled("N", Some("close")));
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
    bench.flows = bench.flows.timing(endless.poll(Duration::MAX)).unwrap();
    assert_eq!(paid(bench.run(pay()).await).1, "T1");
    assert_eq!(bench.waited(), Duration::from_secs(24 * 60 * 60));

    let done = ("query", refund_is("REFUND_SUCCESS"));
    let mut bench = Bench::new([("refund", lost()), ("query", lost()), done]);
    bench.flows = bench.flows.timing(endless).unwrap();
    assert_eq!(paid(bench.run(refund()).await).0, "r1");
}

#[tokio::test]
async fn an_interval_of_nothing_lets_time_pass_all_the_same() {
    let questions = std::iter::repeat_n(("query", lost()), 3);
    let steps = [("refund", lost())].into_iter().chain(questions);
    let mut bench = Bench::new(steps);
    let timing = Timing::new().poll(Duration::ZERO).resolve(Duration::from_millis(3));
    bench.flows = bench.flows.timing(timing).unwrap();
    let _ = unknown(bench.run(refund()).await);
}

/// What a store is told of leases.
#[derive(Default)]
struct Leases(MemoryStore, Mutex<Vec<Duration>>);

impl Way for Leases {
    fn store(&self) -> &dyn IdempotencyStore {
        &self.0
    }

    fn lease(&self, lease: Duration) {
        self.1.lock().unwrap().push(lease);
    }
}

#[tokio::test]
async fn the_lease_is_renewed_before_each_wait_and_each_repetition() {
    let store = Arc::new(Through(Leases::default()));
    let steps = [("refund", lost()), ("query", yes(json!({}))), ("refund", refunded()), asked()];
    let mut bench = Bench::new(steps);
    let timing = Timing::new().call(Duration::from_secs(3)).lease(Duration::from_secs(4));
    bench.flows = bench.flows.store(store.clone()).timing(timing).unwrap();
    paid(bench.run(refund()).await);
    // At the start, in each part of the wait, before the question, and before it is sent again.
    assert_eq!(*store.0.1.lock().unwrap(), [Duration::from_secs(4); 6]);
    // It is renewed every 2 seconds: nobody takes it over meanwhile.
    let parts = [2, 2, 1].map(Duration::from_secs);
    assert_eq!(bench.waits.waits(), parts);
}

#[tokio::test]
async fn a_task_of_a_process_that_died_is_free_after_seconds() {
    let waits = Waits::new();
    let store = Arc::new(MemoryStore::new().clock(waits.clone()));
    let mut bench = Bench::new([]);
    bench.flows = bench.flows.store(store.clone());
    let flows = bench.flows.clone();
    // It dies before its first response.
    let dies = tokio::spawn(async move { flows.run(pay()).await.map(drop) });
    assert!(dies.await.is_err());
    let mut bench = Bench::new([("query", trade("TRADE_SUCCESS"))]);
    bench.flows = bench.flows.store(store);
    assert!(matches!(bench.flows.run(pay()).await, Err(FlowError::Busy { .. })));
    waits.sleep(Duration::from_secs(20)).await;
    assert_eq!(paid(bench.run(pay()).await).1, "T1");
}

#[test]
fn a_call_that_may_outlast_the_lease_is_refused_when_flows_are_built() {
    let seconds = Duration::from_secs;
    let bench = Bench::new([]);
    let built = |timing: Timing| bench.flows.clone().timing(timing);
    for timing in [
        Timing::new().call(seconds(300)),
        Timing::new().lease(seconds(15)),
        Timing::new().lease(Duration::ZERO),
    ] {
        let error = built(timing).unwrap_err();
        assert!(matches!(error, FlowError::Settings(_)) && !error.is_unknown_outcome());
        assert!(error.to_string().contains("`Timing::lease`"), "{error}");
    }
    assert!(built(Timing::new().call(seconds(30)).lease(seconds(40))).is_ok());
    // The client gives no call more than that.
    let client = key_mode().timeout(seconds(3)).transport(bench.script.clone()).build().unwrap();
    assert!(Flows::new(&client).timing(Timing::new().lease(seconds(4))).is_ok());
    assert!(Flows::new(&client).timing(Timing::new().lease(seconds(3))).is_err());
}

/// A transport that never responds, and knows no time.
struct Never;

impl Transport for Never {
    fn send(&self, _: http::Request<Body>) -> TransportFuture<'_> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn a_call_takes_no_longer_than_flows_may_call_whatever_the_transport() {
    let client = key_mode().retry(RetryPolicy::never()).transport(Never);
    let client = client.clock(Waits::new()).build().unwrap();
    let timing = Timing::new().call(Duration::from_millis(5)).resolve(Duration::from_secs(5));
    let flows = Flows::new(&client).timing(timing).unwrap();
    let _ = unknown(flows.run(refund()).await);
}

/// A transport that takes half a minute before anything leaves the machine.
struct SlowToLeave(Script, Waits);

impl Transport for SlowToLeave {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        Box::pin(async move {
            self.1.sleep(Duration::from_secs(30)).await;
            tokio::task::yield_now().await;
            self.0.send(request).await
        })
    }
}

#[tokio::test]
async fn nothing_leaves_once_the_lease_is_over() {
    for (stored, sent) in [(true, 0), (false, 2)] {
        let (script, waits) =
            (Script::new([refunded(), refund_is("REFUND_SUCCESS")]), Waits::new());
        let slow = SlowToLeave(script.clone(), waits.clone());
        let client = key_mode().retry(RetryPolicy::never()).transport(slow).clock(waits);
        let mut flows = Flows::new(&client.build().unwrap());
        if stored {
            flows = flows.store(MemoryStore::new());
        }
        let outcome = flows.run(refund()).await;
        assert_eq!(matches!(outcome.unwrap(), Outcome::Succeeded(_)), !stored);
        assert_eq!(script.sent(), sent);
    }
}
