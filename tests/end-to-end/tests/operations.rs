//! Every operation, called once through its typed method in each mode: the gateway accepts it, and
//! the decoded response is what was sent.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;

use alipay_end_to_end::{CALLS, Mode, TypedCall, client};
use alipay_gateway::{Gateway, Verdict};
use alipay_sdk::Client;
use alipay_sdk::model::AlipayTradeCreateModel;

/// How many calls are on their way at once; the gateway keeps more than that.
const AT_ONCE: usize = 32;

async fn all(mode: Mode) {
    let gateway = Gateway::start().await.unwrap();
    let client = client(&gateway, mode).unwrap();
    assert_eq!(CALLS.len(), alipay_sdk::operation::all().count());
    let mut problems = Vec::new();
    for calls in CALLS.chunks(AT_ONCE) {
        let sent = calls.iter().map(|call| tokio::spawn(one(&gateway, &client, *call)));
        let sent: Vec<_> = sent.collect();
        for call in sent {
            problems.extend(call.await.unwrap().err());
        }
    }
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
    assert_eq!(gateway.call_count(), CALLS.len() as u64);
    let rejected = gateway.calls().into_iter().find(|call| call.verdict != Verdict::Accepted);
    assert_eq!(rejected.map(|call| call.operation), None);
}

/// The call is put together now; the future holds nothing of the gateway.
fn one(
    gateway: &Gateway,
    client: &Client,
    (id, call): (&'static str, TypedCall),
) -> impl Future<Output = Result<(), String>> + Send + 'static {
    let sample = gateway.sample(id).unwrap();
    if !sample.response.is_null() {
        gateway.script(id, Ok(sample.response.clone()));
    }
    let sent = call(client, &sample).map_err(|error| format!("{id}: {error}"));
    async move {
        let (answer, _) = sent?.await.map_err(|error| format!("{error}: {error:?}"))?;
        if answer == sample.response {
            return Ok(());
        }
        Err(format!("{id}: got {answer}, sent {}", sample.response))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_works_with_a_public_key() {
    all(Mode::Key).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_works_with_certificates() {
    all(Mode::Certificates).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_works_encrypted() {
    all(Mode::Encrypted).await;
}

#[test]
fn no_operation_is_left_out() {
    let known: BTreeMap<_, _> =
        alipay_sdk::operation::all().map(|operation| (operation.id, ())).collect();
    assert!(CALLS.iter().all(|(id, _)| known.contains_key(id)));
    assert_eq!(known.len(), CALLS.len());
}

#[tokio::test]
async fn an_order_without_a_subject_is_rejected_with_the_name_of_the_field() {
    let gateway = Gateway::start().await.unwrap();
    for mode in Mode::ALL {
        let client = client(&gateway, mode).unwrap();
        let order = AlipayTradeCreateModel::new().out_trade_no("1").total_amount("8.80");
        let error = client.alipay_trade().create(&order).await.unwrap_err();
        assert!(error.has_code("ACQ.INVALID_PARAMETER"), "{error:?}");
        assert!(error.to_string().contains("subject is required"), "{error}");
    }
}
