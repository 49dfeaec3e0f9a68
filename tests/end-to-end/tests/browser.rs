//! A payment form in a real browser: what it holds arrives as it was signed. Needs `chromium` in
//! the PATH; without it the test says so and passes.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::io::Write;
use std::net::Ipv4Addr;
use std::process::{Command, Stdio};
use std::time::Duration;

use alipay_end_to_end::{Mode, client};
use alipay_gateway::{Gateway, Verdict};
use alipay_sdk::model::AlipayTradePagePayModel;
use axum::Router;
use axum::routing::get;
use serde_json::Value;
use tokio::net::TcpListener;

const NASTY: &str = "<b title='a\"b'>&amp; it's 100% 🍵 +茶</b>\n\r\ttwo";

fn browser() -> Option<&'static str> {
    ["chromium", "chromium-browser"].into_iter().find(|name| {
        let found = Command::new(name).arg("--version").stdout(Stdio::null()).status();
        found.is_ok_and(|status| status.success())
    })
}

/// Opens a page that submits itself, from a shop on this machine, and gives what is shown in the
/// end.
async fn open(browser: &'static str, html: String) -> String {
    let page = move || std::future::ready(([("content-type", "text/html")], html.clone()));
    let shop = Router::new().route("/", get(page));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = tokio::spawn(async move { axum::serve(listener, shop).await });
    let browse = move || {
        let profile = tempfile::tempdir().unwrap();
        let dumped = Command::new(browser)
            .args(["--headless", "--disable-gpu", "--no-sandbox", "--no-first-run", "--dump-dom"])
            .arg("--virtual-time-budget=10000")
            .arg(format!("--user-data-dir={}", profile.path().display()))
            // For a browser this is another site than the gateway's `127.0.0.1`.
            .arg(format!("http://localhost:{port}/"))
            .output();
        String::from_utf8(dumped.unwrap().stdout).unwrap()
    };
    let shown = tokio::task::spawn_blocking(browse).await.unwrap();
    server.abort();
    shown
}

#[tokio::test]
async fn a_form_arrives_intact_and_its_signature_holds() {
    let Some(browser) = browser() else {
        // Past the harness, which keeps the words of a test that passes.
        let why = "there is no chromium here (apt-get install chromium)";
        let _ = writeln!(std::io::stderr(), "left out: a form in a browser: {why}");
        return;
    };
    let gateway = Gateway::start().await.unwrap();
    for mode in [Mode::Key, Mode::Encrypted] {
        let client = client(&gateway, mode).unwrap();
        let order = AlipayTradePagePayModel::new()
            .out_trade_no(format!("{mode:?}"))
            .total_amount("1.00")
            .subject(NASTY)
            .body(NASTY);
        let v2 = client.v2();
        // Raw line breaks in the content, too: they stand in a text as it is sent.
        let pretty = serde_json::to_string_pretty(&order).unwrap();
        let pretty = v2.untyped("alipay.trade.page.pay").json_text(pretty);
        let calls = [
            v2.alipay_trade_page()
                .pay(&order)
                .return_url("http://shop.example/a=<&'\"%F0%9F%8D%B5")
                .page_execute()
                .await,
            pretty.page_execute().await,
        ];
        // Whatever charset the page of the shop has.
        for (page, charset) in calls.into_iter().zip(["utf-8", "gbk"]) {
            let form = page.unwrap().form().to_owned();
            let before = gateway.call_count();
            let html = format!("<!DOCTYPE html><meta charset=\"{charset}\"><body>{form}</body>");
            let shown = open(browser, html).await;
            let calls = gateway.calls_after(before);
            let calls = tokio::time::timeout(Duration::from_secs(30), calls).await.unwrap();
            let call = calls.first().unwrap();
            assert_eq!(call.verdict, Verdict::Accepted, "{call:?}");
            let content: Value = serde_json::from_str(call.plain_body.as_ref().unwrap()).unwrap();
            assert_eq!(content["subject"], NASTY);
            assert_eq!(content["body"], NASTY);
            assert!(shown.contains("<title>Pay "), "{shown}");
        }
    }
}
