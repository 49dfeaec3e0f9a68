//! Electronic receipts: applied for, waited for, downloaded.

use std::time::Duration;

use alipay_sdk::Client;
use alipay_sdk::bill::{BillError, Bills, ReceiptType};
use alipay_sdk::model::AlipayDataBillEreceiptApplyModel;
use axum::http::Response;
use serde_json::{Value, json};

use super::platform::script::{Script, Then, Waits};
use super::platform::{key_mode, signed};

fn says(body: &Value) -> Then {
    Then::Answer(signed(200, body.to_string().as_bytes()))
}

fn file(body: &[u8]) -> Then {
    Then::Answer(Response::new(body.to_vec()))
}

fn is_ready(address: &str) -> Value {
    json!({ "status": "SUCCESS", "download_url": address })
}

fn client(then: Vec<Then>) -> (Client, Script, Waits) {
    let (script, clock) = (Script::new(then), Waits::new());
    (key_mode().transport(script.clone()).clock(clock.clone()).build().unwrap(), script, clock)
}

fn wanted() -> AlipayDataBillEreceiptApplyModel {
    AlipayDataBillEreceiptApplyModel::new().type_(ReceiptType::AccountLogSumDaily).key("2099-01-01")
}

#[tokio::test]
async fn a_receipt_is_applied_for_waited_for_and_downloaded() {
    let (client, script, clock) = client(vec![
        says(&json!({ "file_id": "F1" })),
        says(&json!({ "status": "INIT" })),
        says(&json!({ "status": "PROCESS" })),
        says(&is_ready("https://receipts.alipay.com/a.pdf?token=1")),
        file(b"%PDF-1.4 receipt"),
    ]);
    let pdf = Bills::new(&client).receipt(&wanted()).await.unwrap();
    assert_eq!(&*pdf, b"%PDF-1.4 receipt");
    assert_eq!(clock.waits(), [Duration::from_secs(2); 2]);
    let sent = script.sent.lock().unwrap();
    let body: Value = serde_json::from_slice(&sent[0].1).unwrap();
    assert_eq!(body, json!({ "type": "ACCOUNT_LOG_SUM_DAILY", "key": "2099-01-01" }));
    assert!(sent[1].0.uri.query().unwrap().contains("file_id=F1"));
    assert!(sent[4].0.headers.is_empty());
}

#[tokio::test]
async fn a_receipt_that_is_not_made_says_why() {
    let failed = json!({ "status": "FAIL", "error_message": "no such key 13800138000" });
    let (client, ..) = client(vec![says(&json!({ "file_id": "F1" })), says(&failed)]);
    let error = Bills::new(&client).receipt(&wanted()).await.unwrap_err();
    assert_eq!(error.to_string(), "the receipt: the platform did not create it: no such key ***");
}

#[tokio::test]
async fn a_receipt_that_takes_too_long_can_be_asked_for_later() {
    let process = says(&json!({ "status": "PROCESS" }));
    let (client, ..) = client(vec![process; 4]);
    let second = Duration::from_secs(1);
    let bills = Bills::new(&client).poll(second, second * 3);
    let error = bills.receipt_of("F1").await.unwrap_err().to_string();
    assert!(error.contains("`receipt_of`"), "{error}");
}

#[tokio::test]
async fn a_receipt_comes_from_the_platform_and_is_a_pdf() {
    for address in ["http://receipts.alipay.com/a.pdf", "https://alipay.com.example.com/a.pdf"] {
        let (client, ..) = client(vec![says(&is_ready(address))]);
        let error = Bills::new(&client).receipt_of("F1").await.unwrap_err();
        assert!(matches!(error, BillError::Address(_)), "{error}");
    }
    let address = "http://receipts.alipay.com/a.pdf";
    let (client, ..) = client(vec![says(&is_ready(address)), file(b"<html>")]);
    let error = Bills::new(&client).allow_http(true).receipt_of("F1").await.unwrap_err();
    assert!(error.to_string().contains("not a PDF"), "{error}");
}
