//! What the client reports for each thing that can go wrong: the error, whether the call can be
//! retried, whether the outcome is known, and what is kept of the response.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use alipay_end_to_end::{Mode, builder, client};
use alipay_gateway::{Fault, FaultRule, Gateway, Verdict};
use alipay_sdk::model::{AlipayTradePayModel, AlipayTradePayResponseModel};
use alipay_sdk::operation::AlipayDataBillBalanceQueryParams;
use alipay_sdk::{
    Client, Error, ErrorCode, ErrorKind, Response, RetryPolicy, SignatureProblem,
    TransportErrorKind,
};

/// A gateway with one fault for the next call, and a client in a mode that sends each call once.
async fn faulty(fault: Fault, mode: Mode) -> (Gateway, Client) {
    let gateway = Gateway::start().await.unwrap();
    gateway.fault(FaultRule { operation: None, fault, times: Some(1) });
    let client = builder(&gateway, mode).retry(RetryPolicy::never()).build().unwrap();
    (gateway, client)
}

/// Pays, each time another trade.
async fn pay(client: &Client) -> Result<Response<AlipayTradePayResponseModel>, Error> {
    static TRADES: AtomicUsize = AtomicUsize::new(0);

    let order = AlipayTradePayModel::new()
        .out_trade_no(format!("T{}", TRADES.fetch_add(1, Ordering::Relaxed)))
        .total_amount("88.88")
        .subject("tea")
        .scene("bar_code")
        .auth_code("28763443825664394");
    client.alipay_trade().pay(&order).await
}

/// A query, which changes nothing when it is retried.
async fn balance(client: &Client) -> Error {
    let params = AlipayDataBillBalanceQueryParams::new();
    client.alipay_data_bill_balance().query(&params).await.unwrap_err()
}

/// The error of a payment with this fault.
async fn error_of(fault: Fault) -> Error {
    pay(&faulty(fault, Mode::Key).await.1).await.unwrap_err()
}

fn assert_unknown(error: &Error) {
    assert!(error.is_unknown_outcome(), "the outcome is not known: {error}");
    assert!(!error.is_retryable(), "a payment must not be retried unasked: {error}");
}

fn transport(error: &Error) -> TransportErrorKind {
    let ErrorKind::Transport(source) = error.kind() else { panic!("{error:?}") };
    source.kind()
}

fn problem(error: &Error) -> &SignatureProblem {
    let ErrorKind::Signature(error) = error.kind() else { panic!("{error:?}") };
    &error.problem
}

#[tokio::test]
async fn a_slow_response_is_waited_for_until_the_timeout() {
    let slow = Fault::Latency(Duration::from_millis(300));
    let (gateway, client) = faulty(slow.clone(), Mode::Key).await;
    pay(&client).await.unwrap();
    gateway.fault(FaultRule { operation: None, fault: slow, times: Some(1) });
    let hasty = builder(&gateway, Mode::Key).timeout(Duration::from_millis(100)).build().unwrap();
    let error = pay(&hasty).await.unwrap_err();
    assert_eq!(transport(&error), TransportErrorKind::Timeout);
    assert_unknown(&error);
}

#[tokio::test]
async fn a_reset_leaves_the_outcome_unknown_whether_it_was_processed_or_not() {
    for (fault, verdict) in
        [(Fault::ResetBefore, Verdict::NotProcessed), (Fault::ResetAfter, Verdict::Accepted)]
    {
        let (gateway, client) = faulty(fault, Mode::Key).await;
        let error = pay(&client).await.unwrap_err();
        assert_eq!(transport(&error), TransportErrorKind::Interrupted);
        assert_unknown(&error);
        assert_eq!(gateway.calls().last().unwrap().verdict, verdict);
        assert_eq!(gateway.call_count(), 1, "it was retried");
    }
}

#[tokio::test]
async fn a_query_that_is_reset_can_be_retried() {
    let (_gateway, client) = faulty(Fault::ResetBefore, Mode::Key).await;
    assert!(balance(&client).await.is_retryable());
}

