//! The address that clients are told.

mod client;

use std::net::TcpListener;

use alipay_gateway::{Gateway, StartError};
use client::{Call, http};

#[tokio::test]
async fn a_gateway_at_all_addresses_is_reached_by_loopback() {
    for all in ["0.0.0.0:0", "[::]:0"] {
        let builder = Gateway::builder().address(all.parse().expect("an address"));
        let gateway = builder.allow_remote(true).start().await.expect("a gateway");
        let page = http(&gateway, "GET", "/", "", "").await;
        assert_eq!(page.status, 200, "{}", gateway.base_url());
    }
}

#[tokio::test]
async fn codes_and_configurations_lead_to_the_public_address() {
    let free = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
    let address = free.expect("a free port");
    let public = format!("http://localhost:{}", address.port());
    let builder = Gateway::builder().address(address).public_url(format!("{public}/"));
    let gateway = builder.start().await.expect("a gateway");
    assert_eq!(gateway.base_url(), public);
    let order = r#"{"out_trade_no":"1","total_amount":"1.00","subject":"tea"}"#;
    let placed = Call::new("POST", "/v3/alipay/trade/precreate", order).send(&gateway).await;
    let code = placed.json()["qr_code"].as_str().expect("a code").to_owned();
    assert!(code.starts_with(&public), "{code}");
    assert!(http(&gateway, "GET", "/config", "", "").await.body.contains(&public));
}

#[tokio::test]
async fn a_public_address_that_clients_cannot_use_is_an_error() {
    for url in ["gateway.test", "ftp://gateway.test", "http://gateway.test/v3", "http://a:b@c"] {
        let error = Gateway::builder().public_url(url).start().await.err();
        assert!(matches!(error, Some(StartError::PublicUrl)), "{url}: {error:?}");
    }
}

#[tokio::test]
async fn clients_may_call_by_the_name_that_they_are_told() {
    let public = "http://gateway.test:9999";
    let error = Gateway::builder().public_url(public).start().await.err();
    assert!(matches!(error, Some(StartError::PublicHost)), "{error:?}");
    let builder = Gateway::builder().public_url(public).allow_remote(true);
    assert_eq!(builder.start().await.expect("a gateway").base_url(), public);
}
