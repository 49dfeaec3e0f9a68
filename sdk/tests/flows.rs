//! What flows send, in which order, after which waits, and what they end with.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "flows/bank.rs"]
mod bank;
#[path = "flows/cancel.rs"]
mod cancel;
#[path = "flows/forged.rs"]
mod forged;
#[path = "flows/lists.rs"]
mod lists;
#[path = "flows/manual_clock.rs"]
mod manual_clock;
#[path = "flows/mended.rs"]
mod mended;
#[path = "flows/named.rs"]
mod named;
#[path = "flows/once.rs"]
mod once;
#[path = "flows/payments.rs"]
mod payments;
mod platform;
#[path = "flows/receipts.rs"]
mod receipts;
#[path = "flows/responses.rs"]
mod responses;
#[path = "flows/resumed.rs"]
mod resumed;
#[path = "flows/serialized.rs"]
mod serialized;
#[path = "flows/store.rs"]
mod store;
#[path = "flows/taken.rs"]
mod taken;
mod through;
#[path = "flows/time.rs"]
mod time;

use std::time::Duration;

use alipay_sdk::flow::{
    Close, FailureReason, FlowError, Flows, Kind, Outcome, Pay, Precreate, Refund, Task, Transfer,
};
use alipay_sdk::model::{
    AlipayFundTransUniTransferModel, AlipayTradeCloseModel, AlipayTradePayModel,
    AlipayTradePrecreateModel, AlipayTradeRefundModel, Participant,
};
use alipay_sdk::store::{IdempotencyStore, MemoryStore};
use alipay_sdk::{Client, RetryPolicy, TransportErrorKind};
use platform::script::{Script, Then, Waits};
use platform::{key_mode, signed};
use serde_json::{Value, json};

/// The request, by the last word of its path, and the response to it.
type Step = (&'static str, Then);

struct Bench {
    client: Client,
    flows: Flows,
    script: Script,
    waits: Waits,
    expected: Vec<&'static str>,
}

impl Bench {
    fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        let (expected, then): (Vec<_>, Vec<_>) = steps.into_iter().unzip();
        let (script, waits) = (Script::new(then), Waits::new());
        let client = key_mode().retry(RetryPolicy::never());
        let client = client.transport(script.clone()).clock(waits.clone()).build().unwrap();
        Self { flows: Flows::new(&client), client, script, waits, expected }
    }

    /// With a client that sends what the platform has asked for once more.
    fn retrying(mut self) -> Self {
        let client = key_mode().retry(RetryPolicy::new().attempts(2));
        let client = client.transport(self.script.clone()).clock(self.waits.clone()).build();
        self.flows = Flows::new(&client.unwrap());
        self
    }

    /// Runs a flow, and checks what was sent.
    async fn run<K: Kind>(&self, task: Task<K>) -> Result<Outcome<K>, FlowError> {
        self.checked(self.flows.run(task).await)
    }

    /// The same of one that is given up.
    async fn abandon<K: Kind>(&self, task: &Task<K>) -> Result<Outcome<K>, FlowError> {
        self.checked(self.flows.abandon(task).await)
    }

    /// The same of one that is opened once more.
    async fn reopen<K: Kind>(&self, task: &Task<K>) -> Result<Outcome<K>, FlowError> {
        self.checked(self.flows.reopen(task).await)
    }

    /// All was sent that was to be sent, and nothing else.
    fn checked<T>(&self, outcome: T) -> T {
        let sent = self.script.sent.lock().unwrap();
        let path = |path: &str| path.rsplit('/').next().unwrap().to_owned();
        let sent: Vec<_> = sent.iter().map(|(parts, _)| path(parts.uri.path())).collect();
        assert_eq!(sent, self.expected);
        outcome
    }

    /// A field of the bodies that were sent to this path.
    fn bodies(&self, path: &str, field: &str) -> Vec<String> {
        let sent = self.script.sent.lock().unwrap();
        let bodies = sent.iter().filter(|(parts, _)| parts.uri.path().ends_with(path));
        let read = |body: &[u8]| serde_json::from_slice::<Value>(body).unwrap();
        bodies.map(|(_, body)| read(body)[field].as_str().unwrap().to_owned()).collect()
    }

    fn waited(&self) -> Duration {
        self.waits.waits().iter().sum()
    }
}

