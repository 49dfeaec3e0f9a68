//! The time of a call of the v2 gateway, and the format that it asks for.

use alipay_gateway::Gateway;

use crate::form::{Form, local_time};

const BUSINESS: &str = "ACQ.TRADE_NOT_EXIST";

async fn sub_code(gateway: &Gateway, name: &'static str, value: &str) -> String {
    let query = Form::new(gateway, "alipay.trade.query").with("out_trade_no", "1");
    let response = query.with(name, value).call(gateway).await;
    response["sub_code"].as_str().expect("a code").to_owned()
}

#[tokio::test]
async fn the_time_of_another_zone_is_taken() {
    let gateway = Gateway::start().await.expect("a gateway");
    // The official clients for .NET, PHP, Node and Python send the time of their machine.
    for hours in [8, 0, -11, 14] {
        assert_eq!(sub_code(&gateway, "timestamp", &local_time(hours)).await, BUSINESS);
    }
    for wrong in ["2026-06-16T12:00:00", "2026-06-16", "1781582400000", "2026-02-30 12:00:00"] {
        let code = sub_code(&gateway, "timestamp", wrong).await;
        assert_eq!(code, "isv.invalid-timestamp", "{wrong}");
    }
    assert_eq!(sub_code(&gateway, "timestamp", "").await, "isv.missing-timestamp");
}

#[tokio::test]
async fn a_strict_gateway_takes_the_time_of_china_alone() {
    let gateway = Gateway::start().await.expect("a gateway");
    gateway.set_strict(true);
    assert_eq!(sub_code(&gateway, "timestamp", &local_time(8)).await, BUSINESS);
    let code = sub_code(&gateway, "timestamp", &local_time(7)).await;
    assert_eq!(code, "isv.invalid-timestamp");
}

#[tokio::test]
async fn xml_is_rejected_in_so_many_words() {
    let gateway = Gateway::start().await.expect("a gateway");
    for format in ["JSON", "json", ""] {
        assert_eq!(sub_code(&gateway, "format", format).await, BUSINESS);
    }
    let query = Form::new(&gateway, "alipay.trade.query").with("format", "xml");
    let response = query.call(&gateway).await;
    assert_eq!(response["sub_code"], "isv.invalid-format");
    assert!(response["expected"].as_str().is_some_and(|text| text.contains("JSON")), "{response}");
}
