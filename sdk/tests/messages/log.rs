//! What the channel and the libraries below it log.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::time::Duration;

use alipay_gateway::{Gateway, MessageFault, NewMessage};
use alipay_sdk::Client;
use tracing_subscriber::filter::LevelFilter;

use super::logs::Log;

#[tokio::test]
async fn no_signed_address_and_no_token_is_logged_at_any_level() {
    let log = Log::default();
    // For the whole process: libraries log by the crate `log`, too.
    tracing_subscriber::fmt().with_writer(log.clone()).with_max_level(LevelFilter::TRACE).init();
    let gateway = Gateway::builder().time_factor(400.0).start().await.unwrap();
    gateway.expire_message_tokens(1);
    let app = gateway.app();
    let builder = Client::builder().app_id(app.app_id).private_key(app.private_key);
    let builder = builder.alipay_public_key(app.alipay_public_key).base_url(gateway.base_url());
    let short = Duration::from_millis(10);
    let messages = builder.build().unwrap().messages().wait(short, short);
    let stop = messages.stop_handle();
    let running = tokio::spawn(messages.run(|_| std::future::ready(Err("the work fails"))));
    gateway.send_message(NewMessage::new("m", "{}").fault(MessageFault::WrongSignature));
    while gateway.messages()[0].failures < 2 {
        tokio::time::sleep(short).await;
    }
    stop.stop();
    running.await.unwrap().unwrap();

    let log = log.take();
    for logged in ["status 401", "a message was rejected", "the work fails", "hyper_util"] {
        assert!(log.contains(logged), "{logged} is not in the log");
    }
    for secret in ["sign=", "link_token", "register.do", "zone="] {
        assert!(!log.contains(secret), "{secret} is in the log: {log}");
    }
}
