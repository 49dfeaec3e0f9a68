//! The signed text is the sent text.

use std::sync::LazyLock;

use alipay_sdk::model::{AlipayOpenMiniVersionAuditApplyModel, AlipayTradePayModel};
use alipay_sdk::operation::{
    AlipayMarketingActivityQueryParams, AlipayOpenMiniVersionAuditApplyParts,
    AlipayUserInfoShareParams,
};
use alipay_sdk::{Call, Error, FilePart, Operation, SentByClient, Upload};
use axum::Router;
use axum::http::request::Parts;
use http::Method;
use proptest::prelude::*;
use serde_json::json;
use tokio::sync::mpsc;

use crate::call::{ENCRYPT_KEY, Nowhere, Sent, now, sent, setup};
use crate::check::check_request;
use crate::platform::{self, key_mode, signed};
use crate::text::text;

/// Applies the options to a call, and does with it what `$then` says.
macro_rules! with_options {
    ($call:expr, $setup:expr, $then:expr) => {{
        let mut call = $call;
        for (name, value) in &$setup.extra {
            call = call.query(name, value);
        }
        if let Some(token) = &$setup.token {
            call = call.app_auth_token(token);
        }
        if let Some(id) = &$setup.request_id {
            call = call.request_id(id);
        }
        if let Some(encrypt) = $setup.encrypt {
            call = call.encrypt(encrypt);
        }
        $then(call).await
    }};
}

/// Makes the call that `$sent` describes, and does with it what `$then` (a macro) says: each call
/// is of another type.
macro_rules! call {
    ($client:expr, $sent:expr, $setup:expr, $then:expr) => {
        match $sent.clone() {
            Sent::Pay { subject, body } => {
                let order = AlipayTradePayModel::new().subject(subject).body(body);
                with_options!($client.alipay_trade().pay(&order), $setup, $then)
            }
            Sent::Query { id, merchant, more } => {
                let params = AlipayMarketingActivityQueryParams::new().merchant_id(merchant);
                let params = match more {
                    Some(more) => params.merchant_access_mode(more),
                    None => params,
                };
                let call = $client.alipay_marketing_activity().query(id, &params);
                with_options!(call, $setup, $then)
            }
            Sent::Share { auth_token } => {
                let params = AlipayUserInfoShareParams::new().auth_token(auth_token);
                with_options!($client.alipay_user_info().share(&params), $setup, $then)
            }
            Sent::Upload { desc, name, content_type, content, data } => {
                let file = FilePart::new(name, content);
                let file = match content_type {
                    Some(content_type) => file.content_type(content_type),
                    None => file,
                };
                let parts = AlipayOpenMiniVersionAuditApplyParts::new().app_logo(file);
                let model = AlipayOpenMiniVersionAuditApplyModel::new().app_desc(desc);
                let parts = if data { parts.data(model) } else { parts };
                let call = $client.alipay_open_mini_version_audit().apply(parts);
                with_options!(call, $setup, $then)
            }
            Sent::Untyped { method, id, json } => {
                let call = $client.untyped("new.thing", method, "/v3/new/{id}/thing").path("id", id);
                let call = match json {
                    Some(json) => call.json(&json),
                    None => call,
                };
                with_options!(call, $setup, $then)
            }
            Sent::UntypedUpload { field, name, content, data } => {
                let upload = Upload::new().file(field, FilePart::new(name, content));
                let upload = match data {
                    Some(data) => upload.data(&json!({ "text": data })),
                    None => upload,
                };
                let call = $client.untyped("new.upload", Method::POST, "/v3/new").multipart(upload);
                with_options!(call, $setup, $then)
            }
        }
    };
}

/// The request as it would be sent.
async fn prepared<O: Operation>(call: Call<O>) -> (Parts, Vec<u8>) {
    let (parts, body) = call.prepare().await.unwrap().0.into_parts();
    (parts, body.read(1 << 20).await.unwrap().to_vec())
}

async fn answered<O: Operation<Protocol: SentByClient>>(call: Call<O>) -> Result<(), Error> {
    call.await.map(drop)
}

/// A platform that answers everything with an empty object, encrypted when the request was.
struct Echo {
    base: String,
    requests: tokio::sync::Mutex<mpsc::UnboundedReceiver<(Parts, Vec<u8>)>>,
}

static ECHO: LazyLock<Echo> = LazyLock::new(|| {
    now(async {
        let (sender, requests) = mpsc::unbounded_channel();
        let app = Router::new().fallback(async move |request: axum::extract::Request| {
            let (parts, body) = request.into_parts();
            let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
            let encrypted = parts.headers.contains_key("alipay-encrypt-type");
            sender.send((parts, body.to_vec())).unwrap();
            let text = if encrypted { ENCRYPT_KEY.encrypt(b"{}") } else { "{}".to_owned() };
            signed(200, text.as_bytes()).map(axum::body::Body::from)
        });
        let address = platform::serve(app).await;
        Echo { base: format!("http://{address}"), requests: requests.into() }
    })
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn what_is_signed_is_what_is_on_the_wire(setup in setup(), sent in sent()) {
        let client = setup.builder().base_url(&ECHO.base).build().unwrap();
        let (parts, body) = now(async {
            let mut requests = ECHO.requests.lock().await;
            call!(client, sent, setup, answered).unwrap();
            requests.recv().await.unwrap()
        });
        check_request(&parts, &body, &setup, &sent);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn what_is_signed_is_what_is_prepared(setup in setup(), sent in sent()) {
        let client = setup.builder().transport(Nowhere).build().unwrap();
        let (parts, body) = now(async { call!(client, sent, setup, prepared) });
        check_request(&parts, &body, &setup, &sent);
    }

    #[test]
    fn a_text_that_cannot_stand_in_a_header_is_refused_and_never_changed(token in text()) {
        let client = key_mode().transport(Nowhere).build().unwrap();
        let plain = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
        let order = AlipayTradePayModel::new();
        let call = || client.alipay_trade().pay(&order);
        for (name, call) in [
            ("alipay-app-auth-token", call().app_auth_token(&token)),
            ("alipay-request-id", call().request_id(&token)),
            ("x-own", call().header("x-own", &token)),
        ] {
            match now(call.prepare()) {
                Ok((request, _)) => prop_assert_eq!(request.headers()[name].as_bytes(), token.as_bytes()),
                Err(error) => prop_assert!(!plain, "{name}: {error}"),
            }
        }
        prop_assert_eq!(client.for_merchant(&token).is_ok(), plain);
    }
}
