//! Payments on pages and in apps, and calls of the v2 gateway.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::time::Duration;

use alipay_end_to_end::form::{attribute, submit};
use alipay_end_to_end::{Mode, broken_connections, builder, client, http};
use alipay_gateway::{Fault, FaultRule, Gateway, Rejection};
use alipay_sdk::model::{
    AlipayOpenAppAlipaycertDownloadModel, AlipayTradeAppPayModel, AlipayTradePagePayModel,
    AlipayTradeQueryModel, AlipayTradeWapPayModel,
};
use alipay_sdk::notify::NotificationVerifier;
use alipay_sdk::operation::AlipayTradeAppPay;
use alipay_sdk::{Certificate, Client, Error, ErrorKind, PublicKey, SignType, SignatureProblem};
use serde_json::json;
use url::Url;

fn order(number: &str) -> AlipayTradePagePayModel {
    AlipayTradePagePayModel::new()
        .out_trade_no(number)
        .total_amount("88.88")
        .subject("<b>\"tea\" & it's 🍵</b>\n")
        .product_code("FAST_INSTANT_TRADE_PAY")
}

/// The status of a trade as the v3 interface tells it.
async fn status(client: &Client, number: &str) -> String {
    let trade = AlipayTradeQueryModel::new().out_trade_no(number);
    let trade = client.alipay_trade().query(&trade).await.unwrap();
    trade.trade_status.clone().unwrap()
}

/// Presses the button on the page of the gateway.
async fn confirm(gateway: &Gateway, html: &str) -> http::Response {
    let (_, form) = html.split_once("<form").unwrap();
    let address = gateway.base_url() + attribute(form, "action");
    http::post(&address, format!("token={}", attribute(form, "value"))).await.unwrap()
}

#[tokio::test]
async fn a_buyer_pays_on_a_page_and_comes_back_with_a_signature() {
    for mode in Mode::ALL {
        let gateway = Gateway::start().await.unwrap();
        let client = client(&gateway, mode).unwrap();
        let call = client.v2().alipay_trade_page().pay(&order("P1"));
        let call = call.return_url("http://shop.example/paid").notify_url("http://127.0.0.1:9/");
        let page = call.page_execute().await.unwrap();
        let shown = submit(page.form()).await.unwrap();
        assert!(shown.body.contains("&#60;b&#62;"), "{mode:?}: {}", shown.body);
        assert_eq!(status(&client, "P1").await, "WAIT_BUYER_PAY");
        let back = confirm(&gateway, &shown.body).await;
        assert_eq!(status(&client, "P1").await, "TRADE_SUCCESS");
        assert_eq!(gateway.deliveries().len(), 1, "{mode:?}: the shop is notified");

        let back = Url::parse(back.location().unwrap()).unwrap();
        let query = back.query().unwrap();
        let verified = NotificationVerifier::of(&client).verify(query.as_bytes()).unwrap();
        assert_eq!(verified.get("total_amount"), Some("88.88"));
        assert!(
            NotificationVerifier::of(&client)
                .verify(query.replace("88.88", "0.01").as_bytes())
                .is_err()
        );
        let mut brought: BTreeMap<String, String> = back.query_pairs().into_owned().collect();
        let signature = base64(&brought.remove("sign").unwrap());
        brought.remove("sign_type");
        assert_eq!(brought["out_trade_no"], "P1");
        let text: Vec<_> = brought.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let key = PublicKey::parse(gateway.app().alipay_public_key).unwrap();
        assert!(key.verify(text.join("&").as_bytes(), &signature), "{mode:?}");
        let again = confirm(&gateway, &shown.body).await;
        assert!(again.location().is_some(), "the buyer comes back to the shop again");
        assert_eq!(gateway.ledger().totals.paid, 8888, "a trade is paid once");
    }
}

/// Opens the page of an order.
async fn place(client: &Client, number: &str) {
    let call = client.v2().alipay_trade_page().pay(&order(number));
    submit(call.page_execute().await.unwrap().form()).await.unwrap();
}

fn base64(text: &str) -> Vec<u8> {
    use base64::Engine;

    base64::prelude::BASE64_STANDARD.decode(text).unwrap()
}

#[tokio::test]
async fn a_link_opens_the_page_of_a_phone() {
    let gateway = Gateway::start().await.unwrap();
    let client = client(&gateway, Mode::Key).unwrap();
    let order = AlipayTradeWapPayModel::new()
        .out_trade_no("W1")
        .total_amount("1.00")
        .subject("tea")
        .product_code("QUICK_WAP_WAY")
        .quit_url("http://shop.example/");
    let page = client.v2().alipay_trade_wap().pay(&order).page_execute().await.unwrap();
    let shown = http::get(page.link()).await.unwrap();
    assert!(shown.body.contains(">W1<"), "{}", shown.body);
    let paid = confirm(&gateway, &shown.body).await;
    assert!(paid.body.contains("Paid"), "{}", paid.body);
}

