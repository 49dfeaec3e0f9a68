//! The platform changes its certificate, and clients download the new one.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use alipay_end_to_end::{Mode, builder};
use alipay_gateway::{Fault, FaultRule, Gateway};
use alipay_sdk::model::{AlipayOpenAuthTokenAppModel, AlipayTradePrecreateModel};
use alipay_sdk::{Client, Error, ErrorKind, SignatureProblem};

const DOWNLOAD: &str = "alipay.open.app.alipaycert.download";

async fn order(client: &Client, number: &str) -> Result<(), Error> {
    let order = AlipayTradePrecreateModel::new();
    let order = order.out_trade_no(number).total_amount("1.00").subject("tea");
    client.alipay_trade().precreate(&order).await.map(drop)
}

/// The token of a merchant that lets the application act for it.
async fn token(gateway: &Gateway) -> String {
    let code = gateway.issue_app_code("2021000000000088");
    let order = AlipayOpenAuthTokenAppModel::new().grant_type("authorization_code").code(code);
    let client = builder(gateway, Mode::Key).build().unwrap();
    client.alipay_open_auth_token().app(&order).await.unwrap().app_auth_token.clone().unwrap()
}

fn problem(error: &Error) -> &SignatureProblem {
    let ErrorKind::Signature(error) = error.kind() else { panic!("{error:?}") };
    &error.problem
}

fn downloads(gateway: &Gateway) -> usize {
    let calls = gateway.calls();
    calls.iter().filter(|call| call.operation.as_deref() == Some(DOWNLOAD)).count()
}

#[tokio::test]
async fn a_new_certificate_is_downloaded_once_for_v3_and_v2() {
    let gateway = Gateway::start().await.unwrap();
    let client = builder(&gateway, Mode::Certificates).download_certificates(true).build().unwrap();
    let merchant = client.for_merchant(token(&gateway).await).unwrap();
    gateway.rotate_certificate().unwrap();
    let calls = (0..10).map(|number| {
        let client = if number % 2 == 0 { client.clone() } else { merchant.clone() };
        tokio::spawn(async move { order(&client, &format!("T{number}")).await })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
    assert_eq!(downloads(&gateway), 1);
    gateway.rotate_certificate().unwrap();
    let query = serde_json::json!({"out_trade_no": "T0"});
    let result = client.v2().untyped("alipay.trade.precreate").json(&query).await;
    let kind = result.as_ref().err().map(Error::kind);
    assert!(!matches!(kind, Some(ErrorKind::Signature(_))), "{result:?}");
    assert_eq!(downloads(&gateway), 2);
    assert_eq!(client.alipay_certificates().len(), 3);
}

#[tokio::test]
async fn without_being_told_a_client_downloads_nothing() {
    let gateway = Gateway::start().await.unwrap();
    let client = builder(&gateway, Mode::Certificates).build().unwrap();
    gateway.rotate_certificate().unwrap();
    let error = order(&client, "T1").await.unwrap_err();
    assert!(matches!(problem(&error), SignatureProblem::UnknownCertificate { .. }));
    assert_eq!(downloads(&gateway), 0);
}

#[tokio::test]
async fn a_serial_that_the_platform_does_not_know_is_reported() {
    let gateway = Gateway::start().await.unwrap();
    let client = builder(&gateway, Mode::Certificates).download_certificates(true).build().unwrap();
    gateway.fault(FaultRule { operation: None, fault: Fault::UnknownSerial, times: Some(1) });
    let error = order(&client, "T1").await.unwrap_err();
    assert!(matches!(problem(&error), SignatureProblem::UnbelievedCertificate { .. }));
    order(&client, "T1").await.unwrap();
}
