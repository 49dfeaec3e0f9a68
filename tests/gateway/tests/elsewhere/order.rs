//! A project that has nothing but the packages: an order is placed, paid, and asked for.

mod client;

use alipay_gateway::Gateway;
use client::Call;

#[tokio::test]
async fn an_order_is_placed_and_paid() {
    let gateway = Gateway::start().await.expect("a gateway");
    let order = r#"{"out_trade_no":"T1","total_amount":"88.88","subject":"tea"}"#;
    let placed = Call::new("POST", "/v3/alipay/trade/create", order).send(&gateway).await;
    assert_eq!(placed.status, 200, "{}", placed.body);
    assert!(gateway.buyer_pays("T1"));
    let query = r#"{"out_trade_no":"T1"}"#;
    let found = Call::new("POST", "/v3/alipay/trade/query", query).send(&gateway).await;
    assert_eq!(found.json()["trade_status"], "TRADE_SUCCESS");
    assert_eq!(gateway.ledger().totals.paid, 8888);
}
