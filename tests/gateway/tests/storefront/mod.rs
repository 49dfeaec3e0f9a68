//! A shop on this machine whose buyers have browsers.

// Each test binary uses its own part of it.
#![allow(dead_code)]

use std::net::Ipv4Addr;

use alipay_gateway::Gateway;
use axum::Router;
use axum::response::Html;
use axum::routing::{get, post};
use serde_json::Value;
use time::macros::{format_description, offset};
use tokio::net::TcpListener;
use url::form_urlencoded::Serializer;

use crate::client::sign;

/// The shop's pages: where buyers come back to, and where its notifications go.
pub(crate) struct Shop {
    pub(crate) address: String,
}

impl Shop {
    pub(crate) async fn open() -> Self {
        let page = |title: &'static str| {
            get(move || async move { Html(format!("<!DOCTYPE html><title>{title}</title>")) })
        };
        // Without an icon a browser would ask for one, and complain.
        let pages = Router::new()
            .route("/back", page("back in the shop"))
            .route("/quit", page("the buyer gave up"))
            .route("/favicon.ico", get(|| async { "" }))
            .route("/notify", post(|| async { "success" }));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, pages).await });
        Self { address }
    }

    /// The address that a buyer's browser is sent to for this order.
    pub(crate) fn order(&self, gateway: &Gateway, method: &str, biz_content: &Value) -> String {
        let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");
        let now = time::OffsetDateTime::now_utc().to_offset(offset!(+8));
        let mut parameters = vec![
            ("app_id", gateway.app().app_id),
            ("biz_content", biz_content.to_string()),
            ("charset", "utf-8".to_owned()),
            ("method", method.to_owned()),
            ("notify_url", format!("{}/notify", self.address)),
            ("return_url", format!("{}/back?shop=1", self.address)),
            ("sign_type", "RSA2".to_owned()),
            ("timestamp", now.format(&format).expect("a time")),
            ("version", "1.0".to_owned()),
        ];
        let text: Vec<_> =
            parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
        parameters.push(("sign", sign(&gateway.app().private_key, text.join("&"))));
        let query = Serializer::new(String::new()).extend_pairs(&parameters).finish();
        format!("{}/gateway.do?{query}", gateway.base_url())
    }
}
