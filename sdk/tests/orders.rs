//! Orders are checked before they are sent: what is wrong is named, and nothing is signed or sent.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod platform;

use std::time::{Duration, UNIX_EPOCH};

use alipay_sdk::flow::{Close, FlowError, Flows, Kind, Pay, Precreate, Refund, Task, Transfer};
use alipay_sdk::model::{
    AlipayFundTransUniTransferModel, AlipayTradeAppPayModel, AlipayTradeCloseModel,
    AlipayTradeCreateModel, AlipayTradePagePayModel, AlipayTradePayModel,
    AlipayTradePrecreateModel, AlipayTradeRefundModel, AlipayTradeWapPayModel,
    OpenApiRoyaltyDetailInfoPojo, Participant,
};
use alipay_sdk::{
    Amount, Client, ClientBuilder, ErrorKind, RetryPolicy, TransportErrorKind, beijing_time,
};
use platform::key_mode;
use platform::logs::logged;
use platform::script::{Script, Then};
use serde_json::{Value, json};

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

fn client() -> Client {
    key_mode().without_transport().build().unwrap()
}

/// A page order with these fields, and these parameters beside it.
fn page_by(client: &Client, fields: Value, parameters: &[(&str, &str)]) -> Result<String, String> {
    let mut order = json!({"out_trade_no": "T1", "total_amount": "88.88", "subject": "Tea"});
    order.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    let order: AlipayTradePagePayModel = serde_json::from_value(order).unwrap();
    let call = client.v2().alipay_trade_page().pay(&order);
    let call = parameters.iter().fold(call, |call, (name, value)| call.parameter(*name, value));
    match block_on(call.page_execute()) {
        Ok(page) => Ok(page.link().to_owned()),
        Err(error) => {
            assert!(matches!(error.kind(), ErrorKind::Request { .. }), "{error:?}");
            assert!(!error.is_unknown_outcome());
            Err(error.to_string())
        }
    }
}

fn page(fields: Value, parameters: &[(&str, &str)]) -> Result<String, String> {
    page_by(&client(), fields, parameters)
}

/// That a page order is refused, with the name of the field and without its value.
#[track_caller]
fn refused(field: &str, value: &str) -> String {
    let parameter = ["notify_url", "return_url"].contains(&field);
    let result = match parameter {
        true => page(json!({}), &[(field, value)]),
        false => page(json!({ field: value }), &[]),
    };
    let error = result.expect_err(value);
    assert!(error.contains(&format!("`{field}`")), "{error}");
    assert!(value.len() < 9 || !error.contains(value), "{error}");
    error
}

#[test]
fn an_amount_that_is_none_is_refused() {
    for amount in [
        "88.888",
        "1,000.00",
        "0",
        "0.00",
        "-1",
        "-0.01",
        "+1",
        "1e3",
        "１００",
        "1.",
        ".5",
        " 1",
        "1 ",
        "¥1",
        "1元",
        "01",
        "NaN",
        "100000000000.00",
    ] {
        assert!(refused("total_amount", amount).contains("`88.88`"), "{amount}");
    }
    assert!(refused("total_amount", "").contains("is empty"));
    for amount in ["0.01", "0.1", "1", "88.8", "88.88", "100000000.00"] {
        assert!(page(json!({"total_amount": amount}), &[]).is_ok(), "{amount}");
    }
    let negative = String::from(Amount::from_fen(-1));
    refused("total_amount", &negative);
}

#[test]
fn a_title_that_is_missing_is_named() {
    let client = client();
    let order = AlipayTradePagePayModel::new().out_trade_no("T1").total_amount("1.00");
    let error = block_on(client.v2().alipay_trade_page().pay(&order).page_execute()).unwrap_err();
    assert!(error.to_string().contains("`subject` is missing"), "{error}");
    let order = AlipayTradeWapPayModel::new().out_trade_no("T1").subject("Tea");
    let error = block_on(client.v2().alipay_trade_wap().pay(&order).page_execute()).unwrap_err();
    assert!(error.to_string().contains("`total_amount` is missing"), "{error}");
    let order = AlipayTradeAppPayModel::new().total_amount("1.00").subject(" ").out_trade_no("T1");
    let error = block_on(client.v2().alipay_trade_app().pay(&order).sdk_execute()).unwrap_err();
    assert!(error.to_string().contains("`subject` is empty"), "{error}");
}

