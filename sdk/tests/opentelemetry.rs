//! What a collector of OpenTelemetry receives of calls, beside the semantic conventions for HTTP
//! clients.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::Uri;
use serde_json::Value;

/// The bodies that were posted, with their paths.
type Posts = Arc<Mutex<Vec<(String, Value)>>>;

/// A collector in this process, and its address.
async fn collector() -> (Posts, String) {
    let posts = Posts::default();
    let receive = |State(posts): State<Posts>, path: Uri, body: Bytes| async move {
        let value = serde_json::from_slice(&body).unwrap();
        posts.lock().unwrap().push((path.path().to_owned(), value));
        "{}"
    };
    let router = Router::new().fallback(receive).with_state(posts.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (posts, address)
}

/// Everything in the posts to a path that these names lead to, through lists.
fn below(posts: &Posts, path: &str, names: &[&str]) -> Vec<Value> {
    let posts = posts.lock().unwrap();
    let mut values: Vec<_> =
        posts.iter().filter(|(at, _)| at == path).map(|(_, value)| value.clone()).collect();
    for name in names {
        let inner = values.iter().filter_map(|value| value[*name].as_array()).flatten();
        values = inner.cloned().collect();
    }
    values
}

/// Attributes as texts.
fn attributes(holder: &Value) -> BTreeMap<String, String> {
    let listed = holder["attributes"].as_array().into_iter().flatten();
    let text = |value: &Value| {
        let value = value["value"].as_object().unwrap().values().next().unwrap();
        value.as_str().map_or_else(|| value.to_string(), str::to_owned)
    };
    listed.map(|one| (one["key"].as_str().unwrap().to_owned(), text(one))).collect()
}

async fn posted_by_the_example() -> Posts {
    let (posts, address) = collector().await;
    let example = std::env::current_exe().unwrap();
    let example = example.parent().unwrap().parent().unwrap().join("examples/opentelemetry");
    let output = tokio::task::spawn_blocking(move || {
        Command::new(example).env("OTEL_EXPORTER_OTLP_ENDPOINT", address).output().unwrap()
    });
    let output = output.await.unwrap();
    assert!(output.status.success(), "{output:?}");
    posts
}

#[tokio::test(flavor = "multi_thread")]
async fn spans_and_metrics_have_the_names_of_the_conventions() {
    let posts = posted_by_the_example().await;

    let mut spans = below(&posts, "/v1/traces", &["resourceSpans", "scopeSpans", "spans"]);
    spans.sort_by_key(|span| attributes(span)["alipay.attempt"].clone());
    assert_eq!(spans.len(), 2, "{spans:?}");
    for (span, status) in spans.iter().zip(["502", "400"]) {
        assert_eq!(span["name"], "POST /v3/alipay/trade/query");
        assert_eq!(span["kind"], 3, "a client's span");
        assert_eq!(span["status"]["code"], 2, "an error");
        let attributes = attributes(span);
        for (name, value) in [
            ("http.request.method", "POST"),
            ("http.response.status_code", status),
            ("url.template", "/v3/alipay/trade/query"),
            ("server.address", "127.0.0.1"),
            ("error.type", status),
            ("alipay.operation", "alipay.trade.query"),
        ] {
            assert_eq!(attributes.get(name).map(String::as_str), Some(value), "{name}");
        }
        assert!(attributes.contains_key("server.port"), "{attributes:?}");
    }
    assert_eq!(attributes(&spans[0]).get("http.request.resend_count"), None);
    assert_eq!(attributes(&spans[1])["http.request.resend_count"], "1");
    assert_eq!(attributes(&spans[1])["alipay.code"], "ACQ.TRADE_NOT_EXIST");

    let metrics = below(&posts, "/v1/metrics", &["resourceMetrics", "scopeMetrics", "metrics"]);
    let metric = |name: &str| {
        let found = metrics.iter().find(|metric| metric["name"] == name);
        found.unwrap_or_else(|| panic!("{name} is missing: {metrics:?}"))
    };
    let duration = metric("http.client.request.duration");
    assert_eq!(duration["unit"], "s");
    let points = duration["histogram"]["dataPoints"].as_array().unwrap();
    let types: Vec<_> =
        points.iter().map(|point| attributes(point)["error.type"].clone()).collect();
    assert!(types.contains(&"502".to_owned()) && types.contains(&"400".to_owned()), "{types:?}");
    for name in
        ["http.request.method", "server.address", "server.port", "http.response.status_code"]
    {
        assert!(points.iter().all(|point| attributes(point).contains_key(name)), "{name}");
    }
    let retries = &metric("alipay.client.retries")["sum"]["dataPoints"][0];
    assert_eq!(attributes(retries)["alipay.operation"], "alipay.trade.query");
    metric("alipay.client.retry.budget");
}
