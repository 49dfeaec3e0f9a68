//! Payments that somebody cancels while they run, and what is heard of a run.

use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use alipay_sdk::flow::{Event, Failure, Precreate, Timing};
use alipay_sdk::model::AlipayTradePrecreateModel;
use alipay_sdk::{Clock, Sleep};

use super::forged::authentic;
use super::*;

/// A clock whose waits never end, or give way to others once.
#[derive(Clone)]
struct Slow {
    waits: Waits,
    is_endless: bool,
}

impl Clock for Slow {
    fn now(&self) -> SystemTime {
        self.waits.now()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        if self.is_endless {
            return Box::pin(std::future::pending());
        }
        drop(self.waits.sleep(duration));
        Box::pin(tokio::task::yield_now())
    }
}

fn slow(steps: impl IntoIterator<Item = Step>, is_endless: bool) -> Bench {
    let mut bench = Bench::new(steps);
    let clock = Slow { waits: bench.waits.clone(), is_endless };
    let client = key_mode().retry(RetryPolicy::never()).transport(bench.script.clone());
    bench.flows = Flows::new(&client.clock(clock).build().unwrap());
    bench
}

fn reason<K: Kind>(outcome: Result<Outcome<K>, FlowError>) -> FailureReason {
    match outcome.unwrap() {
        Outcome::Failed(failure) => failure.reason,
        other => panic!("{other:?}"),
    }
}

fn waiting() -> Step {
    ("query", trade("WAIT_BUYER_PAY"))
}

fn closed_by_it() -> Step {
    ("cancel", canceled("N", Some("close")))
}

#[tokio::test]
async fn a_payment_that_waits_is_canceled_at_once_after_one_more_question() {
    let bench = slow([("pay", lost()), waiting(), waiting(), closed_by_it()], true);
    let task = pay();
    let cancel = bench.flows.cancel_handle(&task).unwrap();
    let (outcome, said) = tokio::join!(bench.run(task), cancel.cancel());
    said.unwrap();
    assert_eq!(reason(outcome), FailureReason::Canceled);

    // The buyer was faster.
    let bench = slow([("pay", lost()), waiting(), ("query", trade("TRADE_SUCCESS"))], true);
    let task = pay();
    let cancel = bench.flows.cancel_handle(&task).unwrap();
    let (outcome, _) = tokio::join!(bench.run(task), cancel.cancel());
    assert_eq!(paid(outcome).1, "T1");
}

