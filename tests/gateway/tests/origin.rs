//! Who may make calls: programs and pages of this machine. A page of the web could else name
//! receivers on it.

mod client;

use alipay_gateway::Gateway;
use client::{Call, OF_THE_WEB, get, http};

/// Requests of all protocols; each would be a call, or pay a trade.
const TARGETS: [(&str, &str); 7] = [
    ("POST", "/gateway.do"),
    ("GET", "/gateway.do?method=alipay.trade.page.pay&notify_url=http://127.0.0.1:6379/"),
    ("POST", "/gateway.do/pay"),
    ("GET", "/qr/bax00000001"),
    ("GET", "/cashier/20260616220010000000000000001"),
    ("POST", "/router/rest"),
    ("POST", "/v3/alipay/trade/pay"),
];

#[tokio::test]
async fn pages_of_the_web_make_no_calls() {
    let gateway = Gateway::start().await.expect("a gateway");
    for headers in OF_THE_WEB {
        for (method, target) in TARGETS {
            let response = http(&gateway, method, target, headers, "").await;
            assert_eq!(response.status, 403, "{method} {target} {headers}");
        }
    }
    assert_eq!(gateway.call_count(), 0);
}

#[tokio::test]
async fn pages_of_this_machine_make_calls() {
    let gateway = Gateway::start().await.expect("a gateway");
    for headers in [
        "host: localhost:9999\r\n",
        "origin: http://localhost:3000\r\nsec-fetch-site: cross-site\r\n",
        "referer: http://localhost:3000/cart\r\nsec-fetch-site: cross-site\r\n",
    ] {
        for (method, target) in TARGETS {
            let response = http(&gateway, method, target, headers, "").await;
            assert!(!response.body.starts_with("only for"), "{method} {target} {headers}");
        }
    }
    assert_ne!(gateway.call_count(), 0);
}

#[tokio::test]
async fn a_gateway_for_others_takes_calls_by_any_name_and_keeps_its_control() {
    let gateway = Gateway::builder().allow_remote(true).start().await.expect("a gateway");
    let call = Call::new("POST", "/v3/alipay/trade/query", r#"{"trade_no":"1"}"#);
    let authorization = call.authorization(&gateway.app(), &gateway.app().private_key);
    let headers = format!(
        "host: gateway.test\r\norigin: http://shop.test\r\ncontent-type: application/json\r\n\
         authorization: {authorization}\r\n"
    );
    let response = http(&gateway, "POST", &call.target, &headers, &call.body).await;
    assert!(response.body.contains("ACQ.TRADE_NOT_EXIST"), "{}", response.body);
    for headers in ["host: gateway.test\r\n", "origin: http://shop.test\r\n"] {
        let response = http(&gateway, "GET", "/_gateway/calls", headers, "").await;
        assert_eq!(response.status, 403, "{headers}");
    }
    assert_eq!(get(&gateway, "/_gateway/calls").await.status, 200);
}