#[test]
fn an_address_that_nobody_can_be_sent_to_is_refused() {
    for field in ["notify_url", "return_url"] {
        for address in [
            "shop.example/notify",
            "//shop.example/notify",
            "ftp://shop.example/notify",
            "https://",
            "https:///notify",
            "https://shop.example/my notify",
            " https://shop.example/notify",
            "https://shop.example/notify\n",
            "https://shop.example/通知",
            "https：//shop.example/notify",
        ] {
            assert!(refused(field, address).contains("`https://`"), "{address:?}");
        }
        assert!(refused(field, "").contains("is empty"));
        for address in
            ["https://shop.example/notify", "http://shop.example:8080/a/b", "HTTPS://shop.example"]
        {
            assert!(page(json!({}), &[(field, address)]).is_ok(), "{address}");
        }
    }
    let error = refused("return_url", "https://shop.example/back?order=1");
    assert!(error.contains("(`?`)") && error.contains("path"), "{error}");
    let address = "https://shop.example/notify?shop=1";
    assert!(page(json!({}), &[("notify_url", address)]).is_ok());
}

#[test]
fn a_time_in_another_form_is_refused() {
    for time in [
        "2026-11-27T12:00:00",
        "2026-11-27T12:00:00+08:00",
        "2026-11-27 12:00",
        "2026-11-27",
        "2026/11/27 12:00:00",
        "20261127120000",
        "2026-1-27 12:00:00",
        "2026-13-01 12:00:00",
        "2026-11-27 24:00:00",
        "1798732800",
        " 2026-11-27 12:00:00",
    ] {
        assert!(refused("time_expire", time).contains("`yyyy-MM-dd HH:mm:ss`"), "{time}");
    }
    let time = beijing_time(UNIX_EPOCH + Duration::from_secs(1_798_732_800));
    assert_eq!(time, "2027-01-01 00:00:00");
    assert!(page(json!({"time_expire": time}), &[]).is_ok());
    for span in ["1.5h", "30", "30分钟", "90 m", "0m"] {
        refused("timeout_express", span);
    }
    assert!(page(json!({"timeout_express": "90m"}), &[]).is_ok());
}

#[test]
fn one_switch_leaves_the_checks_out() {
    let client = key_mode().without_transport().check_orders(false).build().unwrap();
    let wrong = json!({"total_amount": "88.888", "subject": null});
    assert!(page_by(&client, wrong, &[("return_url", "shop.example?a=b")]).is_ok());
    let call = client.v2().alipay_trade_page().pay(&AlipayTradePagePayModel::new());
    assert!(block_on(call.page_execute()).is_ok());
}

/// What a flow says of an order, of which nothing was sent.
async fn flow<K: Kind>(task: Result<Task<K>, FlowError>) -> String {
    let script = Script::new([]);
    let client = key_mode().transport(script.clone()).build().unwrap();
    let result = match task {
        Ok(task) => Flows::new(&client).run(task).await.map(drop),
        Err(error) => Err(error),
    };
    let Err(FlowError::Order(reason)) = result else { panic!("{result:?}") };
    assert!(script.sent.lock().unwrap().is_empty(), "it was sent");
    reason
}

