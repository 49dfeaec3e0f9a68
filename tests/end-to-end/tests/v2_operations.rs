//! Every operation of the v2 gateway, executed once: called, opened as a page, or taken to the
//! gateway as an app does. The gateway verifies what was signed.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;

use alipay_end_to_end::form::{attribute, submit, unescaped};
use alipay_end_to_end::{Mode, ORDER_STRINGS, PAGES, RETURN_URL, V2_CALLS, builder, client, http};
use alipay_gateway::{Gateway, Sample, Verdict};
use alipay_sdk::model::AlipayFundAuthOrderAppFreezeModel;
use alipay_sdk::notify::NotificationVerifier;
use alipay_sdk::{Client, Json};
use serde_json::{Value, json};
use url::{Url, form_urlencoded};

/// The gateway has a response of its own to this one: `v2.rs` reads it.
const CERTIFICATE: &str = "alipay.open.app.alipaycert.download";

/// A gateway, and a client whose orders are not checked: samples are no orders.
async fn unchecked(mode: Mode) -> (Gateway, Client) {
    let gateway = Gateway::start().await.unwrap();
    let client = builder(&gateway, mode).check_orders(false).build().unwrap();
    (gateway, client)
}

#[test]
fn every_operation_is_executed_as_its_carrier_demands() {
    let (sent, pages, texts) = (ids(V2_CALLS), ids(PAGES), ids(ORDER_STRINGS));
    assert_eq!((sent.len(), pages.len(), texts.len()), (18, 16, 10));
    let either: Vec<_> = pages.intersection(&texts).copied().collect();
    let known = [
        "alipay.fund.trans.app.pay",
        "alipay.user.agreement.page.sign",
        "zhima.credit.pe.zmgo.sign.apply",
    ];
    assert_eq!(either, known);
    assert_eq!(sent.len() + pages.union(&texts).count(), 41);
}

fn ids<T>(calls: &[(&'static str, T)]) -> BTreeSet<&'static str> {
    calls.iter().map(|(id, _)| *id).collect()
}

#[tokio::test]
async fn every_call_between_servers_is_answered_and_decoded() {
    for mode in Mode::ALL {
        let (gateway, client) = unchecked(mode).await;
        let calls = V2_CALLS.iter().filter(|(id, _)| *id != CERTIFICATE);
        for (id, call) in calls {
            let sample = gateway.sample(id).unwrap();
            let wanted = match sample.response.is_null() {
                true => Json::Object(Default::default()),
                false => sample.response.clone(),
            };
            gateway.script(*id, Ok(wanted.clone()));
            let (response, _) = call(&client, &sample).unwrap().await.unwrap();
            assert_eq!(response, wanted, "{id}, {mode:?}");
        }
        assert_all_accepted(&gateway, V2_CALLS.len() - 1);
    }
}

#[tokio::test]
async fn every_page_is_shown_and_leads_back_with_a_signature() {
    for mode in Mode::ALL {
        let (gateway, client) = unchecked(mode).await;
        let verifier = NotificationVerifier::of(&client);
        for (number, (id, call)) in PAGES.iter().enumerate() {
            let sample = sample(&gateway, id, number);
            let page = call(&client, &sample).unwrap().await.unwrap();
            let shown = http::get(page.link()).await.unwrap().body;
            let shown_by_form = submit(page.form()).await.unwrap().body;
            if matches!(*id, "alipay.trade.page.pay" | "alipay.trade.wap.pay") {
                assert!(shown.contains("value=\"pay\""), "{id}, {mode:?}: {shown}");
                continue;
            }
            assert!(shown.contains(&format!("<p id=\"operation\">{id}</p>")), "{id}: {shown}");
            assert_eq!(without_links(&shown), without_links(&shown_by_form), "{id}, {mode:?}");
            let back = Url::parse(&unescaped(link(&shown))).unwrap();
            assert!(back.as_str().starts_with(RETURN_URL), "{back}");
            let brought = verifier.verify(back.query().unwrap().as_bytes()).unwrap();
            assert_eq!(brought.get("method"), Some(&*format!("{id}.return")));
        }
        assert_all_accepted(&gateway, PAGES.len() * 2);
    }
}

#[tokio::test]
async fn every_text_for_an_app_is_taken_by_the_gateway() {
    for mode in Mode::ALL {
        let (gateway, client) = unchecked(mode).await;
        for (number, (id, call)) in ORDER_STRINGS.iter().enumerate() {
            let sample = sample(&gateway, id, number);
            let text = call(&client, &sample).unwrap().await.unwrap();
            let response = posted(&gateway, text).await;
            let field = id.replace('.', "_") + "_response";
            assert!(response.contains(&format!("{{\"{field}\":")), "{id}, {mode:?}: {response}");
        }
        assert_all_accepted(&gateway, ORDER_STRINGS.len());
    }
}

#[tokio::test]
async fn a_freeze_in_an_app_is_signed_for_the_v2_gateway_though_its_models_are_those_of_v3() {
    let gateway = Gateway::start().await.unwrap();
    let client = client(&gateway, Mode::Certificates).unwrap();
    let order = AlipayFundAuthOrderAppFreezeModel::new()
        .out_order_no("F1")
        .out_request_no("R1")
        .order_title("Deposit")
        .amount("88.88")
        .product_code("PREAUTH_PAY");
    let call = client.v2().untyped("alipay.fund.auth.order.app.freeze").json(&order);
    let text = call.notify_url("https://shop.example/notify").sdk_execute().await.unwrap();
    let sent: Vec<(String, String)> =
        form_urlencoded::parse(text.as_bytes()).into_owned().collect();
    let content = sent.iter().find(|(name, _)| name == "biz_content").unwrap();
    assert_eq!(serde_json::from_str::<Value>(&content.1).unwrap()["product_code"], "PREAUTH_PAY");
    posted(&gateway, text).await;
    assert_all_accepted(&gateway, 1);
}

fn assert_all_accepted(gateway: &Gateway, number: usize) {
    let calls = gateway.calls();
    let rejected: Vec<_> = calls.iter().filter(|call| call.verdict != Verdict::Accepted).collect();
    assert!(rejected.is_empty(), "{rejected:?}");
    assert_eq!(calls.len(), number);
}

/// A request of the operation. The gateway remembers trades, and takes no made-up order of one.
fn sample(gateway: &Gateway, id: &str, number: usize) -> Sample {
    let mut sample = gateway.sample(id).unwrap();
    if matches!(id, "alipay.trade.app.pay" | "alipay.trade.page.pay" | "alipay.trade.wap.pay") {
        let number = format!("T{number}");
        sample.body = json!({"out_trade_no": number, "total_amount": "88.88", "subject": "tea"});
    }
    sample
}

async fn posted(gateway: &Gateway, text: String) -> String {
    http::post(&(gateway.base_url() + "/gateway.do"), text).await.unwrap().body
}

/// The way on from a page.
fn link(html: &str) -> &str {
    let (_, rest) = html.split_once("<p class=\"links\">").unwrap();
    attribute(rest, "href")
}

fn without_links(html: &str) -> &str {
    html.split("<p class=\"links\">").next().unwrap()
}
