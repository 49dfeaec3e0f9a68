//! The test of a project whose gateway has no pages: buyers pay all the same.

mod client;

use alipay_gateway::Gateway;
use client::{Call, get, http};

#[tokio::test]
async fn a_buyer_pays_without_the_feature_of_the_pages() {
    let gateway = Gateway::start().await.expect("a gateway");
    let order = r#"{"out_trade_no":"1","total_amount":"88.88","subject":"tea"}"#;
    let placed = Call::new("POST", "/v3/alipay/trade/create", order).send(&gateway).await.json();
    let trade_no = placed["trade_no"].as_str().expect("a trade");

    let page = get(&gateway, &format!("/cashier/{trade_no}")).await;
    assert!(page.head.to_lowercase().contains("content-type: application/json"), "{}", page.head);
    let page = page.json();
    assert_eq!(page["order"]["total_amount"], "88.88");
    let target =
        format!("{}?token={}", page["action"].as_str().unwrap(), page["token"].as_str().unwrap());
    assert_eq!(http(&gateway, "POST", &target, "", "").await.json()["title"], "Paid");
    assert_eq!(gateway.ledger().totals.paid, 8888);

    let missing = get(&gateway, "/").await;
    assert_eq!(missing.status, 404);
    assert!(missing.body.contains("feature `pages`"), "{}", missing.body);
}
