//! `alipay verify` on captured requests and responses.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod world;

use std::fmt::Write;

use alipay_sdk::{Client, Config};
use http::HeaderMap;
use serde_json::{Value, json};

use world::World;

fn client(world: &World) -> Client {
    let config: Config = toml::from_str(&world.read("plain.toml")).unwrap();
    Client::builder().config(config).build().unwrap()
}

fn captured(start: &str, headers: &HeaderMap, body: &[u8]) -> String {
    let mut text = format!("{start}\r\n");
    for (name, value) in headers {
        write!(text, "{name}: {}\r\n", value.to_str().unwrap()).unwrap();
    }
    text + "\r\n" + std::str::from_utf8(body).unwrap()
}

/// A request of v3 with a blank in its query, as it was captured.
async fn v3_request(world: &World) -> String {
    let client = client(world).for_merchant("hush-hush").unwrap();
    let call = client.untyped("a.b", http::Method::POST, "/v3/alipay/trade/query");
    let call = call.query("page", "1 2").json(&json!({"out_trade_no": "T1", "a": "é"}));
    let (request, _) = call.prepare().await.unwrap();
    let start = format!("POST {} HTTP/1.1", request.uri());
    captured(&start, request.headers(), request.body().as_bytes().unwrap())
}

async fn v2_request(world: &World) -> String {
    let call = client(world).v2().untyped("alipay.trade.query");
    let (request, _) = call.json(&json!({"out_trade_no": "T 1"})).prepare().await.unwrap();
    let start = format!("POST {} HTTP/1.1", request.uri());
    captured(&start, request.headers(), request.body().as_bytes().unwrap())
}

async fn response(world: &World, v2: bool) -> String {
    let client = client(world);
    let order = json!({"out_trade_no": "T1", "total_amount": "1.00", "subject": "tea/龙井"});
    let call = "alipay.trade.precreate";
    let path = "/v3/alipay/trade/precreate";
    let response = match v2 {
        true => client.v2().untyped(call).json(&order).await.unwrap(),
        false => client.untyped(call, http::Method::POST, path).json(&order).await.unwrap(),
    };
    captured("HTTP/1.1 200 OK", response.headers(), response.body())
}

fn verified(world: &World, message: &str, more: &[&str]) -> (i32, Value) {
    world.write("captured", message);
    let arguments = ["verify", "captured", "--json", "--config", "plain.toml"];
    let outcome = world.run(&[&arguments[..], more].concat());
    assert!(!outcome.stdout.contains("hush"), "{outcome:?}");
    (outcome.code, outcome.json())
}

#[track_caller]
fn assert_reason(world: &World, message: &str, expected: &str) {
    let (code, json) = verified(world, message, &[]);
    let reason = json["reason"].as_str().unwrap();
    assert!(code == 1 && reason.contains(expected), "{expected}: {json:#}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_captured_unchanged_holds_and_is_shown() {
    let world = World::start().await;
    let messages = [
        ("verify_v3_request", v3_request(&world).await),
        ("verify_v2_request", v2_request(&world).await),
        ("verify_v3_response", response(&world, false).await),
        ("verify_v2_response", response(&world, true).await),
    ];
    for (name, message) in messages {
        let (code, mut json) = verified(&world, &message, &[]);
        assert_eq!(code, 0, "{name}: {json:#}");
        if name.ends_with("response") {
            // It begins with the time and chance.
            json["text"] = "…".into();
        }
        insta::assert_snapshot!(name, format!("{:#}", world.stable(json)));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_was_changed_after_it_was_signed_is_explained() {
    let world = World::start().await;
    let v3 = v3_request(&world).await;
    let spaced = v3.replace("\"a\":\"é\"", "\"a\": \"é\"");
    for (message, expected) in [
        (
            v3.replace("page=1%202", "page=1+2"),
            "a target with `%20` for a space that is sent as `+`",
        ),
        (spaced.clone(), "a body that is serialized without white space"),
        (format!("{v3}\n"), "a body without the white space around it"),
        (v3.replacen("POST", "PUT", 1), "the method POST"),
        (v3.replace("alipay-app-auth-token", "x"), "no well-known mistake explains"),
        (
            spaced.replacen("POST", "PUT", 1),
            "the method POST and a body that is serialized without",
        ),
        (v3.replace("\"T1\"", "\"T2\""), "no well-known mistake explains"),
        (
            v3.replace(",sign=", ",sign=AAAA"),
            "bytes, but one by the key of this application has 256",
        ),
    ] {
        assert_reason(&world, &message, expected);
    }
    let v2 = v2_request(&world).await;
    let changed = v2.replace("T+1", "T2").replace("T%201", "T2");
    assert_reason(&world, &changed, "no well-known mistake explains");
    let other =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/vectors/keys/unrelated_public.spki.pem");
    let (code, json) = verified(&world, &v3, &["--key", other]);
    assert!(code == 1 && json["reason"].as_str().unwrap().contains("a key other than"), "{json:#}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_see_both_texts_line_by_line_and_where_each_line_ends() {
    let world = World::start().await;
    let message = v3_request(&world).await;
    world.write("captured", message.replace("page=1%202", "page=1+2"));
    let outcome = world.run(&["verify", "captured", "--config", "plain.toml"]);
    assert_eq!(outcome.code, 1, "{outcome:?}");
    for line in [
        "v3 request:  not valid\n",
        "the text to sign:\n    1 app_id=",
        "    3 /v3/alipay/trade/query?page=1+2⏎\n",
        "the text that was signed:\n    1 app_id=",
        "    3 /v3/alipay/trade/query?page=1%202⏎\n",
        "    5 ***⏎\n",
    ] {
        assert!(outcome.stdout.contains(line), "{line:?} is missing:\n{}", outcome.stdout);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_response_that_was_changed_on_its_way_is_explained() {
    let world = World::start().await;
    let (v3, v2) = (response(&world, false).await, response(&world, true).await);
    for (message, expected) in [
        (format!("{v3}\n"), "a body without the white space around it"),
        (v3.replace("\"out_trade_no\":", "\"out_trade_no\": "), "serialized without white space"),
        (v3.replace("alipay-signature", "x"), "there is no signature"),
        (v3.replace("\"T1\"", "\"T2\""), "no well-known mistake explains"),
        (v2.replace("\"T1\"", "\"T2\""), "no well-known mistake explains"),
    ] {
        assert_reason(&world, &message, expected);
    }
    let own = world.read("plain.toml").replace("alipay_public_key.pem", "app_certificate.pem");
    world.write("plain.toml", own);
    assert_reason(&world, &v3, "made with a key other than that of Alipay");
}
