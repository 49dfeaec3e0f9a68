//! Notifications: each side verifies what the other has signed.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use alipay_end_to_end::comparison::Setup;
use alipay_gateway::{Notice, Outcome};
use alipay_sdk::Certificate;
use alipay_sdk::notify::NotificationVerifier;
use axum::Router;
use axum::extract::State;
use axum::routing::post;
use serde_json::{Value, json};
use url::form_urlencoded::Serializer;

use crate::setup::{client, started};

type Received = Arc<Mutex<Vec<String>>>;

async fn receive(State(received): State<Received>, body: String) -> &'static str {
    received.lock().unwrap().push(body);
    "success"
}

/// A receiver, and its address.
async fn receiver() -> (Received, String) {
    let received = Received::default();
    let router = Router::new().route("/notify", post(receive)).with_state(received.clone());
    let listener = tokio::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await;
    let listener = listener.unwrap();
    let url = format!("http://{}/notify", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (received, url)
}

#[tokio::test(flavor = "multi_thread")]
async fn python_verifies_what_the_gateway_signs() {
    let (received, url) = receiver().await;
    for (gateway, mut python, setup) in started().await {
        let sdk = python.sdk;
        let mut notice = Notice::new(&url)
            .parameter("app_id", gateway.app().app_id)
            .parameter("subject", "茶 & \"点心\" 100% a+b=c")
            .parameter("passback_params", "a%3Db%26c")
            .parameter("total_amount", "88.88")
            .parameter("body", "");
        if setup == Setup::Certificates {
            notice = notice.certificate();
        }
        assert_eq!(gateway.send(&notice).finished().await, Outcome::Acknowledged);
        let form = received.lock().unwrap().pop().unwrap();
        assert_eq!(python.done("verify", json!({"form": form})), true, "{sdk:?} {setup:?}");
        let changed = form.replace("88.88", "0.01");
        assert_ne!(python.call("verify", json!({"form": changed}))["done"], true, "{sdk:?}");
        let verifier = NotificationVerifier::of(&client(&gateway, setup));
        assert!(verifier.verify(form.as_bytes()).is_ok(), "{setup:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn we_verify_what_python_signs() {
    for (gateway, mut python, _) in started().await {
        let (app, sdk) = (gateway.app(), python.sdk);
        // The platform's part is played by the application: its key signs.
        let certificate = Certificate::parse(&app.app_certificate).unwrap();
        let key = certificate.public_key().unwrap().clone();
        let verifier = NotificationVerifier::new(key, &app.app_id);
        let parameters = json!({
            "app_id": app.app_id, "notify_id": "1", "notify_type": "trade_status_sync",
            "charset": "utf-8", "subject": "茶 & \"点心\" 100% a+b=c", "total_amount": "88.88",
        });
        let signature = python.done("sign", json!({"parameters": parameters}));
        let form = |parameters: &Value| {
            let mut form = Serializer::new(String::new());
            for (name, value) in parameters.as_object().unwrap() {
                form.append_pair(name, value.as_str().unwrap());
            }
            form.append_pair("sign", signature.as_str().unwrap());
            form.append_pair("sign_type", "RSA2").finish()
        };
        let verified = verifier.verify(form(&parameters).as_bytes());
        assert_eq!(verified.unwrap().get("subject"), parameters["subject"].as_str(), "{sdk:?}");
        let mut changed = parameters.clone();
        changed["total_amount"] = "0.01".into();
        assert!(verifier.verify(form(&changed).as_bytes()).is_err());
    }
}