#[tokio::test]
async fn flows_check_their_orders_before_anything_is_sent() {
    let order = || AlipayTradePayModel::new().out_trade_no("1").total_amount("8.80");
    assert_eq!(flow(Pay::new(order())).await, "`subject` is missing");
    let wrong = order().subject("Tea").time_expire("tomorrow");
    assert!(flow(Pay::new(wrong)).await.starts_with("`time_expire` is not a time"));
    let wrong = order().subject("Tea").notify_url("shop.example");
    assert!(flow(Pay::new(wrong)).await.starts_with("`notify_url` is not a web address"));

    let order = AlipayTradePrecreateModel::new().out_trade_no("1").total_amount("8.80");
    assert_eq!(flow(Precreate::new(order)).await, "`subject` is missing");

    let royalty = OpenApiRoyaltyDetailInfoPojo::new().amount("1.234");
    let order = AlipayTradeRefundModel::new().out_trade_no("1").refund_amount("8.80");
    let reason = flow(Refund::new(order.refund_royalty_parameters([royalty]))).await;
    assert!(reason.starts_with("`refund_royalty_parameters.amount` is not an amount"), "{reason}");

    let order = AlipayTradeCloseModel::new().out_trade_no("1").notify_url("localhost");
    assert!(flow(Close::new(order)).await.starts_with("`notify_url` is not a web address"));

    let payee = Participant::new().identity("2088").identity_type("ALIPAY_USER_ID");
    for amount in ["88.888", "1,000.00", "0", "-1.00"] {
        let order = AlipayFundTransUniTransferModel::new().trans_amount(amount);
        assert!(
            flow(Transfer::new(order.payee_info(payee.clone()))).await.contains("trans_amount")
        );
    }
}

#[tokio::test]
async fn a_task_that_was_kept_before_it_ran_is_checked_and_the_switch_holds() {
    let order = AlipayTradeRefundModel::new().out_trade_no("1").refund_amount("8.80");
    let royalty = OpenApiRoyaltyDetailInfoPojo::new().amount("x");
    let task = Refund::new(order.refund_royalty_parameters([royalty])).unwrap();
    let kept: Task<Refund> = serde_json::from_str(&serde_json::to_string(&task).unwrap()).unwrap();
    assert!(flow(Ok(kept)).await.contains("refund_royalty_parameters"));

    let script = Script::new([Then::Fail(TransportErrorKind::NotSent)]);
    let builder = key_mode().transport(script.clone()).retry(RetryPolicy::never());
    let builder = builder.check_orders(false);
    let flows = Flows::new(&builder.build().unwrap());
    assert!(matches!(flows.run(task).await, Err(FlowError::NotDone(_))));
    assert_eq!(script.sent(), 1);
}

#[tokio::test]
async fn any_call_can_be_checked() {
    let order = AlipayTradeCreateModel::new().out_trade_no("T1").total_amount("1,0").subject("Tea");
    let call = client().alipay_trade().create(&order).check();
    let error = call.await.unwrap_err();
    assert!(error.to_string().contains("`total_amount` is not an amount"), "{error}");
}

/// The log lines while an order with this address is signed.
fn logged_of(builder: ClientBuilder, field: &str, address: &str) -> String {
    let work = || {
        let client = builder.without_transport().build().unwrap();
        page_by(&client, json!({}), &[(field, address)]).unwrap();
    };
    logged(work).0
}

#[test]
fn an_address_of_this_machine_is_a_warning_in_production() {
    let production = || key_mode().base_url("https://openapi.alipay.com");
    for field in ["notify_url", "return_url"] {
        for address in [
            "http://localhost:8080/notify",
            "http://127.0.0.1/notify",
            "https://[::1]/notify",
            "http://192.168.1.10:3000/",
            "http://10.0.0.7/",
            "http://172.16.0.1/",
        ] {
            let log = logged_of(production(), field, address);
            assert!(log.contains("WARN") && log.contains(field), "{address}: {log}");
            assert!(log.contains("this machine") && !log.contains(address), "{log}");
            let sandbox = key_mode().environment(alipay_sdk::Environment::Sandbox);
            assert_eq!(logged_of(sandbox, field, address), "");
            assert_eq!(logged_of(key_mode(), field, address), "");
        }
        assert_eq!(logged_of(production(), field, "https://shop.example/localhost"), "");
    }
}