#[tokio::test]
async fn a_gateway_that_is_gone_was_not_reached() {
    let gateway = Gateway::start().await.unwrap();
    let client = client(&gateway, Mode::Key).unwrap();
    drop(gateway);
    let mut error = pay(&client).await.unwrap_err();
    for _ in 0..50 {
        if error.is_retryable() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        error = pay(&client).await.unwrap_err();
    }
    assert_eq!(transport(&error), TransportErrorKind::NotSent);
    assert!(error.is_retryable() && !error.is_unknown_outcome());
}

#[tokio::test]
async fn a_response_that_breaks_off_leaves_the_outcome_unknown() {
    let error = error_of(Fault::Truncated).await;
    assert_eq!(transport(&error), TransportErrorKind::Interrupted);
    assert_unknown(&error);
}

#[tokio::test]
async fn a_wrong_signature_is_rejected_and_the_response_kept() {
    let error = error_of(Fault::WrongSignature).await;
    assert_eq!(problem(&error), &SignatureProblem::Mismatch);
    assert!(error.body().unwrap().starts_with(b"{"));
    assert!(error.trace_id().is_some());
    assert_unknown(&error);
}

#[tokio::test]
async fn a_success_that_lost_its_signature_or_its_body_is_rejected() {
    for (fault, found) in [
        (Fault::MissingSignature, SignatureProblem::Missing),
        (Fault::EmptyBody, SignatureProblem::Mismatch),
    ] {
        let error = error_of(fault).await;
        assert_eq!(problem(&error), &found);
        assert_unknown(&error);
    }
}

#[tokio::test]
async fn an_unknown_certificate_is_named() {
    let (_gateway, client) = faulty(Fault::UnknownSerial, Mode::Certificates).await;
    let error = pay(&client).await.unwrap_err();
    let serial = "0".repeat(32);
    assert_eq!(problem(&error), &SignatureProblem::UnknownCertificate { serial: serial.clone() });
    assert!(error.to_string().contains(&serial), "{error}");
    assert_unknown(&error);
}

#[tokio::test]
async fn a_changed_certificate_is_rejected_until_it_is_added() {
    let gateway = Gateway::start().await.unwrap();
    let client = client(&gateway, Mode::Certificates).unwrap();
    pay(&client).await.unwrap();
    let next = gateway.rotate_certificate().unwrap();
    let error = pay(&client).await.unwrap_err();
    assert!(matches!(problem(&error), SignatureProblem::UnknownCertificate { .. }), "{error}");
    client.add_alipay_certificate(next).unwrap();
    pay(&client).await.unwrap();
}

#[tokio::test]
async fn too_many_calls_can_be_retried_later() {
    let error = error_of(Fault::TooManyRequests).await;
    assert!(error.has_code(ErrorCode::APP_CALL_LIMITED), "{error}");
    assert_eq!(error.status().unwrap().as_u16(), 429);
    assert!(error.is_retryable() && !error.is_unknown_outcome() && !error.is_business());
    assert_eq!(error.headers().unwrap()["retry-after"], "1");
}

#[tokio::test]
async fn a_failure_of_the_platform_leaves_the_outcome_unknown() {
    let error = error_of(Fault::SystemError).await;
    assert!(error.has_code("unknow-error"), "{error}");
    assert!(error.api().unwrap().verified);
    assert_unknown(&error);
}

#[tokio::test]
async fn a_page_of_a_proxy_is_kept_and_no_code_is_made_of_it() {
    let (_gateway, client) = faulty(Fault::BadGateway, Mode::Key).await;
    let error = pay(&client).await.unwrap_err();
    assert_eq!(error.code(), None);
    assert!(!error.api().unwrap().verified);
    assert!(error.body().unwrap().starts_with(b"<html>"));
    assert_unknown(&error);
    let (_gateway, client) = faulty(Fault::BadGateway, Mode::Key).await;
    assert!(balance(&client).await.is_retryable());
}

