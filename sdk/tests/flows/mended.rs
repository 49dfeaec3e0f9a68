//! Rejections that can be mended, and failures that are reopened.

use alipay_sdk::operation::{AlipayFundTransUniTransfer, AlipayTradeRefund};
use alipay_sdk::{ErrorCode, Operation};

use super::*;

fn with(store: impl IdempotencyStore, steps: impl IntoIterator<Item = Step>) -> Bench {
    let mut bench = Bench::new(steps);
    bench.flows = bench.flows.store(store);
    bench
}

#[track_caller]
fn code_to_mend<K: Kind>(outcome: Result<Outcome<K>, FlowError>) -> String {
    match outcome {
        Err(error @ FlowError::Mendable(_)) if !error.is_unknown_outcome() => {
            let FlowError::Mendable(failure) = error else { unreachable!() };
            failure.code.unwrap()
        }
        other => panic!("{other:?}"),
    }
}

const EMPTY: &str = "BALANCE_IS_NOT_ENOUGH";

fn unknown_transfer() -> Step {
    ("query", no("ORDER_NOT_EXIST"))
}

fn unknown_refund() -> Step {
    ("query", yes(json!({})))
}

/// A transfer that is rejected.
fn rejected_as(code: &str) -> [Step; 2] {
    [("transfer", no(code)), unknown_transfer()]
}