fn is_other<K: Kind>(outcome: Result<Outcome<K>, FlowError>) -> bool {
    match outcome {
        Err(FlowError::OtherOrder { .. }) => true,
        other => panic!("{other:?}"),
    }
}

fn yes(body: Value) -> Then {
    Then::Answer(signed(200, body.to_string().as_bytes()))
}

fn no(code: &str) -> Then {
    Then::Answer(signed(400, json!({"code": code, "message": "m"}).to_string().as_bytes()))
}

fn lost() -> Then {
    Then::Fail(TransportErrorKind::Interrupted)
}

fn not_sent() -> Then {
    Then::Fail(TransportErrorKind::NotSent)
}

fn trade(status: &str) -> Then {
    yes(json!({
        "out_trade_no": "1", "trade_no": "T1", "total_amount": "8.80", "trade_status": status,
        "send_pay_date": "2026-06-16 14:06:41",
    }))
}

/// What a refund is answered with.
fn refunded() -> Then {
    yes(json!({"out_trade_no": "1", "trade_no": "T1", "fund_change": "Y", "refund_fee": "8.80"}))
}

/// What the question for a refund is answered with.
fn refund_is(status: &str) -> Then {
    yes(json!({
        "out_trade_no": "1", "trade_no": "T1", "out_request_no": "r1", "refund_amount": "8.80",
        "refund_status": status,
    }))
}

/// The question for a refund that was made.
fn asked() -> Step {
    ("query", refund_is("REFUND_SUCCESS"))
}

/// What a transfer, or the question for it, is answered with.
fn transfer_is(status: &str) -> Then {
    yes(json!({
        "out_biz_no": "b1", "order_id": "O1", "status": status, "amount": "1.00",
        "trans_amount": "1.00", "pay_date": "2026-06-16 14:06:41",
    }))
}

fn canceled(retry: &str, action: Option<&str>) -> Then {
    yes(json!({"out_trade_no": "1", "retry_flag": retry, "action": action}))
}

fn pay() -> Task<Pay> {
    let order = AlipayTradePayModel::new().out_trade_no("1").total_amount("8.8");
    Pay::new(order.subject("Tea").auth_code("281234567890123456")).unwrap()
}

fn refund() -> Task<Refund> {
    let order = AlipayTradeRefundModel::new().out_trade_no("1").out_request_no("r1");
    Refund::new(order.refund_amount("8.80")).unwrap()
}

fn transfer() -> Task<Transfer> {
    let payee = Participant::new().identity("2088").identity_type("ALIPAY_USER_ID");
    let order = AlipayFundTransUniTransferModel::new().out_biz_no("b1").trans_amount("1.00");
    Transfer::new(order.payee_info(payee)).unwrap()
}

fn close() -> Task<Close> {
    Close::new(AlipayTradeCloseModel::new().out_trade_no("1")).unwrap()
}

/// The flow as another process finds it.
fn stored<K: Kind>(task: &Task<K>) -> Task<K> {
    serde_json::from_str(&serde_json::to_string(task).unwrap()).unwrap()
}

#[track_caller]
fn paid<K: Kind>(outcome: Result<Outcome<K>, FlowError>) -> (String, String, String) {
    match outcome.unwrap() {
        Outcome::Succeeded(receipt) => (
            receipt.number,
            receipt.platform_number.unwrap_or_default(),
            receipt.amount.to_string(),
        ),
        other => panic!("{other:?}"),
    }
}

/// The code of the rejection, or what the cancellation did.
#[track_caller]
fn closed<K: Kind>(outcome: Result<Outcome<K>, FlowError>) -> String {
    match outcome.unwrap() {
        Outcome::Failed(failure) if failure.reason == FailureReason::GivenBack => {
            "refunded".to_owned()
        }
        Outcome::Failed(failure) => failure.code.unwrap_or_default(),
        other => panic!("{other:?}"),
    }
}

