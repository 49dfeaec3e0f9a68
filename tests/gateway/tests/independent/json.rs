//! Numbers and null in JSON.

use alipay_gateway::{Gateway, Verdict};
use serde_json::{Value, json};

use crate::client::Call;
use crate::form::Form;

async fn create(gateway: &Gateway, order: &Value) -> Value {
    let form = Form::new(gateway, "alipay.trade.create").with("biz_content", order);
    form.call(gateway).await
}

#[tokio::test]
async fn a_number_is_taken_for_text_in_v2() {
    let gateway = Gateway::start().await.expect("a gateway");
    let order = json!({
        "out_trade_no": 20260616, "total_amount": 0.01, "subject": "s",
        "goods_detail": [{"goods_id": 1, "goods_name": "茶", "quantity": 1, "price": 0.01}],
    });
    let response = create(&gateway, &order).await;
    assert_eq!(response["code"], "10000", "{response}");
    assert_eq!(response["out_trade_no"], "20260616");
    assert_eq!(gateway.trades()[0].total, 1);
    // It is the same order when it is written as text.
    let as_text = json!({
        "out_trade_no": "20260616", "total_amount": "0.01", "subject": "s",
        "goods_detail": [{"goods_id": "1", "goods_name": "茶", "quantity": 1, "price": "0.01"}],
    });
    assert_eq!(create(&gateway, &as_text).await["trade_no"], response["trade_no"]);
    for wrong in [json!(true), json!({}), json!(["1"])] {
        let order = json!({"out_trade_no": wrong, "total_amount": "1", "subject": "s"});
        let response = create(&gateway, &order).await;
        assert_eq!(response["sub_code"], "isv.invalid-parameter");
    }
}

#[tokio::test]
async fn null_counts_as_absent() {
    let gateway = Gateway::start().await.expect("a gateway");
    let order = json!({
        "out_trade_no": "1", "total_amount": "1.00", "subject": "s", "body": null,
        "extend_params": {"sys_service_provider_id": null}, "goods_detail": null,
    });
    let response = create(&gateway, &order).await;
    assert_eq!(response["code"], "10000", "{response}");
    let query = json!({"out_trade_no": "1", "trade_no": null, "query_options": null}).to_string();
    let response = Call::new("POST", "/v3/alipay/trade/query", &query).send(&gateway).await;
    assert_eq!(response.status, 200, "{}", response.body);
    assert_eq!(response.json()["trade_no"], gateway.trades()[0].trade_no);
    assert_eq!(gateway.calls()[1].verdict, Verdict::Accepted);
    let missing = json!({"out_trade_no": null, "total_amount": "1.00", "subject": "s"});
    assert_eq!(create(&gateway, &missing).await["sub_code"], "ACQ.INVALID_PARAMETER");
}

#[tokio::test]
async fn a_number_is_no_text_in_v3() {
    let gateway = Gateway::start().await.expect("a gateway");
    let query = r#"{"out_trade_no":1}"#;
    let response = Call::new("POST", "/v3/alipay/trade/query", query).send(&gateway).await;
    assert_eq!((response.status, &response.json()["code"]), (400, &json!("invalid-parameter")));
}