#[tokio::test]
async fn a_transfer_from_an_empty_account_goes_on_under_its_number_after_it_was_filled() {
    let store = shared();
    let bench = with(store.clone(), rejected_as(EMPTY));
    assert_eq!(code_to_mend(bench.run(transfer()).await), EMPTY);
    let open = bench.flows.unfinished::<Transfer>(9).await.unwrap();
    assert_eq!(open.len(), 1);

    // Not filled yet. It counts once nothing comes of the attempt before.
    let bench =
        with(store.clone(), [unknown_transfer(), ("transfer", no(EMPTY)), unknown_transfer()]);
    assert_eq!(code_to_mend(bench.run(transfer()).await), EMPTY);

    let bench = with(store.clone(), [unknown_transfer(), ("transfer", transfer_is("SUCCESS"))]);
    assert_eq!(paid(bench.run(transfer()).await).1, "O1");
    assert_eq!(bench.bodies("/transfer", "out_biz_no"), ["b1"]);
    let bench = with(store, []);
    assert_eq!(paid(bench.run(transfer()).await).1, "O1");
    assert!(bench.flows.unfinished::<Transfer>(9).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_refund_from_an_empty_account_goes_on_under_its_number_after_it_was_filled() {
    let store = shared();
    let empty = ErrorCode::ACQ_SELLER_BALANCE_NOT_ENOUGH;
    let bench = with(store.clone(), [("refund", no(empty)), unknown_refund()]);
    assert_eq!(code_to_mend(bench.run(refund()).await), empty);
    let bench = with(store, [unknown_refund(), ("refund", refunded()), asked()]);
    assert_eq!(paid(bench.run(refund()).await).0, "r1");
    assert_eq!(bench.bodies("/refund", "out_request_no"), ["r1"]);
}

#[tokio::test]
async fn a_transfer_that_failed_from_an_empty_account_is_sent_again_under_its_number() {
    let failed = || {
        let body = json!({"out_biz_no": "b1", "status": "FAIL", "error_code": EMPTY});
        ("query", yes(body))
    };
    let store = shared();
    let bench = with(store.clone(), [("transfer", no(EMPTY)), failed()]);
    assert_eq!(code_to_mend(bench.run(transfer()).await), EMPTY);
    let bench = with(store.clone(), [failed(), ("transfer", no(EMPTY)), failed()]);
    assert_eq!(code_to_mend(bench.run(transfer()).await), EMPTY);
    let bench = with(store.clone(), [failed(), ("transfer", transfer_is("SUCCESS"))]);
    assert_eq!(paid(bench.run(transfer()).await).1, "O1");
    // A task that is given up stays so.
    let bench = with(shared(), [failed()]);
    assert_eq!(closed(bench.abandon(&transfer()).await), EMPTY);
}

#[tokio::test]
async fn what_can_be_mended_can_be_given_up() {
    let store = shared();
    let _ = code_to_mend(with(store.clone(), rejected_as(EMPTY)).run(transfer()).await);
    let bench = with(store.clone(), [unknown_transfer(), unknown_transfer()]);
    let _ = closed(bench.abandon(&transfer()).await);
    let _ = closed(with(store, []).run(transfer()).await);
}

#[test]
fn what_can_be_mended_is_documented() {
    let all = [
        (AlipayFundTransUniTransfer::MENDABLE, AlipayFundTransUniTransfer::INFO),
        (AlipayTradeRefund::MENDABLE, AlipayTradeRefund::INFO),
    ];
    for (mendable, info) in all {
        assert!(!mendable.is_empty());
        assert!(mendable.iter().all(|code| info.error_codes.contains(code)), "{}", info.id);
    }
}

fn to(payee: &str) -> Task<Transfer> {
    let payee = Participant::new().identity(payee).identity_type("ALIPAY_USER_ID");
    Transfer::new(transfer().order().clone().payee_info(payee)).unwrap()
}

#[tokio::test]
async fn a_rejected_transfer_is_reopened_with_another_payee_after_the_platform_was_asked() {
    let store = shared();
    let nobody = with(store.clone(), rejected_as("PAYEE_NOT_EXIST"));
    assert_eq!(closed(nobody.run(transfer()).await), "PAYEE_NOT_EXIST");
    // Another payee under the number of this one is another order, unless it is reopened.
    let other = with(store.clone(), []).run(to("2099")).await;
    assert!(matches!(other, Err(FlowError::OtherOrder { .. })), "{other:?}");

    let bench = with(store.clone(), [unknown_transfer(), ("transfer", transfer_is("SUCCESS"))]);
    assert_eq!(paid(bench.reopen(&to("2099")).await).1, "O1");
    assert_eq!(bench.bodies("/transfer", "out_biz_no"), ["b1"]);

    // The next run of the list finds that, and sends nothing.
    let bench = with(store.clone(), []);
    assert_eq!(paid(bench.run(to("2099")).await).1, "O1");
    assert_eq!(paid(bench.reopen(&to("2099")).await).1, "O1");
    let before = bench.run(transfer()).await;
    assert!(matches!(before, Err(FlowError::OtherOrder { .. })), "{before:?}");
    assert!(bench.flows.unfinished::<Transfer>(9).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_the_platform_has_done_all_the_same_is_not_sent_again_when_it_is_reopened() {
    let store = shared();
    let _ = closed(with(store.clone(), rejected_as("PAYEE_NOT_EXIST")).run(transfer()).await);
    let bench = with(store, [("query", transfer_is("SUCCESS"))]);
    assert_eq!(paid(bench.reopen(&transfer()).await).1, "O1");
    // Without a store, too.
    let bench = Bench::new([("query", transfer_is("SUCCESS"))]);
    assert_eq!(paid(bench.reopen(&transfer()).await).1, "O1");
}

#[tokio::test]
async fn a_failure_is_reopened_as_often_as_it_fails() {
    let store = shared();
    let rejected = || ("refund", no("ACQ.REASON_TRADE_BEEN_FREEZEN"));
    let _ = closed(with(store.clone(), [rejected(), unknown_refund()]).run(refund()).await);
    let bench = with(store.clone(), [unknown_refund(), rejected(), unknown_refund()]);
    let _ = closed(bench.reopen(&refund()).await);
    let _ = closed(with(store.clone(), []).run(refund()).await);

    // The process dies in the middle: any other goes on with it.
    let questions = std::iter::repeat_n(("query", lost()), 13);
    let bench = with(store.clone(), questions);
    let _ = unknown(bench.reopen(&refund()).await);
    let bench = with(store.clone(), [unknown_refund(), ("refund", refunded()), asked()]);
    let open = bench.flows.unfinished::<Refund>(9).await.unwrap().remove(0).unwrap();
    assert_eq!(paid(bench.run(open).await).0, "r1");
    assert_eq!(paid(with(store, []).run(refund()).await).0, "r1");
}
