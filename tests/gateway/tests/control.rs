//! Control over HTTP.

mod client;

use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockModeDecrypt, KeyIvInit};
use alipay_gateway::{Gateway, Verdict};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use client::{Call, OF_THE_WEB, Response, get, http};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use serde_json::json;

const QUERY: &str = "/v3/alipay/trade/query";

async fn post(gateway: &Gateway, what: &str, body: &serde_json::Value) -> Response {
    http(gateway, "POST", &format!("/_gateway/{what}"), "", &body.to_string()).await
}

async fn call(gateway: &Gateway) -> Response {
    Call::new("POST", QUERY, r#"{"trade_no":"1"}"#).send(gateway).await
}

#[tokio::test]
async fn lists_calls() {
    let gateway = Gateway::start().await.expect("a gateway");
    call(&gateway).await;
    Call::new("POST", QUERY, "{}").slip(|text| text.to_lowercase()).send(&gateway).await;
    let calls = get(&gateway, "/_gateway/calls").await.json();
    assert_eq!(calls[0]["operation"], "alipay.trade.query");
    assert_eq!(calls[0]["body"], r#"{"trade_no":"1"}"#);
    assert_eq!(calls[1]["code"], "invalid-signature");
    assert!(calls[1]["diagnosis"].is_string());
}

#[tokio::test]
async fn calls_can_be_waited_for() {
    let gateway = Gateway::start().await.expect("a gateway");
    let (_, calls) = tokio::join!(call(&gateway), gateway.calls_after(0));
    assert_eq!(calls[0].number, 1);
    call(&gateway).await;
    assert_eq!(gateway.calls_after(1).await.len(), 1);
}

#[tokio::test]
async fn adds_and_clears_faults() {
    let gateway = Gateway::start().await.expect("a gateway");
    let rule = json!({"fault": "too_many_requests", "operation": "alipay.trade.query", "times": 1});
    assert_eq!(post(&gateway, "fault", &rule).await.status, 200);
    assert_eq!(call(&gateway).await.status, 429);
    assert_ne!(call(&gateway).await.status, 429);
    post(&gateway, "fault", &json!({"fault": "bad_gateway"})).await;
    assert_eq!(call(&gateway).await.status, 502);
    let response = http(&gateway, "DELETE", "/_gateway/faults", "", "").await;
    assert_eq!(response.status, 200);
    assert_ne!(call(&gateway).await.status, 502);
    assert_eq!(gateway.counts().faults, 2);
}

#[tokio::test]
async fn prepares_responses() {
    let gateway = Gateway::start().await.expect("a gateway");
    let operation = "alipay.trade.query";
    post(&gateway, "script", &json!({"operation": operation, "response": {"trade_no": "7"}})).await;
    let rejection = json!({"code": "ACQ.TRADE_NOT_EXIST", "status": 404, "message": "交易不存在"});
    post(&gateway, "script", &json!({"operation": operation, "rejection": rejection})).await;
    assert_eq!(call(&gateway).await.json(), json!({"trade_no": "7"}));
    let rejected = call(&gateway).await;
    assert_eq!(rejected.status, 404);
    assert_eq!(rejected.json()["message"], "交易不存在");
    assert!(matches!(&gateway.calls()[1].verdict, Verdict::Rejected(_)));
    let calls = get(&gateway, "/_gateway/calls").await.json();
    assert_eq!(
        (&calls[0]["verdict"], &calls[1]["verdict"]),
        (&json!("accepted"), &json!("rejected"))
    );
    assert!(calls[0]["response"].as_str().expect("a response").contains("\"7\""));
}

#[tokio::test]
async fn rotates_the_certificate() {
    let gateway = Gateway::start().await.expect("a gateway");
    let before = gateway.app();
    let response = post(&gateway, "rotate", &json!({})).await.json();
    let after = gateway.app();
    assert_eq!(response["certificate"], after.alipay_certificate);
    assert_ne!(before.alipay_certificate, after.alipay_certificate);
    assert_ne!(before.alipay_public_key, after.alipay_public_key);
}

#[tokio::test]
async fn a_message_waits_for_its_application_and_is_listed() {
    let gateway = Gateway::start().await.expect("a gateway");
    let message = json!({"method": "m", "content": {"a": 1}, "fault": "twice"});
    let sent = post(&gateway, "message", &message).await.json();
    let listed = get(&gateway, "/_gateway/messages").await.json();
    assert_eq!(listed[0]["id"], sent["id"]);
    assert_eq!((&listed[0]["deliveries"], &listed[0]["acknowledged"]), (&json!(0), &json!(false)));
    assert_eq!(get(&gateway, "/_gateway/produced_messages").await.json(), json!([]));
    for wrong in [
        json!({"method": "m"}),
        json!({"method": "m", "content": "{}"}),
        json!({"method": "m", "content": {}, "app_id": "1"}),
        json!({"method": "m", "content": {}, "fault": "latency"}),
    ] {
        assert_eq!(post(&gateway, "message", &wrong).await.status, 400, "{wrong}");
    }
}

#[tokio::test]
async fn nobody_registers_for_messages_without_a_signature() {
    let gateway = Gateway::start().await.expect("a gateway");
    let app_id = gateway.app().app_id;
    for (query, code) in [
        (String::new(), "isv.missing-app-id"),
        ("app_id=1".to_owned(), "isv.invalid-app-id"),
        (format!("app_id={app_id}&charset=GBK"), "isv.invalid-charset"),
        (format!("app_id={app_id}&charset=UTF-8&sign_type=MD5"), "isv.invalid-sign-type"),
        (format!("app_id={app_id}&charset=UTF-8&sign_type=RSA2&sign=a"), "isv.invalid-signature"),
    ] {
        let response = get(&gateway, &format!("/websocket/register.do?{query}")).await.json();
        assert_eq!(response["response"]["sub_code"], code, "{query}");
        assert_eq!(get(&gateway, &format!("/websocket?{query}")).await.status, 401, "{query}");
    }
}

#[tokio::test]
async fn shows_the_money() {
    let gateway = Gateway::start().await.expect("a gateway");
    let ledger = get(&gateway, "/_gateway/ledger").await.json();
    assert_eq!(ledger["totals"]["paid"], 0);
}

#[tokio::test]
async fn mistakes_are_explained() {
    let gateway = Gateway::start().await.expect("a gateway");
    for (what, body, says) in [
        ("fault", json!({"fault": "boredom"}), "`boredom` is not a fault"),
        ("fault", json!({"fault": "latency"}), "`milliseconds` is missing"),
        ("fault", json!({"fault": "truncated", "time": 1}), "`time` is not one of"),
        ("fault", json!({"fault": "truncated", "operation": "x"}), "`x` is not an operation"),
        ("fault", json!({"fault": "huge_body", "bytes": u64::MAX}), "`bytes` must be at most"),
        ("fault", json!({"fault": "truncated", "times": -1}), "`times` must be a whole number"),
        ("script", json!({"operation": "alipay.trade.query"}), "either `response` or `rejection`"),
        ("notify", json!({"parameters": {}}), "`url` is missing"),
        ("script", json!([]), "a JSON object"),
        ("buyer_pays", json!({}), "`out_trade_no` is missing"),
        ("buyer_pays", json!({"number": "1"}), "`number` is not one of"),
        ("set_balance", json!({"fen": "1"}), "`fen` must be a whole number"),
        ("set_balance", json!({}), "`fen` is missing: pass a number"),
        ("advance", json!({"seconds": u64::MAX}), "more than a century"),
    ] {
        let response = post(&gateway, what, &body).await;
        assert_eq!(response.status, 400, "{body}");
        let error = response.json()["error"].as_str().expect("an error").to_owned();
        assert!(error.contains(says), "{error}");
    }
}

#[tokio::test]
async fn pages_of_the_web_have_no_control() {
    let gateway = Gateway::start().await.expect("a gateway");
    for headers in OF_THE_WEB {
        let body = json!({"fault": "reset_before"}).to_string();
        let response = http(&gateway, "POST", "/_gateway/fault", headers, &body).await;
        assert_eq!(response.status, 403, "{headers}");
        assert_eq!(http(&gateway, "GET", "/_gateway/calls", headers, "").await.status, 403);
    }
    assert_ne!(call(&gateway).await.status, 0);
    let local = "origin: http://localhost:3000\r\n";
    assert_eq!(http(&gateway, "GET", "/_gateway/calls", local, "").await.status, 200);
}

#[tokio::test]
async fn plays_the_buyer() {
    let gateway = Gateway::start().await.expect("a gateway");
    let order = json!({"out_trade_no": "q", "total_amount": "1.00", "subject": "s"});
    let precreate = "/v3/alipay/trade/precreate";
    Call::new("POST", precreate, &order.to_string()).send(&gateway).await;
    let number = json!({"out_trade_no": "q"});
    let query = || async {
        let call = Call::new("POST", QUERY, r#"{"out_trade_no":"q"}"#).send(&gateway).await;
        call.json()["trade_status"].clone()
    };
    assert_eq!(query().await, serde_json::Value::Null);
    assert_eq!(post(&gateway, "buyer_scans", &number).await.status, 200);
    assert_eq!(query().await, "WAIT_BUYER_PAY");
    assert_eq!(post(&gateway, "buyer_pays", &number).await.status, 200);
    assert_eq!(query().await, "TRADE_SUCCESS");
    for what in ["buyer_pays", "buyer_scans"] {
        let again = post(&gateway, what, &number).await;
        assert_eq!(again.status, 400);
        assert!(again.body.contains("no trade with the number `q` waits"), "{}", again.body);
    }
    let trades = get(&gateway, "/_gateway/trades").await.json();
    assert_eq!((&trades[0]["status"], &trades[0]["paid"]), (&json!("TRADE_SUCCESS"), &json!(100)));
    let ledger = get(&gateway, "/_gateway/ledger").await.json();
    assert_eq!((&ledger["totals"]["merchants"], &ledger["problem"]), (&json!(100), &json!(null)));
}

#[tokio::test]
async fn issues_codes_that_work_once() {
    let gateway = Gateway::start().await.expect("a gateway");
    let exchange = async |target: &str, code: &serde_json::Value| {
        let grant = json!({"grant_type": "authorization_code", "code": code}).to_string();
        Call::new("POST", target, &grant).send(&gateway).await
    };
    let code = post(&gateway, "issue_user_code", &json!({"user_id": "2088000000000007"})).await;
    let code = code.json()["code"].clone();
    let user = exchange("/v3/alipay/system/oauth/token", &code).await;
    assert_eq!(user.json()["user_id"], "2088000000000007");
    assert_ne!(exchange("/v3/alipay/system/oauth/token", &code).await.status, 200);
    let code = post(&gateway, "issue_app_code", &json!({"app_id": "2021000000000007"})).await;
    let code = code.json()["code"].clone();
    let merchant = exchange("/v3/alipay/open/auth/token/app", &code).await;
    assert_eq!(merchant.json()["auth_app_id"], "2021000000000007");
}

#[tokio::test]
async fn lets_time_pass_and_money_come() {
    let gateway = Gateway::start().await.expect("a gateway");
    let order = json!({
        "out_trade_no": "a", "total_amount": "1.00", "subject": "s", "timeout_express": "1m"
    });
    Call::new("POST", "/v3/alipay/trade/create", &order.to_string()).send(&gateway).await;
    let moved = post(&gateway, "advance", &json!({"seconds": 60})).await.json();
    assert_eq!(moved["now"].as_str().map(str::len), Some("2026-06-16 12:00:00".len()));
    let trades = get(&gateway, "/_gateway/trades").await.json();
    assert_eq!(trades[0]["status"], "TRADE_CLOSED");
    assert_eq!(trades[0]["closed_at"], trades[0]["expires_at"]);
    assert_eq!(post(&gateway, "set_balance", &json!({"fen": 250})).await.status, 200);
    let account = "/v3/alipay/fund/account/query";
    let account = Call::new("GET", account, "").send(&gateway).await;
    assert_eq!(account.json()["available_amount"], "2.50", "{}", account.body);
}

#[tokio::test]
async fn a_trade_expires_though_nobody_looks() {
    let gateway = Gateway::start().await.expect("a gateway");
    let order = json!({
        "out_trade_no": "a", "total_amount": "1.00", "subject": "s",
        "notify_url": "http://127.0.0.1:1/notify", "time_expire": gateway_time(&gateway, 2).await,
    });
    let placed = Call::new("POST", "/v3/alipay/trade/create", &order.to_string());
    assert_eq!(placed.send(&gateway).await.status, 200);
    let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while gateway.deliveries().is_empty() {
        assert!(std::time::Instant::now() < until, "nobody was told");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

/// The gateway's time some seconds from now.
async fn gateway_time(gateway: &Gateway, seconds: i64) -> String {
    let format = time::macros::format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");
    let now = post(gateway, "advance", &json!({"seconds": 0})).await.json();
    let now = now["now"].as_str().expect("a time").to_owned();
    let now = time::PrimitiveDateTime::parse(&now, format).expect("a time");
    (now + time::Duration::seconds(seconds)).format(format).expect("a time")
}

#[tokio::test]
async fn gives_the_phone_number_of_a_user() {
    let gateway = Gateway::start().await.expect("a gateway");
    let posted = post(&gateway, "phone_number", &json!({"mobile": "13800000000"})).await.json();
    let response = posted["response"].as_str().expect("a text");
    // Verified and decrypted by other libraries than the gateway's.
    let spki: String =
        gateway.app().alipay_public_key.lines().filter(|line| !line.starts_with('-')).collect();
    let spki = BASE64_STANDARD.decode(spki).expect("Base64");
    let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &spki[24..]);
    let signature = BASE64_STANDARD.decode(posted["sign"].as_str().expect("a text"));
    let text = format!("\"{response}\"");
    key.verify(text.as_bytes(), &signature.expect("Base64")).expect("a right signature");
    let key = BASE64_STANDARD.decode(gateway.app().encrypt_key).expect("Base64");
    let key: [u8; 16] = key.try_into().expect("16 bytes");
    let cipher = cbc::Decryptor::<aes::Aes128>::new(&key.into(), &[0; 16].into());
    let content = BASE64_STANDARD.decode(response).expect("Base64");
    let plain = cipher.decrypt_padded_vec::<Pkcs7>(&content).expect("padding");
    let plain: serde_json::Value = serde_json::from_slice(&plain).expect("JSON");
    assert_eq!((&plain["code"], &plain["mobile"]), (&json!("10000"), &json!("13800000000")));
    let request = json!({"mobile": "1", "app_id": "nobody"});
    assert_eq!(post(&gateway, "phone_number", &request).await.status, 400);
    assert!(gateway.phone_number("1").contains("\"sign_type\":\"RSA2\""));
}

#[tokio::test]
async fn nobody_acts_for_a_merchant_with_a_token_that_was_not_issued() {
    let gateway = Gateway::start().await.expect("a gateway");
    for target in ["/v3/alipay/trade/query", "/v3/alipay/commerce/ec/employee/add"] {
        let call = || Call::new("POST", target, r"{}");
        let rejected = call().token("202611BB").send(&gateway).await;
        assert_eq!(rejected.status, 401, "{}", rejected.body);
        assert_eq!(rejected.json()["code"], "invalid-app-auth-token");
        assert_ne!(call().send(&gateway).await.status, 401);
    }
    let grant = json!({"grant_type": "authorization_code", "code": "gateway-app-code"}).to_string();
    let token = Call::new("POST", "/v3/alipay/open/auth/token/app", &grant).send(&gateway).await;
    let token = token.json()["app_auth_token"].as_str().expect("a token").to_owned();
    let right = Call::new("POST", QUERY, r#"{"out_trade_no":"1"}"#).token(&token);
    assert_eq!(right.send(&gateway).await.json()["code"], "ACQ.TRADE_NOT_EXIST");
}

#[tokio::test]
async fn a_path_or_method_that_control_does_not_have_is_named() {
    let gateway = Gateway::start().await.expect("a gateway");
    let path = get(&gateway, "/_gateway/nothing").await;
    assert_eq!(path.status, 404);
    assert_eq!(path.json()["error"], "`/_gateway/nothing` is no path of control");
    let method = get(&gateway, "/_gateway/rotate").await;
    assert_eq!(method.status, 405);
    assert!(method.head.contains("allow: POST\r\n"), "{}", method.head);
    assert_eq!(method.json()["error"], "`/_gateway/rotate` takes POST, not GET");
}