/// The number of the trade that was paid before it could be closed.
#[track_caller]
fn paid_before(outcome: Result<Outcome<Close>, FlowError>) -> String {
    let Outcome::Failed(failure) = outcome.unwrap() else { panic!("it is paid") };
    let FailureReason::Paid(receipt) = failure.reason else { panic!("{failure:?}") };
    receipt.platform_number.unwrap()
}

#[track_caller]
fn unknown<K: Kind>(outcome: Result<Outcome<K>, FlowError>) -> Task<K> {
    match outcome.unwrap() {
        Outcome::Unknown(unknown) => unknown.task,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_payment_that_is_answered_is_done_at_once() {
    let response = json!({
        "out_trade_no": "1", "trade_no": "T1", "total_amount": "8.80",
        "gmt_payment": "2026-06-16 14:06:41",
    });
    let bench = Bench::new([("pay", yes(response))]);
    assert_eq!(paid(bench.run(pay()).await), ("1".into(), "T1".into(), "8.80".into()));
}

#[tokio::test]
async fn a_payment_that_reached_nobody_is_not_done() {
    let refused = |status, code: &str| {
        let body = json!({"code": code, "message": "m"}).to_string();
        Then::Answer(signed(status, body.as_bytes()))
    };
    let nobody = [
        not_sent(),
        refused(429, "app-call-limited"),
        refused(401, "invalid-signature"),
        refused(403, "insufficient-isv-permissions"),
    ];
    for response in nobody {
        let bench = Bench::new([("pay", response)]);
        assert!(matches!(bench.run(pay()).await, Err(FlowError::NotDone(_))));
    }
}

#[tokio::test]
async fn a_payment_without_a_clear_response_is_asked_for_and_never_sent_again() {
    let forged = signed(200, b"{}").map(|_| br#"{"gmt_payment":"x","trade_no":"y"}"#.to_vec());
    let unclear = [
        lost(),
        Then::Fail(TransportErrorKind::Timeout),
        no("ACQ.SYSTEM_ERROR"),
        Then::Answer(signed(500, b"")),
        Then::Answer(signed(202, b"")),
        yes(json!({})),
        Then::Answer(forged),
        Then::Answer(signed(200, b"[]")),
    ];
    for response in unclear {
        let bench = Bench::new([
            ("pay", response),
            ("query", no("ACQ.TRADE_NOT_EXIST")),
            ("query", lost()),
            ("query", trade("WAIT_BUYER_PAY")),
            ("query", trade("TRADE_SUCCESS")),
        ]);
        assert_eq!(paid(bench.run(pay()).await).1, "T1");
        assert_eq!(bench.waited(), Duration::from_secs(15));
    }
}

#[tokio::test]
async fn a_payment_whose_time_is_over_is_asked_for_once_more_and_canceled() {
    let questions = std::iter::repeat_n(("query", trade("WAIT_BUYER_PAY")), 13);
    let steps = [("pay", lost())].into_iter().chain(questions);
    let bench = Bench::new(steps.chain([("cancel", canceled("N", Some("close")))]));
    assert_eq!(closed(bench.run(pay()).await), "");
    assert_eq!(bench.waited(), Duration::from_secs(60));
}

/// A payment that was started two minutes ago, by another process.
fn late() -> Task<Pay> {
    let mut state = serde_json::to_value(pay()).unwrap();
    state["progress"]["started_at"] = json!(1_781_590_001_000_u64 - 120_000);
    serde_json::from_value(state).unwrap()
}

/// How a late payment ends whose first cancellation is unclear.
async fn canceled_again(unclear: Then, last: Then) -> String {
    let steps = [("query", trade("WAIT_BUYER_PAY")), ("cancel", unclear), ("cancel", last)];
    closed(Bench::new(steps).run(late()).await)
}

#[tokio::test]
async fn a_cancellation_is_repeated_until_it_is_final() {
    let bench = Bench::new([
        ("query", trade("WAIT_BUYER_PAY")),
        ("cancel", canceled("Y", None)),
        ("cancel", lost()),
        ("cancel", no("ACQ.SYSTEM_ERROR")),
        ("cancel", canceled("N", Some("refund"))),
    ]);
    assert_eq!(closed(bench.run(late()).await), "refunded");
}

#[tokio::test]
async fn a_refused_cancellation_leaves_the_trade_as_it_is() {
    let refused = || ("cancel", no("ACQ.TRADE_HAS_FINISHED"));
    let first = || ("query", no("ACQ.TRADE_NOT_EXIST"));
    let bench = Bench::new([first(), refused(), ("query", trade("TRADE_SUCCESS"))]);
    assert_eq!(paid(bench.run(late()).await).1, "T1");
    let bench = Bench::new([first(), refused(), ("query", trade("TRADE_CLOSED"))]);
    assert_eq!(closed(bench.run(late()).await), "");
    let bench = Bench::new([first(), refused(), ("query", trade("WAIT_BUYER_PAY"))]);
    let _ = unknown(bench.run(late()).await);
}

#[tokio::test]
async fn a_payment_that_cannot_be_canceled_in_time_goes_on_later_with_the_cancellation() {
    let lost = std::iter::repeat_n(("cancel", lost()), 13);
    let bench = Bench::new([("query", trade("WAIT_BUYER_PAY"))].into_iter().chain(lost));
    let flow = unknown(bench.run(late()).await);

    // Not with a question: a cancellation may still be on its way.
    let bench = Bench::new([("cancel", canceled("N", Some("refund")))]);
    assert_eq!(closed(bench.run(stored(&flow)).await), "refunded");
}

#[tokio::test]
async fn a_stored_payment_asks_before_anything_else() {
    let bench = Bench::new([("query", trade("TRADE_SUCCESS"))]);
    assert_eq!(paid(bench.run(stored(&pay())).await).1, "T1");
}

#[tokio::test]
async fn a_payment_of_another_order_is_not_taken_for_this_one() {
    let other = || {
        yes(json!({
            "out_trade_no": "1", "trade_no": "T", "total_amount": "8.81",
            "trade_status": "TRADE_SUCCESS",
        }))
    };
    for steps in [vec![("pay", other())], vec![("pay", lost()), ("query", other())]] {
        let bench = Bench::new(steps);
        assert!(matches!(bench.run(pay()).await, Err(FlowError::OtherOrder { .. })));
    }
    let bench = Bench::new([("pay", no("ACQ.CONTEXT_INCONSISTENT"))]);
    assert!(matches!(bench.run(pay()).await, Err(FlowError::OtherOrder { .. })));
}

#[tokio::test]
async fn a_code_is_shown_and_the_trade_canceled_when_nobody_scans_it() {
    let order =
        || AlipayTradePrecreateModel::new().out_trade_no("1").total_amount("8.80").subject("Tea");
    let (sender, shown) = std::sync::mpsc::channel();
    let flow = Precreate::new(order()).unwrap();
    let flow = flow.show(move |code| sender.send(code.to_owned()).unwrap());
    let bench = Bench::new([
        ("precreate", lost()),
        ("precreate", yes(json!({"out_trade_no": "1", "qr_code": "https://qr.example/1"}))),
        ("query", no("ACQ.TRADE_NOT_EXIST")),
        ("query", trade("TRADE_SUCCESS")),
    ]);
    assert_eq!(paid(bench.run(flow).await).1, "T1");
    assert_eq!(shown.recv().unwrap(), "https://qr.example/1");

    let code = json!({"out_trade_no": "1", "qr_code": "https://qr.example/1"});
    let code = ("precreate", yes(code));
    // Asked every 5 seconds for two minutes.
    let questions = std::iter::repeat_n(("query", no("ACQ.TRADE_NOT_EXIST")), 25);
    let steps = [code].into_iter().chain(questions).chain([("cancel", canceled("N", None))]);
    let bench = Bench::new(steps);
    assert_eq!(closed(bench.run(Precreate::new(order()).unwrap()).await), "");
}

/// A store that two processes share.
fn shared() -> std::sync::Arc<MemoryStore> {
    std::sync::Arc::new(MemoryStore::new())
}
