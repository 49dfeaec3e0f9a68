//! The pages, over HTTP.

mod client;

use alipay_gateway::Gateway;
use client::{Call, get, http};

const QUERY: &str = "/v3/alipay/trade/query";

#[tokio::test]
async fn lists_calls() {
    let gateway = Gateway::start().await.expect("a gateway");
    assert!(get(&gateway, "/").await.body.contains("Nobody has called yet"));
    Call::new("POST", QUERY, r#"{"trade_no":"1"}"#).send(&gateway).await;
    Call::new("POST", QUERY, "{}").slip(|text| text + "x").send(&gateway).await;
    let page = get(&gateway, "/").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("alipay.trade.query"), "{}", page.body);
    assert!(page.body.contains("rejected: invalid-signature"));
    assert!(page.body.contains(r#"<a href="/calls/2">2</a>"#));
    assert!(page.body.contains("<b>2</b>calls"));
    // Looking is no call.
    assert_eq!(gateway.call_count(), 2);
}

#[tokio::test]
async fn shows_a_call() {
    let gateway = Gateway::start().await.expect("a gateway");
    Call::new("POST", QUERY, r#"{"trade_no":"8 8"}"#).send(&gateway).await;
    let page = get(&gateway, "/calls/1").await.body;
    let trace_id = &gateway.calls()[0].trace_id;
    assert!(page.contains(trace_id.as_str()));
    assert!(page.contains("POST⏎\n/v3/alipay/trade/query⏎\n"), "{page}");
    assert!(page.contains("8 8"));
    assert_eq!(get(&gateway, "/calls/2").await.status, 404);
    assert_eq!(get(&gateway, "/calls/x").await.status, 404);
}

#[tokio::test]
async fn marks_what_was_signed_instead() {
    let gateway = Gateway::start().await.expect("a gateway");
    let call = Call::new("POST", "/v3/alipay/trade/query?a=1%202", "{}");
    call.slip(|text| text.replace("%20", "+")).send(&gateway).await;
    let page = get(&gateway, "/calls/1").await.body;
    assert!(page.contains("/v3/alipay/trade/query?a=1<mark>%20</mark>2⏎"), "{page}");
    assert!(page.contains("/v3/alipay/trade/query?a=1<mark>+</mark>2⏎"));
    assert!(page.contains("the signature would be right for a target with `+` for a space"));
}

#[tokio::test]
async fn everything_is_escaped() {
    let gateway = Gateway::start().await.expect("a gateway");
    let evil = r#"<script>alert("1")</script>"#;
    let body = serde_json::json!({ "trade_no": evil }).to_string();
    Call::new("POST", QUERY, &body).send(&gateway).await;
    Call::new("POST", QUERY, &body).token(evil).slip(|text| text + "<script>").send(&gateway).await;
    let stranger = Call::new("GET", "/v3/%3Cscript%3E", "");
    let header = stranger.authorization(&gateway.app(), &gateway.app().private_key);
    stranger.send_with(&gateway, &header.replace("app_id=", "app_id=<script>")).await;
    gateway.script("alipay.trade.query", Ok(serde_json::json!({ "trade_no": evil })));
    Call::new("POST", QUERY, "{}").send(&gateway).await;
    gateway.notify(&format!("{}/{evil}", gateway.base_url()), [("subject", evil)]);
    for target in
        ["/", "/calls/1", "/calls/2", "/calls/3", "/calls/4", "/config", "/calls/%3Cscript%3E"]
    {
        let page = get(&gateway, target).await;
        assert!(!page.body.contains("<script"), "{target}: {}", page.body);
        let head = page.head.to_lowercase();
        assert!(head.contains("content-security-policy: default-src 'none'"), "{head}");
        assert!(head.contains("content-type: text/html; charset=utf-8"), "{head}");
    }
    assert!(get(&gateway, "/calls/1").await.body.contains("&#60;script"));
}

#[tokio::test]
async fn shows_trades_money_and_notifications() {
    let gateway = Gateway::start().await.expect("a gateway");
    let order = r#"{"out_trade_no":"T1","total_amount":"88.88","subject":"tea","scene":"bar_code",
        "auth_code":"251234567890123456","notify_url":"http://127.0.0.1:9/notify"}"#;
    Call::new("POST", "/v3/alipay/trade/pay", order).send(&gateway).await;
    let refund = r#"{"out_trade_no":"T1","refund_amount":"8.88","out_request_no":"R1"}"#;
    Call::new("POST", "/v3/alipay/trade/refund", refund).send(&gateway).await;
    let trade_no = &gateway.trades()[0].trade_no;
    let list = get(&gateway, "/trades").await.body;
    assert!(list.contains(&format!("<a href=\"/trades/{trade_no}\">T1</a>")), "{list}");
    let trade = get(&gateway, &format!("/trades/{trade_no}")).await.body;
    for what in [
        "TRADE_SUCCESS",
        "of which 8.88 was refunded",
        "alipay.trade.pay</a>",
        "payment of 88.88 yuan",
        "alipay.trade.refund</a>",
        "refund of 8.88 yuan",
        "notification: TRADE_SUCCESS of T1",
    ] {
        assert!(trade.contains(what), "{what}: {trade}");
    }
    let ledger = get(&gateway, "/ledger").await.body;
    assert!(ledger.contains("<b>88.88</b>yuan paid") && ledger.contains("adds up"), "{ledger}");
    let delivery = &gateway.deliveries()[0];
    delivery.attempted(1).await;
    let id = delivery.notify_id();
    assert!(get(&gateway, "/notifications").await.body.contains(&format!("/notifications/{id}")));
    let notification = get(&gateway, &format!("/notifications/{id}")).await.body;
    assert!(notification.contains("<th>out_trade_no</th><td>T1</td>"), "{notification}");
    assert!(notification.contains("not acknowledged"), "{notification}");
    for nothing in ["/trades/1", "/notifications/1", "/config/x"] {
        assert_eq!(get(&gateway, nothing).await.status, 404, "{nothing}");
    }
}

#[tokio::test]
async fn a_filter_shows_the_calls_that_it_is_about() {
    let gateway = Gateway::start().await.expect("a gateway");
    Call::new("POST", QUERY, r#"{"trade_no":"1"}"#).send(&gateway).await;
    Call::new("POST", "/v3/alipay/trade/close", "{}").slip(|text| text + "x").send(&gateway).await;
    let shown = async |query: &str| {
        let page = get(&gateway, &format!("/?{query}")).await.body;
        [1, 2].map(|number| page.contains(&format!("href=\"/calls/{number}\"")))
    };
    assert_eq!(shown("operation=trade.query").await, [true, false]);
    assert_eq!(shown("verdict=rejected&operation=close").await, [false, true]);
    assert_eq!(shown("app=2021000000000001").await, [true, true]);
    assert_eq!(shown("verdict=accepted").await, [false, false]);
    assert_eq!(shown("verdict=&operation=&app=&more=%FF").await, [true, true]);
}

#[tokio::test]
async fn one_style_sheet_is_for_all_pages() {
    let gateway = Gateway::start().await.expect("a gateway");
    let sheet = get(&gateway, "/style.css").await;
    assert!(sheet.head.to_lowercase().contains("content-type: text/css"), "{}", sheet.head);
    for page in ["/", "/trades", "/operations", "/nothing", "/qr/bax1"] {
        let page = get(&gateway, page).await;
        assert!(!page.body.contains("<style") && !page.body.contains("style="), "{}", page.body);
        assert!(!page.head.contains("unsafe-inline"), "{}", page.head);
    }
    let operations = get(&gateway, "/operations").await.body;
    assert!(operations.contains("alipay.trade.pay</a>"), "{operations}");
}

#[tokio::test]
async fn configuration_is_there_to_copy() {
    let gateway = Gateway::start().await.expect("a gateway");
    let page = get(&gateway, "/config").await.body;
    let base = gateway.base_url();
    assert!(page.contains("app_id = &#34;2021000000000001&#34;"), "{page}");
    assert!(page.contains(&format!("export ALIPAY_BASE_URL=&#39;{base}&#39;")));
    assert!(page.contains(&format!("&#34;base_url&#34;: &#34;{base}&#34;")));
    assert!(page.contains(&format!(".base_url(&#34;{base}&#34;)")));
    assert!(page.contains(&gateway.app().encrypt_key));
}

#[tokio::test]
async fn a_name_of_the_web_is_rejected() {
    let gateway = Gateway::start().await.expect("a gateway");
    for target in ["/", "/config", "/calls/1"] {
        let response = http(&gateway, "GET", target, "host: rebound.example:80\r\n", "").await;
        assert_eq!(response.status, 403, "{target}");
    }
    assert_eq!(http(&gateway, "GET", "/", "host: localhost:1\r\n", "").await.status, 200);
}

#[tokio::test]
async fn other_paths_are_the_protocols() {
    let gateway = Gateway::start().await.expect("a gateway");
    for target in ["/v3/alipay/trade/query", "/configx", "/gateway.do/x", "/callsx"] {
        let response = get(&gateway, target).await;
        assert_ne!(response.status, 200, "{target}");
        assert!(!response.body.contains("<html"), "{target}");
    }
    assert_eq!(gateway.call_count(), 4);
}

#[tokio::test]
async fn a_page_is_found_by_its_whole_path_and_method() {
    let gateway = Gateway::start().await.expect("a gateway");
    for path in ["/calls", "/calls/1/2", "/trades/", "/trades/%FF", "/cashier", "/qr/a/b"] {
        let page = get(&gateway, path).await;
        assert_eq!(page.status, 404, "{path}");
        assert!(page.head.contains("content-security-policy: default-src 'none'"), "{path}");
    }
    let head = http(&gateway, "HEAD", "/trades", "", "").await;
    assert_eq!((head.status, &*head.body), (200, ""));
    for path in ["/trades", "/cashier/1"] {
        let posted = http(&gateway, "POST", path, "", "").await;
        assert_eq!(posted.status, 405, "{path}");
        assert!(posted.head.contains("allow: GET, HEAD\r\n"), "{}", posted.head);
        assert!(posted.head.contains("content-security-policy"), "{}", posted.head);
    }
    let missing = get(&gateway, "/trades/a%2Fb").await;
    assert_eq!(missing.status, 404);
    assert!(missing.body.contains("trade a/b"), "{}", missing.body);
}
