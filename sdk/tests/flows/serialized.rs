//! A new task is checked, and so is one that was serialized and is read back.

use alipay_sdk::flow::{Close, Precreate};
use alipay_sdk::model::AlipayTradePrecreateModel;

use super::forged::authentic;
use super::*;

fn reason<K: Kind>(state: &Value) -> String {
    serde_json::from_value::<Task<K>>(state.clone()).unwrap_err().to_string()
}

#[test]
fn a_flow_is_not_read_as_one_of_another_kind() {
    let state = serde_json::to_value(pay()).unwrap();
    assert!(serde_json::from_value::<Task<Pay>>(state.clone()).is_ok());
    for reason in [reason::<Refund>(&state), reason::<Precreate>(&state), reason::<Close>(&state)] {
        assert!(reason.contains("`pay`"), "{reason}");
    }
    let state = serde_json::to_value(refund()).unwrap();
    assert!(reason::<Transfer>(&state).contains("`refund`"));
}

#[tokio::test]
async fn a_flow_of_a_newer_version_is_refused_with_a_text() {
    let mut state = serde_json::to_value(refund()).unwrap();
    state["version"] = 3.into();
    state["order"] = json!(["something", "else"]);
    assert!(reason::<Refund>(&state).contains("version 3"));
    let mut older = state.clone();
    older["version"] = 1.into();
    assert!(reason::<Refund>(&older).contains("version 1"));

    let store = shared();
    let key = format!("refund/{}/1/r1", platform::APP_ID);
    authentic(&store).start(&key, &state.to_string(), Duration::ZERO).await.unwrap();
    let mut bench = Bench::new([]);
    bench.flows = bench.flows.store(store);
    let Err(FlowError::State { source, .. }) = bench.run(refund()).await else { panic!() };
    assert!(source.to_string().contains("version 3"), "{source}");
}

#[test]
fn an_order_that_could_not_be_new_is_not_read() {
    let changed = |state: Value, name: &str, value: Value| {
        let mut state = state;
        state["order"][name] = value;
        state
    };
    let state = || serde_json::to_value(refund()).unwrap();
    for (name, value) in [
        ("refund_amount", json!("-1")),
        ("out_request_no", Value::Null),
        ("out_trade_no", json!("a b")),
    ] {
        assert!(reason::<Refund>(&changed(state(), name, value)).contains(name));
    }
    let state = serde_json::to_value(pay()).unwrap();
    assert!(reason::<Pay>(&changed(state.clone(), "total_amount", json!("0"))).contains("zero"));
    assert!(reason::<Pay>(&changed(state, "out_trade_no", Value::Null)).contains("out_trade_no"));
    let state = serde_json::to_value(transfer()).unwrap();
    assert!(reason::<Transfer>(&changed(state, "payee_info", Value::Null)).contains("payee_info"));
}

#[test]
fn flows_come_back_as_they_were() {
    let order =
        AlipayTradePrecreateModel::new().out_trade_no("1").total_amount("8.80").subject("Tea");
    let code = Precreate::new(order).unwrap();
    assert_eq!(stored(&code).order(), code.order());
    assert_eq!(stored(&close()).order(), close().order());
    assert_eq!(stored(&transfer()).order(), transfer().order());
    for state in [serde_json::to_value(pay()).unwrap(), serde_json::to_value(close()).unwrap()] {
        assert_eq!(state["version"], 2, "{state}");
    }
}

#[test]
fn an_order_that_cannot_be_followed_is_refused_before_anything_is_sent() {
    let order = || AlipayTradePayModel::new().out_trade_no("1").total_amount("1");
    assert!(Pay::new(order()).is_ok());
    for amount in ["", "0", "0.00", "-1", "1.001", "1e2", "１"] {
        let result = Pay::new(order().total_amount(amount));
        assert!(matches!(result, Err(FlowError::Order(_))), "{amount:?}");
    }
    assert!(Pay::new(AlipayTradePayModel::new().total_amount("1")).is_ok(), "it gets a number");
    assert!(Pay::new(order().out_trade_no("a b")).is_err());
    assert!(Refund::new(AlipayTradeRefundModel::new().refund_amount("1")).is_err());
    assert!(Transfer::new(AlipayFundTransUniTransferModel::new().trans_amount("1")).is_err());
    assert!(Close::new(AlipayTradeCloseModel::new()).is_err());
}