#[tokio::test]
async fn an_app_carries_an_order_to_the_platform() {
    for mode in Mode::ALL {
        let gateway = Gateway::start().await.unwrap();
        let client = client(&gateway, mode).unwrap();
        let order = AlipayTradeAppPayModel::new()
            .out_trade_no("A1")
            .total_amount("0.01")
            .subject("tea & more")
            .product_code("QUICK_MSECURITY_PAY");
        let text = client.v2().alipay_trade_app().pay(&order).sdk_execute().await.unwrap();
        let response = http::post(&(gateway.base_url() + "/gateway.do"), text).await.unwrap();
        // Encrypted as well, here: what the app brings back from the real one is plain.
        let brought = client.v2().verify_result::<AlipayTradeAppPay>(&response.body).unwrap();
        let brought = brought.signed().unwrap();
        assert_eq!(brought.out_trade_no.as_deref(), Some("A1"), "{}", response.body);
        assert_eq!(status(&client, "A1").await, "WAIT_BUYER_PAY");
        assert!(gateway.buyer_pays("A1"));
        assert_eq!(status(&client, "A1").await, "TRADE_SUCCESS");
    }
}

#[tokio::test]
async fn any_method_is_called_and_its_response_verified() {
    for mode in Mode::ALL {
        let gateway = Gateway::start().await.unwrap();
        let client = client(&gateway, mode).unwrap();
        let query = || client.v2().untyped("alipay.trade.query");
        let rejected = query().json(&json!({"out_trade_no": "X"})).await.unwrap_err();
        assert!(rejected.has_code("ACQ.TRADE_NOT_EXIST") && rejected.is_business(), "{rejected}");
        let api = rejected.api().unwrap();
        assert!(api.verified && api.gateway_code.as_deref() == Some("40004"), "{mode:?}: {api}");

        let text = client.v2().alipay_trade_page().pay(&order("X")).page_execute().await.unwrap();
        submit(text.form()).await.unwrap();
        let trade = query().json(&json!({"out_trade_no": "X"})).await.unwrap();
        assert_eq!((&trade["code"], &trade["total_amount"]), (&json!("10000"), &json!("88.88")));
        assert!(trade.is_verified() && trade.trace_id().is_some());
    }
}

#[tokio::test]
async fn responses_that_are_not_signed_well_are_rejected() {
    let gateway = Gateway::start().await.unwrap();
    let client = client(&gateway, Mode::Certificates).unwrap();
    place(&client, "X").await;
    for (fault, expected) in [
        (Fault::WrongSignature, SignatureProblem::Mismatch),
        (Fault::MissingSignature, SignatureProblem::Missing),
        (Fault::UnknownSerial, SignatureProblem::UnknownCertificate { serial: "0".repeat(32) }),
    ] {
        gateway.fault(FaultRule { operation: None, fault, times: Some(1) });
        let query = client.v2().untyped("alipay.trade.query");
        let error = query.json(&json!({"out_trade_no": "X"})).await.unwrap_err();
        let ErrorKind::Signature(found) = error.kind() else { panic!("{expected}: {error:?}") };
        assert_eq!(found.problem, expected);
    }
}

/// What a query comes to with this fault. It is retried only when the platform was too busy to do
/// anything.
async fn faulty(fault: Fault) -> Error {
    let gateway = Gateway::start().await.unwrap();
    let client = builder(&gateway, Mode::Key);
    let client = client.timeout(Duration::from_millis(500)).max_response_size(64 << 10);
    let client = client.build().unwrap();
    place(&client, "X").await;
    let busy = matches!(fault, Fault::TooManyRequests);
    gateway.fault(FaultRule { operation: None, fault, times: None });
    let calls = gateway.call_count();
    let query = client.v2().untyped("alipay.trade.query");
    let error = query.json(&json!({"out_trade_no": "X"})).await.unwrap_err();
    let sent = gateway.call_count() - calls;
    assert_eq!(sent > 1, busy, "{sent} calls");
    error
}

#[tokio::test]
async fn what_can_go_wrong_is_told_apart() {
    for (fault, kind) in broken_connections() {
        let error = faulty(fault.clone()).await;
        let ErrorKind::Transport(source) = error.kind() else { panic!("{fault:?}: {error:?}") };
        assert_eq!(source.kind(), kind, "{fault:?}");
        assert!(error.is_unknown_outcome(), "{fault:?}");
    }
    let error = faulty(Fault::EmptyBody).await;
    assert!(matches!(error.kind(), ErrorKind::Signature(_)), "{error:?}");
    assert!(error.is_unknown_outcome());
    let error = faulty(Fault::HugeBody(1 << 20)).await;
    assert!(matches!(error.kind(), ErrorKind::TooLarge { .. }), "{error:?}");
    assert!(error.is_unknown_outcome(), "{error:?}");
    let error = faulty(Fault::BadGateway).await;
    assert_eq!(error.status().unwrap().as_u16(), 502);
    let error = faulty(Fault::TooManyRequests).await;
    assert!(error.has_code("isv.app-call-limited") && error.is_retryable(), "{error:?}");
    let error = faulty(Fault::SystemError).await;
    assert!(error.has_code("isp.unknow-error") && error.is_unknown_outcome(), "{error:?}");
    assert!(error.api().unwrap().verified);
}

