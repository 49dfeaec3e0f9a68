//! Work and its lease: it stops before another replica may begin, whatever the store does.

use std::sync::{Arc, Mutex};

use alipay_sdk::notify::{HandleError, HandleOnce, Handled};

use crate::post::{paid, verified};
use crate::through::Through;
use crate::time::{Time, Trouble, Troubled, is_unavailable};

/// Who worked, and when.
type Log = Arc<Mutex<Vec<(u64, &'static str)>>>;

/// A replica of a shop.
struct Replica {
    name: &'static str,
    store: Through<Troubled>,
    time: Time,
    log: Log,
}

impl Replica {
    fn new(name: &'static str, store: Troubled, log: &Log) -> Self {
        Self { name, time: store.time.clone(), store: Through(store), log: log.clone() }
    }

    /// Handles the notification of a payment; the work takes so long, and says so each second.
    async fn handle(&self, seconds: u64) -> Result<Handled, HandleError<()>> {
        let work = async {
            for _ in 0..seconds {
                self.log.lock().expect("no panic").push((self.time.seconds(), self.name));
                self.time.wait(1).await;
            }
            Ok(())
        };
        let once = HandleOnce::new().clock(self.time.clone());
        once.handle(&self.store, &verified(&paid()), work).await
    }

    /// The same again every second as long as somebody else is at it.
    async fn handle_when_free(&self, seconds: u64) -> Result<Handled, HandleError<()>> {
        loop {
            match self.handle(seconds).await {
                Ok(Handled::Elsewhere) => self.time.wait(1).await,
                other => return other,
            }
        }
    }
}

/// When a replica has worked.
fn moments(log: &Log, name: &str) -> Vec<u64> {
    let log = log.lock().expect("no panic");
    log.iter().filter(|(_, who)| *who == name).map(|(at, _)| *at).collect()
}

#[test]
fn two_replicas_never_work_at_once_when_the_store_is_out_of_reach_of_one() {
    for trouble in [Trouble::Fails, Trouble::Hangs] {
        for begin in [1, 15, 25] {
            let (time, log) = (Time::default(), Log::default());
            let store = Troubled::new(&time);
            let first = Replica::new("first", store.with(trouble, begin..9_999), &log);
            let second = Replica::new("second", store, &log);
            let both = async { tokio::join!(first.handle(300), second.handle_when_free(5)) };
            let (stopped, done) = time.run(both);
            assert!(matches!(stopped, Err(HandleError::LeaseEnded(_))), "{stopped:?}");
            assert_eq!(done.expect("handled"), Handled::Now);
            let (last, next) = (moments(&log, "first").pop(), moments(&log, "second")[0]);
            let last = last.expect("it worked");
            assert!(last < next, "the first worked until {last}, the second from {next}");
        }
    }
}

#[test]
fn work_goes_on_while_a_renewal_hangs() {
    let (time, log) = (Time::default(), Log::default());
    let store = Troubled::new(&time).with(Trouble::Hangs, 10..45);
    let replica = Replica::new("first", store, &log);
    assert_eq!(time.run(replica.handle(100)).expect("handled"), Handled::Now);
    assert_eq!(moments(&log, "first"), (0..100).collect::<Vec<_>>());
}

#[test]
fn a_store_that_is_back_in_time_stops_nothing() {
    let (time, log) = (Time::default(), Log::default());
    let store = Troubled::new(&time);
    let first = Replica::new("first", store.with(Trouble::Fails, 15..45), &log);
    let second = Replica::new("second", store, &log);
    let both = async { tokio::join!(first.handle(120), second.handle_when_free(1)) };
    let (done, elsewhere) = time.run(both);
    assert_eq!(done.expect("handled"), Handled::Now);
    assert_eq!(elsewhere.expect("handled"), Handled::Before);
    assert_eq!(moments(&log, "first").len(), 120);
}

#[test]
fn work_does_not_go_on_after_the_machine_was_suspended() {
    let (time, log) = (Time::default(), Log::default());
    let replica = Replica::new("first", Troubled::new(&time), &log);
    let suspended = async {
        time.wait(5).await;
        time.suspend(300);
    };
    let (stopped, ()) = time.run(async { tokio::join!(replica.handle(100), suspended) });
    assert!(matches!(stopped, Err(HandleError::LeaseEnded(None))), "{stopped:?}");
    assert!(moments(&log, "first").iter().all(|at| *at <= 5), "{log:?}");
}

#[test]
fn work_whose_claim_is_lost_stops() {
    let (time, log) = (Time::default(), Log::default());
    let store = Troubled::new(&time).with(Trouble::Lost, 10..999);
    let stopped = time.run(Replica::new("first", store, &log).handle(100));
    let Err(HandleError::Store(error)) = stopped else { panic!("{stopped:?}") };
    assert!(error.is_claim_lost());
    assert_eq!(moments(&log, "first").last(), Some(&19));
}

#[test]
fn the_end_of_the_work_is_told_until_the_store_hears_it() {
    for trouble in [Trouble::Fails, Trouble::Hangs] {
        let (time, log) = (Time::default(), Log::default());
        let store = Troubled::new(&time);
        let first = Replica::new("first", store.with(trouble, 10..40), &log);
        assert_eq!(time.run(first.handle(12)).expect("handled"), Handled::Now);
        let second = Replica::new("second", store, &log);
        assert_eq!(time.run(second.handle(1)).expect("handled"), Handled::Before);
    }
}

#[test]
fn a_store_that_never_responds_ends_the_wait() {
    for from in [0, 5] {
        let (time, log) = (Time::default(), Log::default());
        let store = Troubled::new(&time).with(Trouble::Hangs, from..9_999);
        let result = time.run(Replica::new("first", store, &log).handle(10));
        let Err(HandleError::Store(error)) = result else { panic!("{result:?}") };
        assert!(is_unavailable(&error), "{error}");
        assert!(time.seconds() <= 60, "{}", time.seconds());
        assert_eq!(moments(&log, "first").len(), if from == 0 { 0 } else { 10 });
    }
}