#[tokio::test]
async fn a_payment_that_another_process_runs_is_canceled_through_the_store() {
    let store = shared();
    let mut bench = slow([("pay", lost()), waiting(), waiting(), closed_by_it()], false);
    bench.flows = bench.flows.store(store.clone());
    let elsewhere = Bench::new([]).flows.store(store.clone());
    let cancel = elsewhere.cancel_handle_of::<Pay>("1").unwrap();
    let (outcome, said) = tokio::join!(bench.run(pay()), cancel.cancel());
    said.unwrap();
    assert_eq!(reason(outcome), FailureReason::Canceled);
    // The word is taken away, and what has ended hears no other.
    assert!(store.unfinished("", 9).await.unwrap().is_empty());
    cancel.cancel().await.unwrap();
    assert!(store.unfinished("", 9).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_word_to_cancel_waits_for_who_goes_on_with_the_payment() {
    let store = shared();
    let flows = Bench::new([]).flows.store(store.clone());
    flows.cancel_handle_of::<Pay>("1").unwrap().cancel().await.unwrap();
    // It is not about another number that begins alike.
    let done = json!({
        "out_trade_no": "11", "trade_no": "T2", "total_amount": "8.80",
        "gmt_payment": "2026-06-16 14:06:41",
    });
    let mut other = Bench::new([("pay", yes(done))]);
    other.flows = other.flows.store(store.clone());
    let task = Pay::new(pay().order().clone().out_trade_no("11")).unwrap();
    assert_eq!(paid(other.run(task).await).1, "T2");

    let key = format!("pay/{}/1", platform::APP_ID);
    let state = serde_json::to_string(&pay()).unwrap();
    authentic(&store).start(&key, &state, Duration::ZERO).await.unwrap();

    let mut bench = Bench::new([waiting(), closed_by_it()]);
    bench.flows = bench.flows.store(store.clone());
    assert_eq!(reason(bench.run(pay()).await), FailureReason::Canceled);
    assert!(store.unfinished("", 9).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_payment_that_is_canceled_before_it_is_sent_is_not_sent() {
    let bench = Bench::new([]);
    let task = pay();
    bench.flows.cancel_handle(&task).unwrap().cancel().await.unwrap();
    assert_eq!(reason(bench.run(task).await), FailureReason::Canceled);
}

#[tokio::test]
async fn a_code_is_not_shown_after_it_was_canceled() {
    let order =
        AlipayTradePrecreateModel::new().out_trade_no("1").total_amount("8.80").subject("Tea");
    let steps = [("precreate", lost()), ("query", no("ACQ.TRADE_NOT_EXIST")), closed_by_it()];
    let bench = slow(steps, false);
    let task = Precreate::new(order).unwrap().show(|code| panic!("{code} is shown"));
    let cancel = bench.flows.cancel_handle(&task).unwrap();
    let (outcome, _) = tokio::join!(bench.run(task), cancel.cancel());
    assert_eq!(reason(outcome), FailureReason::Canceled);
}

#[tokio::test]
async fn a_payment_whose_time_is_over_says_what_it_was_at() {
    for (seen, event) in [
        (trade("WAIT_BUYER_PAY"), Event::WaitingForBuyer),
        (no("ACQ.TRADE_NOT_EXIST"), Event::NotFound),
        (lost(), Event::Unclear),
    ] {
        let bench = Bench::new([("query", seen), closed_by_it()]);
        let Outcome::Failed(failure) = bench.run(late()).await.unwrap() else { panic!() };
        assert_eq!(failure.reason, FailureReason::TimeOver(event));
        assert!(failure.to_string().contains(&event.to_string()), "{failure}");
        let kept = serde_json::to_string(&failure).unwrap();
        assert_eq!(serde_json::from_str::<Failure>(&kept).unwrap(), failure);
    }
    // Another process goes on with the cancellation, and knows why.
    let questions = std::iter::repeat_n(("cancel", lost()), 13);
    let bench = Bench::new([waiting()].into_iter().chain(questions));
    let task = unknown(bench.run(late()).await);
    let bench = Bench::new([closed_by_it()]);
    let over = FailureReason::TimeOver(Event::WaitingForBuyer);
    assert_eq!(reason(bench.run(stored(&task)).await), over);
}

#[tokio::test]
async fn who_watches_hears_what_a_run_is_at() {
    let mut bench = Bench::new([
        ("pay", lost()),
        ("query", no("ACQ.TRADE_NOT_EXIST")),
        ("query", trade("WAIT_BUYER_PAY")),
        closed_by_it(),
    ]);
    let heard = Arc::new(Mutex::new(Vec::new()));
    let events = heard.clone();
    let timing = Timing::new().buyer(Duration::from_secs(5));
    bench.flows = bench.flows.timing(timing).unwrap().on_event(move |number, event| {
        events.lock().unwrap().push((number.to_owned(), event));
    });
    let _ = closed(bench.run(pay()).await);
    let heard = std::mem::take(&mut *heard.lock().unwrap());
    assert!(heard.iter().all(|(number, _)| number == "1"));
    let heard: Vec<_> = heard.iter().map(|(_, event)| *event).collect();
    let expected =
        [Event::Sending, Event::Unclear, Event::NotFound, Event::WaitingForBuyer, Event::Canceling];
    assert_eq!(heard, expected);

    let mut bench =
        Bench::new([("transfer", transfer_is("DEALING")), ("query", transfer_is("SUCCESS"))]);
    let heard = Arc::new(Mutex::new(Vec::new()));
    let events = heard.clone();
    bench.flows = bench.flows.on_event(move |_, event| events.lock().unwrap().push(event));
    paid(bench.run(transfer()).await);
    assert_eq!(*heard.lock().unwrap(), [Event::Sending, Event::Processing]);
}

#[tokio::test]
async fn a_cancellation_that_an_earlier_run_has_lost_may_yet_be_processed() {
    let lost = (0..13).map(|_| ("query", trade("WAIT_BUYER_PAY")));
    let lost = lost.chain((0..13).map(|_| ("cancel", super::lost())));
    let task =
        unknown(Bench::new([("pay", super::lost())].into_iter().chain(lost)).run(pay()).await);
    let rejected =
        || [("cancel", no("ACQ.REASON_TRADE_BEEN_FREEZEN")), ("query", trade("TRADE_SUCCESS"))];
    let task = unknown(Bench::new(rejected()).run(task).await);
    let later = Bench::new(rejected());
    later.waits.sleep(Duration::from_secs(600)).await;
    assert_eq!(paid(later.run(task).await).1, "T1");
}
