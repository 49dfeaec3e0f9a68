//! Payments that are refused, and codes that may be paid.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use alipay_sdk::Clock;
use alipay_sdk::flow::Precreate;
use alipay_sdk::model::AlipayTradePrecreateModel;

use super::*;

const REFUSED: &str = "ACQ.BUYER_BALANCE_NOT_ENOUGH";

#[tokio::test]
async fn a_refused_payment_is_canceled_so_that_nobody_pays_it_later() {
    for seen in [trade("WAIT_BUYER_PAY"), no("ACQ.TRADE_NOT_EXIST")] {
        let bench = Bench::new([
            ("pay", no(REFUSED)),
            ("query", lost()),
            ("query", seen),
            ("cancel", lost()),
            ("cancel", canceled("N", Some("close"))),
        ]);
        assert_eq!(closed(bench.run(pay()).await), REFUSED);
    }
    let bench = Bench::new([("pay", no(REFUSED)), ("query", trade("TRADE_CLOSED"))]);
    assert_eq!(closed(bench.run(pay()).await), REFUSED);
    let bench = Bench::new([("pay", no(REFUSED)), ("query", trade("TRADE_SUCCESS"))]);
    assert_eq!(paid(bench.run(pay()).await).1, "T1");
}

#[tokio::test]
async fn a_refused_payment_stays_refused_when_another_process_cancels_it() {
    let lost = std::iter::repeat_n(("cancel", lost()), 13);
    let first = [("pay", no(REFUSED)), ("query", trade("WAIT_BUYER_PAY"))];
    let bench = Bench::new(first.into_iter().chain(lost));
    let flow = unknown(bench.run(pay()).await);
    let bench = Bench::new([("cancel", canceled("N", Some("close")))]);
    assert_eq!(closed(bench.run(stored(&flow)).await), REFUSED);
}

fn code() -> Task<Precreate> {
    let order =
        AlipayTradePrecreateModel::new().out_trade_no("1").total_amount("8.80").subject("Tea");
    Precreate::new(order).unwrap()
}

/// Counts how often a code is shown.
fn counted(task: Task<Precreate>) -> (Task<Precreate>, Arc<AtomicU32>) {
    let shown = Arc::new(AtomicU32::new(0));
    let count = shown.clone();
    let task = task.show(move |_| {
        count.fetch_add(1, Relaxed);
    });
    (task, shown)
}

fn given() -> Then {
    yes(json!({"out_trade_no": "1", "qr_code": "https://qr.example/1"}))
}

#[tokio::test]
async fn a_code_that_may_have_been_shown_before_is_not_closed_by_a_rejection() {
    for code_of in ["ACQ.TOTAL_FEE_EXCEED", "ACQ.TRADE_HAS_CLOSE"] {
        let refused = || ("precreate", no(code_of));
        let bench = Bench::new([refused(), ("query", trade("TRADE_SUCCESS"))]);
        assert_eq!(paid(bench.run(stored(&code())).await).1, "T1");
        let bench =
            Bench::new([("precreate", lost()), refused(), ("query", trade("TRADE_SUCCESS"))]);
        assert_eq!(paid(bench.run(code()).await).1, "T1");
        let bench = Bench::new([refused()]);
        assert_eq!(closed(bench.run(code()).await), code_of);
    }
}

#[tokio::test]
async fn a_code_is_kept_before_it_is_shown() {
    let waits = Waits::new();
    let store = Arc::new(MemoryStore::new().clock(waits.clone()));
    let mut bench = Bench::new([("precreate", given())]);
    bench.flows = bench.flows.store(store.clone());
    let dies = code().show(|_| panic!("the process dies"));
    let flows = bench.flows.clone();
    assert!(tokio::spawn(async move { flows.run(dies).await.map(drop) }).await.is_err());

    waits.sleep(Duration::from_secs(180)).await;
    let mut bench = Bench::new([("query", trade("TRADE_SUCCESS"))]);
    bench.flows = bench.flows.store(store);
    let found = bench.flows.unfinished::<Precreate>(9).await.unwrap().remove(0).unwrap();
    let (found, shown) = counted(found);
    paid(bench.run(found).await);
    assert_eq!(shown.load(Relaxed), 1);
}

#[tokio::test]
async fn a_code_is_not_asked_for_or_shown_when_time_is_over() {
    for (canceling, steps) in [
        (true, vec![("cancel", canceled("N", None))]),
        (false, vec![("query", lost()), ("cancel", canceled("N", None))]),
    ] {
        for known in [None, Some("https://qr.example/1")] {
            let mut state = serde_json::to_value(code()).unwrap();
            let started = if canceling { 0 } else { 121_000 };
            state["progress"]["started_at"] = json!(1_781_590_001_000_u64 - started);
            state["progress"]["canceling"] = canceling.into();
            state["progress"]["code"] = known.into();
            let (flow, shown) = counted(serde_json::from_value(state).unwrap());
            let bench = Bench::new(steps.clone());
            assert_eq!(closed(bench.run(flow).await), "");
            assert_eq!(shown.load(Relaxed), 0);
        }
    }
}

#[tokio::test]
async fn a_code_that_is_known_is_shown_again_in_time() {
    let mut state = serde_json::to_value(code()).unwrap();
    state["progress"]["code"] = "https://qr.example/1".into();
    let (flow, shown) = counted(serde_json::from_value(state).unwrap());
    let bench = Bench::new([("query", trade("TRADE_SUCCESS"))]);
    paid(bench.run(flow).await);
    assert_eq!(shown.load(Relaxed), 1);
}