#[tokio::test]
async fn a_202_with_a_body_is_no_success_and_sends_no_write_again() {
    let error = error_of(Fault::Accepted).await;
    assert!(matches!(error.kind(), ErrorKind::NotProcessed), "{error:?}");
    // Nobody signs the status: the body may be that of a success.
    assert_unknown(&error);
}

#[tokio::test]
async fn a_body_that_is_not_utf8_is_kept_whole() {
    let error = error_of(Fault::NotUtf8).await;
    assert!(matches!(error.kind(), ErrorKind::Decode(_)), "{error:?}");
    assert!(error.body().unwrap().windows(2).any(|bytes| bytes == b"\xff\xfe"));
    assert_unknown(&error);
}

#[tokio::test]
async fn a_huge_body_is_read_up_to_the_limit() {
    let (gateway, client) = faulty(Fault::HugeBody(1 << 20), Mode::Key).await;
    pay(&client).await.unwrap();
    let huge = FaultRule { operation: None, fault: Fault::HugeBody(1 << 20), times: Some(1) };
    gateway.fault(huge);
    let careful = builder(&gateway, Mode::Key).max_response_size(64 << 10).build().unwrap();
    let error = pay(&careful).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::TooLarge { limit: 65_536, .. }), "{error:?}");
    assert_unknown(&error);
}

#[tokio::test]
async fn a_body_in_drips_is_put_together_or_given_up() {
    let drip = Fault::SlowDrip(Duration::from_millis(5));
    let (gateway, client) = faulty(drip, Mode::Key).await;
    pay(&client).await.unwrap();
    let fault = Fault::SlowDrip(Duration::from_millis(300));
    gateway.fault(FaultRule { operation: None, fault, times: Some(1) });
    let hasty = builder(&gateway, Mode::Key).timeout(Duration::from_millis(200)).build().unwrap();
    assert_eq!(transport(&pay(&hasty).await.unwrap_err()), TransportErrorKind::Timeout);
}

#[tokio::test]
async fn a_payment_that_arrives_twice_is_paid_once() {
    let (gateway, client) = faulty(Fault::Duplicate, Mode::Key).await;
    let error = pay(&client).await.unwrap_err();
    assert!(error.has_code(ErrorCode::ACQ_TRADE_HAS_SUCCESS), "{error}");
    assert_eq!(gateway.ledger().totals.paid, 8888);
    gateway.ledger().check().unwrap();
}

/// A call that failed, in a word.
fn outcome(error: &Error) -> String {
    match error.kind() {
        ErrorKind::Transport(source) => format!("{:?}", source.kind()),
        ErrorKind::Signature(error) => format!("{:?}", error.problem),
        ErrorKind::Api(api) => format!("{} {:?}", error.status().unwrap(), api.code),
        _ => error.to_string().split('(').next().unwrap_or_default().to_owned(),
    }
}

/// The outcomes of a campaign, one word for each call.
async fn campaign(seed: u64) -> Vec<String> {
    let gateway = Gateway::start().await.unwrap();
    gateway.random_faults(seed, 500, Fault::all());
    let client = builder(&gateway, Mode::Certificates).max_response_size(64 << 10);
    let client = client.retry(RetryPolicy::never()).build().unwrap();
    let mut outcomes = Vec::new();
    for _ in 0..120 {
        outcomes.push(match pay(&client).await {
            Ok(_) => "paid".to_owned(),
            Err(error) => outcome(&error),
        });
    }
    outcomes
}

#[tokio::test]
async fn a_campaign_of_random_faults_is_replayed_by_its_seed() {
    let seed = std::env::var("ALIPAY_SEED").ok().and_then(|seed| seed.parse().ok());
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let seed = seed.unwrap_or(now.as_secs());
    println!("ALIPAY_SEED={seed}");
    let outcomes = campaign(seed).await;
    assert_eq!(outcomes, campaign(seed).await, "ALIPAY_SEED={seed}");
    assert!(outcomes.iter().any(|outcome| outcome == "paid"));
    assert!(outcomes.iter().any(|outcome| outcome != "paid"));
    assert_ne!(outcomes, campaign(seed ^ 1).await, "the seed has no say");
}
