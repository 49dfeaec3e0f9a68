//! What a client makes of the responses.

use alipay_sdk::model::AlipayTradeQueryResponseModel;
use alipay_sdk::testing::TestResponse;
use alipay_sdk::{ErrorKind, SignatureProblem, TextField};
use http::header::{CONTENT_TYPE, HeaderValue};
use serde_json::json;

use crate::{QUERY, query, shop};

#[tokio::test]
async fn a_model_is_signed_and_read() {
    let (platform, client) = shop();
    platform.on(QUERY, |request| {
        let number = request.json()["out_trade_no"].as_str().unwrap_or_default();
        AlipayTradeQueryResponseModel::new().out_trade_no(number).trade_status("TRADE_SUCCESS")
    });
    let response = query(&client).await.unwrap();
    assert!(response.is_verified() && response.trace_id().is_some());
    assert_eq!(response.out_trade_no.as_deref(), Some("T1"));
    assert!(response.trade_status.is_paid());
}

#[tokio::test]
async fn a_rejection_is_signed_and_may_have_another_status() {
    let (platform, client) = shop();
    platform.on(QUERY, |request| {
        let rejection = TestResponse::rejection("ACQ.TRADE_NOT_EXIST", "no such trade");
        if request.number() == 1 { rejection } else { rejection.status(404) }
    });
    for status in [400, 404] {
        let error = query(&client).await.unwrap_err();
        assert!(error.has_code("ACQ.TRADE_NOT_EXIST") && error.is_business());
        assert!(error.api().unwrap().verified);
        assert_eq!(error.api().unwrap().message.as_deref(), Some("no such trade"));
        assert_eq!(error.status().unwrap(), status);
    }
}

#[tokio::test]
async fn a_response_without_a_signature_is_not_accepted() {
    let (platform, client) = shop();
    platform.on(QUERY, |_| TestResponse::from(json!({"trade_no": "2026"})).unsigned());
    let error = query(&client).await.unwrap_err();
    let ErrorKind::Signature(error) = error.kind() else { panic!("{error}") };
    assert_eq!(error.problem, SignatureProblem::Missing);
}

#[tokio::test]
async fn a_recorded_body_is_signed_anew_as_it_is() {
    let (platform, client) = shop();
    let body = "{ \"trade_no\" : \"2026\" }\n";
    let recorded = TestResponse::recorded(body);
    let html = HeaderValue::from_static("text/html");
    platform.on(QUERY, move |_| recorded.clone().header(CONTENT_TYPE, html.clone()));
    let response = query(&client).await.unwrap();
    assert_eq!(&response.body()[..], body.as_bytes());
    assert_eq!(response.headers()[CONTENT_TYPE], "text/html");
}

#[tokio::test]
async fn a_response_may_change_the_responses() {
    let (platform, client) = shop();
    let other = platform.clone();
    platform.on(QUERY, move |_| {
        other.on(QUERY, |_| json!({"trade_status": "TRADE_CLOSED"}));
        json!({"trade_status": "WAIT_BUYER_PAY"})
    });
    for status in ["WAIT_BUYER_PAY", "TRADE_CLOSED"] {
        assert_eq!(query(&client).await.unwrap().trade_status.as_deref(), Some(status));
    }
}