#[tokio::test]
async fn bytes_beside_the_signed_field_lose_themselves_alone() {
    let gateway = Gateway::start().await.unwrap();
    let client = client(&gateway, Mode::Key).unwrap();
    place(&client, "X").await;
    gateway.fault(FaultRule { operation: None, fault: Fault::NotUtf8, times: None });
    let query = client.v2().untyped("alipay.trade.query");
    let trade = query.json(&json!({"out_trade_no": "X"})).await.unwrap();
    assert!(trade.is_verified() && trade["total_amount"] == "88.88", "{trade:?}");
}

#[tokio::test]
async fn a_code_that_nobody_knows_is_given_as_it_is() {
    let gateway = Gateway::start().await.unwrap();
    let client = client(&gateway, Mode::Key).unwrap();
    gateway.script("alipay.trade.query", Err(Rejection::business("NEW.CODE", "?")));
    let query = client.v2().untyped("alipay.trade.query");
    let error = query.json(&json!({"out_trade_no": "X"})).await.unwrap_err();
    assert!(error.has_code("NEW.CODE") && error.api().unwrap().verified, "{error:?}");
}

#[tokio::test]
async fn a_payment_in_progress_is_no_error() {
    let gateway = Gateway::start().await.unwrap();
    let client = client(&gateway, Mode::Encrypted).unwrap();
    gateway.fault(FaultRule { operation: None, fault: Fault::Accepted, times: Some(1) });
    let query = client.v2().untyped("alipay.trade.query");
    let response = query.json(&json!({"out_trade_no": "X"})).await.unwrap();
    assert_eq!(response["code"], "10003");
}

#[tokio::test]
async fn an_application_that_still_signs_with_sha_1_gets_such_responses() {
    let gateway = Gateway::start().await.unwrap();
    let client = client(&gateway, Mode::Certificates).unwrap();
    let query = |sign_type| {
        let query = client.v2().sign_type(sign_type).untyped("alipay.trade.query");
        query.json(&json!({"out_trade_no": "X"}))
    };
    let rejected = query(SignType::Rsa).await.unwrap_err();
    assert!(rejected.has_code("ACQ.TRADE_NOT_EXIST") && rejected.api().unwrap().verified);
    gateway.fault(FaultRule { operation: None, fault: Fault::WrongSignature, times: Some(1) });
    let error = query(SignType::Rsa).await.unwrap_err();
    let ErrorKind::Signature(found) = error.kind() else { panic!("{error:?}") };
    assert_eq!(found.problem, SignatureProblem::Mismatch);
}

#[tokio::test]
async fn a_request_that_was_changed_is_rejected_with_the_text_that_was_verified() {
    let gateway = Gateway::start().await.unwrap();
    let client = client(&gateway, Mode::Key).unwrap();
    let order = AlipayTradeAppPayModel::new().out_trade_no("A1").total_amount("1").subject("tea");
    let text = client.v2().alipay_trade_app().pay(&order).sdk_execute().await.unwrap();
    let changed = text.replace("tea", "tee");
    let response = http::post(&(gateway.base_url() + "/gateway.do"), changed).await.unwrap();
    assert!(response.body.contains("isv.invalid-signature"), "{}", response.body);
    assert!(gateway.trades().is_empty());
}

#[test]
fn the_certificate_of_the_platform_is_downloaded_without_a_runtime_around() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let gateway = runtime.block_on(Gateway::start()).unwrap();
    let client = client(&gateway, Mode::Certificates).unwrap();
    let wanted = Certificate::parse(gateway.app().alipay_certificate).unwrap();
    let model = AlipayOpenAppAlipaycertDownloadModel::new().alipay_cert_sn(wanted.serial());
    let call = || client.v2().alipay_open_app_alipaycert().download(&model);
    let response = call().send_blocking().unwrap();
    let content = base64(response.alipay_cert_content.as_deref().unwrap());
    assert_eq!(Certificate::parse(content).unwrap().serial(), wanted.serial());
    assert!(call().sdk_execute_blocking().unwrap().contains("&sign="));
    assert!(call().page_execute_blocking().unwrap().link().contains("&sign="));
}
