//! A program that gets messages over a connection of its own: it subscribes to a topic, handles
//! each message once, and ends when it is told to. The local gateway plays the platform: one
//! acknowledgment is lost, another one is forged at first, and the connection breaks.
//!
//! ```text
//! cargo run -p alipay-sdk --features messages --example messages
//! ```

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use alipay_gateway::{Gateway, MessageFault, NewMessage};
use alipay_sdk::message::BY_WEBSOCKET;
use alipay_sdk::model::AlipayOpenAppMessageTopicSubscribeModel;
use alipay_sdk::notify::Message;
use alipay_sdk::store::MemoryStore;
use alipay_sdk::{Client, DecodeError};

const TOPIC: &str = "alipay.fund.trans.order.changed";

/// What the program reads of a message.
#[derive(serde::Deserialize)]
struct Transfer {
    out_biz_no: String,
    status: String,
}

fn handle(message: &Message) -> Result<(), DecodeError> {
    if message.method == TOPIC {
        let Transfer { out_biz_no, status } = message.parse()?;
        println!("transfer {out_biz_no} is {status}");
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let gateway = Gateway::builder().time_factor(600.0).start().await?;
    let app = gateway.app();
    let client = Client::builder()
        .app_id(app.app_id)
        .private_key(app.private_key)
        .alipay_public_key(app.alipay_public_key)
        .base_url(gateway.base_url())
        .build()?;

    let topic = AlipayOpenAppMessageTopicSubscribeModel::new().topic(TOPIC).comm_type(BY_WEBSOCKET);
    client.v2().alipay_open_app_message_topic().subscribe(&topic).await?;

    // With several replicas take a `RedisStore` or a `PostgresStore`.
    let messages = client.messages().at_once(4).store(MemoryStore::new());
    let messages = messages.wait(Duration::from_millis(50), Duration::from_secs(1));
    let (stop, handled) = (messages.stop_handle(), Arc::new(AtomicU32::new(0)));
    let count = handled.clone();
    let running = tokio::spawn(messages.run(move |message| {
        count.fetch_add(1, Ordering::Relaxed);
        std::future::ready(handle(&message))
    }));

    for (number, fault) in [
        ("T1", None),
        ("T2", Some(MessageFault::LostAcknowledgement)),
        ("T3", Some(MessageFault::WrongSignature)),
        ("T4", Some(MessageFault::Disconnect)),
    ] {
        let content = format!(r#"{{"out_biz_no":"{number}","status":"SUCCESS"}}"#);
        let message = NewMessage::new(TOPIC, content);
        gateway.send_message(match fault {
            Some(fault) => message.fault(fault),
            None => message,
        });
    }
    gateway.messages_settled().await;
    stop.stop();
    running.await??;

    let deliveries: u32 = gateway.messages().iter().map(|message| message.deliveries).sum();
    println!("{deliveries} deliveries, {} handled", handled.load(Ordering::Relaxed));
    if handled.load(Ordering::Relaxed) == 4 { Ok(()) } else { Err("not once".into()) }
}
