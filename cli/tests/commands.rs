//! Every command against the local gateway; what it prints for programs is compared.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod world;

use std::time::Duration;

use alipay_gateway::{Fault, FaultRule};
use alipay_sdk::Certificate;
use serde_json::{Value, json};

use world::{World, command};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

macro_rules! assert_json {
    ($name:literal, $json:expr) => {
        insta::assert_snapshot!($name, format!("{:#}", $json))
    };
}

/// Pays an order, and gives the day.
fn pay(world: &World, number: &str) -> String {
    world.write("code", "281234567890123456\n");
    let number = format!("out_trade_no={number}");
    let arguments = ["call", "alipay.trade.pay", &number, "total_amount=88.88", "subject=tea"];
    let arguments = [&arguments[..], &["scene=bar_code", "auth_code@code"]].concat();
    let outcome = world.run(&[&arguments[..], &["--json", "--config", "plain.toml"]].concat());
    assert_eq!(outcome.code, 0, "{outcome:?}");
    outcome.json()["response"]["gmt_payment"].as_str().unwrap()[..10].to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_of_each_protocol_prints_its_response_or_its_rejection() {
    let world = World::start().await;
    pay(&world, "T1");
    assert_json!("call_v3", world.json(&["call", "alipay.trade.query", "out_trade_no=T1"]));
    assert_json!("call_v2", world.json(&["call", "alipay.trade.query", "out_trade_no=T1", "--v2"]));
    assert_json!("call_rejected", world.json(&["call", "alipay.trade.query", "out_trade_no=T2"]));
    let link = world.json(&["call", "alipay.trade.wap.pay", "out_trade_no=T3", "--page"]);
    assert!(link["link"].as_str().unwrap().contains("method=alipay.trade.wap.pay"), "{link}");
    let order = world.json(&["call", "alipay.trade.app.pay", "out_trade_no=T3", "--app"]);
    assert!(order["order"].as_str().unwrap().contains("method=alipay.trade.app.pay"), "{order}");
    for mode in ["config.toml", "config.json", "certificates.toml"] {
        let call = ["call", "alipay.trade.query", "out_trade_no=T1", "--config", mode];
        let outcome = world.run(&call);
        assert_eq!(outcome.code, 0, "{mode}: {outcome:?}");
        assert!(outcome.stdout.contains("TRADE_SUCCESS"), "{mode}: {outcome:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_sends_queries_paths_objects_and_files() {
    let world = World::start().await;
    let bill = ["call", "alipay.data.dataservice.bill.downloadurl.query", "bill_type=trade"];
    let bill = world.json(&[&bill[..], &["bill_date=2010-01-01"]].concat());
    assert_eq!(bill["error"]["code"], "INVAILID_ARGUMENTS", "{bill}");
    assert!(bill["error"]["message"].as_str().unwrap().contains("bill_date as"), "{bill}");
    let order = world.json(&["call", "ant.merchant.expand.order.query", "order_id=2026/1"]);
    assert_eq!(order["status"], 200, "{order}");
    let last = world.gateway.calls().pop().unwrap();
    assert_eq!(last.target, "/v3/ant/merchant/order/2026%2F1");
    let missing = world.json(&["call", "ant.merchant.expand.order.query"]);
    let missing = missing["error"]["message"].as_str().unwrap();
    assert!(missing.contains("needs the field order_id"), "{missing}");
    world.write("order.json", r#"{"out_biz_no": "F1", "trans_amount": "1.00"}"#);
    let transfer = ["call", "alipay.fund.trans.uni.transfer", "--body", "order.json"];
    let fields = [
        "product_code=TRANS_ACCOUNT_NO_PWD",
        "biz_scene=DIRECT_TRANSFER",
        "payee_info.identity=a@example.com",
        r#"payee_info.identity_type:="ALIPAY_LOGON_ID""#,
    ];
    let transfer = world.json(&[&transfer[..], &fields].concat());
    assert_eq!(transfer["response"]["status"], "SUCCESS", "{transfer}");
    world.write("a.png", "content");
    let upload = ["call", "alipay.open.file.upload", "biz_code=content_creation"];
    let upload = world.json(&[&upload[..], &["--file", "file_content=a.png"]].concat());
    assert_eq!(upload["status"], 200, "{upload}");
    assert_eq!(world.gateway.uploads().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_exit_code_tells_what_is_known_of_the_outcome() {
    let world = World::start().await;
    let code = |arguments: &[&str]| world.run(arguments).code;
    let config = ["--config", "plain.toml"];
    let close = [&["call", "alipay.trade.close", "out_trade_no=T1"][..], &config].concat();
    assert_eq!(code(&close), 1, "a rejection");
    for fault in [Fault::ResetAfter, Fault::WrongSignature] {
        world.gateway.fault(FaultRule { operation: None, fault, times: Some(1) });
        assert_eq!(code(&close), 3, "an unknown outcome");
    }
    assert_eq!(code(&["call", "alipay.trade.close", "out_trade_no=T1"]), 2, "no configuration");
    assert_eq!(code(&[&["call", "nonsense"][..], &config].concat()), 2, "no operation");
    assert_eq!(code(&["call"]), 2, "an argument is missing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_signed_is_shown_and_a_token_is_not() {
    let world = World::start().await;
    assert_json!("sign_v3", world.json(&["sign", "alipay.trade.query", "out_trade_no=T1"]));
    assert_json!("sign_v2", world.json(&["sign", "alipay.trade.query", "out_trade_no=T1", "--v2"]));
    let merchant = world.read("plain.toml") + "\napp_auth_token = \"hush-hush\"\n";
    world.write("merchant.toml", merchant);
    for protocol in [&[][..], &["--v2"]] {
        let sign = ["sign", "alipay.trade.query", "out_trade_no=T1", "--config", "merchant.toml"];
        let outcome = world.run(&[&sign[..], protocol].concat());
        assert_eq!(outcome.code, 0, "{outcome:?}");
        assert!(outcome.stdout.contains("***") && !outcome.stdout.contains("hush"), "{outcome:?}");
    }
    world.write("text", "a=1");
    let signature = world.run(&["sign", "--text", "text", "--config", "plain.toml"]).stdout;
    world.write("signature", signature);
    let verify = ["verify", "--text", "text", "--signature", "signature"];
    assert_json!("verify_text", world.json(&verify));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_captured_notification_is_verified_and_replayed() {
    let world = World::start().await;
    let (url, mut posted) = receiver().await;
    let key = world::gateway_key("alipay.pem");
    let app_id = format!("app_id={}", world.gateway.app().app_id);
    let fields = ["out_trade_no=T1", "trade_no=2026", "trade_status=TRADE_SUCCESS"];
    let send = ["notify", "send", &*url, "--key", &*key, &*app_id, "total_amount=88.88"];
    let more = ["notify_type=trade_status_sync", "seller_id=2088000000000001"];
    let sent = world.json(&[&send[..], &fields, &more].concat());
    assert_json!("notify_send", sent);
    let body = posted.recv().await.unwrap();
    world.write("captured", format!("POST /notify HTTP/1.1\r\nHost: a\r\n\r\n{body}\n"));
    assert_json!("notify_verify", world.json(&["notify", "verify", "captured"]));
    assert_json!("notify_replay", world.json(&["notify", "replay", "captured", &url]));
    assert_eq!(posted.recv().await.unwrap(), body);
    world.write("changed", body.replace("88.88", "99.99"));
    assert_json!("notify_changed", world.json(&["notify", "verify", "changed"]));
    let refused = format!("{url}/refused");
    assert_json!("notify_refused", world.json(&["notify", "replay", "captured", &refused]));
}

/// A receiver of notifications that acknowledges them, and refuses others.
async fn receiver() -> (String, tokio::sync::mpsc::UnboundedReceiver<String>) {
    let (to, posted) = tokio::sync::mpsc::unbounded_channel();
    let take = move |body: String| async move {
        to.send(body).unwrap();
        "success"
    };
    let app = axum::Router::new()
        .route("/notify", axum::routing::post(take))
        .route("/notify/refused", axum::routing::post(async || "fail"));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/notify", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    (url, posted)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bill_is_downloaded_kept_and_added_up() {
    let world = World::start().await;
    let day = pay(&world, "T1");
    pay(&world, "T2");
    let refund = ["call", "alipay.trade.refund", "out_trade_no=T2", "refund_amount=8.88"];
    let refund = world.json(&[&refund[..], &["out_request_no=R1"]].concat());
    assert_eq!(refund["status"], 200, "{refund}");
    let host = world.gateway.base_url().replace("http://", "");
    let early = world.json(&["bill", "trade", &day, "--allow-host", &host]);
    assert_eq!(early["found"], false, "{early}");
    world.gateway.advance(DAY);
    let download = ["bill", "trade", &*day, "--allow-host", &*host, "--out", "trade.zip"];
    let trade = world.json(&download);
    assert_json!("bill_trade", trade);
    let again = world.run(&[&download[..], &["--config", "plain.toml"]].concat());
    assert!(again.code == 2 && again.stderr.contains("trade.zip"), "{again:?}");
    let kept =
        command(&["bill", "trade", "--json", "--file"]).arg(world.path("trade.zip")).output();
    assert_eq!(world::Outcome::from(kept.unwrap()).json(), trade);
    let balance = world.json(&["bill", "signcustomer", &day, "--allow-host", &host]);
    assert_json!("bill_balance", balance);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn certificates_are_shown_checked_and_downloaded() {
    let world = World::start().await;
    assert_json!("cert_show", world.json(&["cert", "show", "app_certificate.pem"]));
    let check = ["cert", "check", "alipay_certificate.pem", "--roots", "root_certificates.pem"];
    assert_json!("cert_check", world.json(&check));
    let other = ["cert", "check", "alipay_certificate.pem", "--roots"];
    let bundle =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/vectors/certs/alipay_root_bundle.crt");
    assert_json!("cert_check_other_roots", world.json(&[&other[..], &[bundle]].concat()));
    let next = Certificate::parse(world.gateway.rotate_certificate().unwrap()).unwrap();
    let download = ["cert", "download", next.serial(), "--out", "next.crt"];
    let download = [&download[..], &["--json", "--config", "certificates.toml"]].concat();
    let outcome = world.run(&download);
    assert_json!("cert_download", world.stable(outcome.json()));
    assert_eq!(Certificate::parse(world.read("next.crt")).unwrap().serial(), next.serial());
    assert_eq!(world.run(&download).code, 2, "the file is there already");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_key_is_one_that_the_gateway_accepts() {
    let world = World::start().await;
    assert_json!("keygen", world.json(&["keygen", "keys"]));
    let app = alipay_gateway::NewApp {
        app_id: "2021000000000777".to_owned(),
        public_key: world.read("keys/app_public_key.pem"),
    };
    world.gateway.add_app(app).unwrap();
    let config = world.read("plain.toml");
    let own = world.gateway.app().app_id;
    let config = config.replace(&own, "2021000000000777");
    for file in ["app_private_key.pem", "app_private_key_pkcs1.pem"] {
        let path = world.path("keys").join(file).display().to_string();
        let old = world.path("app_private_key.pem").canonicalize().unwrap().display().to_string();
        world.write("new.toml", config.replace(&old, &path));
        let call = ["call", "alipay.trade.query", "out_trade_no=T1", "--config", "new.toml"];
        let outcome = world.run(&[&call[..], &["--json"]].concat());
        assert_eq!(outcome.json()["error"]["code"], "ACQ.TRADE_NOT_EXIST", "{outcome:?}");
    }
    assert_eq!(world.run(&["keygen", "keys"]).code, 2, "no key is overwritten");
}

#[test]
fn completions_name_every_command() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = command(&["completions", shell]).output().unwrap();
        let script = String::from_utf8(output.stdout).unwrap();
        for name in ["doctor", "call", "sign", "verify", "notify", "bill", "cert", "keygen"] {
            assert!(script.contains(name), "{shell}: {name}");
        }
    }
    let json = command(&["completions", "bash", "--json"]).output().unwrap();
    let json: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_ne!(json, json!({}));
}
