//! Flows against the test platform.

use std::time::{Duration, Instant};

use alipay_sdk::flow::{FailureReason, Flows, Outcome, Pay, Task};
use alipay_sdk::model::AlipayTradePayModel;
use alipay_sdk::testing::{TestPlatform, TestRequest, TestResponse};
use alipay_sdk::{Amount, Clock, TransportErrorKind, beijing_time};
use serde_json::{Value, json};

use crate::{QUERY, shop};

const PAY: &str = "alipay.trade.pay";

fn order() -> Task<Pay> {
    let order = AlipayTradePayModel::new()
        .out_trade_no("T1")
        .total_amount("88.88")
        .subject("tea")
        .scene("bar_code")
        .auth_code("28763443825664394");
    Pay::new(order).unwrap()
}

fn trade(platform: &TestPlatform, status: &str) -> Value {
    json!({
        "out_trade_no": "T1",
        "trade_no": "2026",
        "total_amount": "88.88",
        "trade_status": status,
        "send_pay_date": beijing_time(platform.clock().now()),
    })
}

#[tokio::test]
async fn a_buyer_who_takes_half_a_minute_costs_the_test_no_time() {
    let (platform, client) = shop();
    let (start, state) = (Instant::now(), platform.clone());
    platform.on(PAY, |_| TestResponse::failure(TransportErrorKind::Interrupted));
    platform.on(QUERY, move |request: &TestRequest| {
        trade(&state, if request.number() < 7 { "WAIT_BUYER_PAY" } else { "TRADE_SUCCESS" })
    });
    let outcome = Flows::new(&client).run(order()).await.unwrap();
    let Outcome::Succeeded(receipt) = outcome else { panic!("{outcome:?}") };
    assert_eq!(receipt.amount, Amount::from_fen(8888));
    assert!(platform.clock().passed() >= Duration::from_secs(20));
    assert!(start.elapsed() < Duration::from_secs(30));
}

#[tokio::test]
async fn a_buyer_who_never_pays_is_canceled() {
    let (platform, client) = shop();
    let state = platform.clone();
    platform.on(PAY, |_| TestResponse::failure(TransportErrorKind::Interrupted));
    platform.on(QUERY, move |_| trade(&state, "WAIT_BUYER_PAY"));
    platform.on(
        "alipay.trade.cancel",
        |_| json!({"out_trade_no": "T1", "action": "close", "retry_flag": "N"}),
    );
    let outcome = Flows::new(&client).run(order()).await.unwrap();
    let Outcome::Failed(failure) = outcome else { panic!("{outcome:?}") };
    assert!(matches!(failure.reason, FailureReason::TimeOver(_)), "{failure:?}");
}
