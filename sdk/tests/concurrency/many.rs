//! Many calls at once, each with its own response.

use alipay_sdk::ErrorKind;
use tokio::task::JoinSet;

use crate::platform::{APP_ID, key_mode, private_key, public_key};
use crate::server::{OTHER_APP, beside, echo_server};
use crate::{client, order, pay};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_calls_at_once_get_each_its_own_answer() {
    let client = client(echo_server().await);
    let mut calls = JoinSet::new();
    for number in 0..1_000 {
        let merchant = client.for_merchant(format!("token-{number}")).unwrap();
        calls.spawn(async move { (number, merchant.alipay_trade().pay(&order(number)).await) });
    }
    let mut answered = 0;
    while let Some(call) = calls.join_next().await {
        let (number, paid) = call.unwrap();
        let paid = paid.unwrap();
        assert_eq!(paid.out_trade_no, Some(number.to_string()));
        assert_eq!(paid.trade_no, Some(format!("{APP_ID}/token-{number}")));
        answered += 1;
    }
    assert_eq!(answered, 1_000);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_applications_in_one_process_keep_their_keys_and_trust_apart() {
    let address = echo_server().await;
    let first = client(address);
    let second = key_mode()
        .app_id(OTHER_APP)
        .private_key(private_key("unrelated"))
        .alipay_public_key(public_key("app"))
        .base_url(format!("http://{address}"));
    let second = second.build().unwrap();
    let mut calls = JoinSet::new();
    for number in 0..100 {
        for (client, app) in [(first.clone(), APP_ID), (second.clone(), OTHER_APP)] {
            calls.spawn(
                async move { (number, app, client.alipay_trade().pay(&order(number)).await) },
            );
        }
    }
    while let Some(call) = calls.join_next().await {
        let (number, app, paid) = call.unwrap();
        let paid = paid.unwrap();
        assert_eq!(paid.out_trade_no, Some(number.to_string()));
        assert_eq!(paid.trade_no, Some(format!("{app}/none")));
    }
    let mixed = |app: &str, own: &str, alipay: &str| {
        key_mode()
            .app_id(app)
            .private_key(private_key(own))
            .alipay_public_key(public_key(alipay))
            .base_url(format!("http://{address}"))
            .build()
            .unwrap()
    };
    let error = pay(&mixed(OTHER_APP, "app", "alipay")).await.unwrap_err();
    assert!(error.has_code("invalid-signature"), "{error:?}");
    let error = pay(&mixed(OTHER_APP, "unrelated", "alipay")).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Signature(_)), "{error:?}");
}

#[test]
fn threads_that_wait_get_each_their_own_answer() {
    let (server, address) = beside(echo_server());
    let client = client(address);
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let client = &client;
            scope.spawn(move || {
                for number in 0..25 {
                    let number = format!("{thread}-{number}");
                    let merchant = client.for_merchant(&number).unwrap();
                    let paid = merchant.alipay_trade().pay(&order(&number)).send_blocking();
                    let paid = paid.unwrap();
                    assert_eq!(paid.out_trade_no.as_deref(), Some(number.as_str()));
                    assert_eq!(paid.trade_no, Some(format!("{APP_ID}/{number}")));
                }
            });
        }
    });
    server.shutdown_background();
}
