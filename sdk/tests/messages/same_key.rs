//! One message, posted or sent over the channel, is one message.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use alipay_gateway::{Gateway, NewMessage, Notice};
use alipay_sdk::message::Delivery;
use alipay_sdk::notify::{ByMessage, Event, NotificationVerifier, OnceKey};
use alipay_sdk::{Client, DecodeError};
use serde::Deserialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

#[derive(Deserialize, Debug, PartialEq)]
struct Transfer {
    out_biz_no: String,
}

const METHOD: &str = "alipay.fund.trans.order.changed";
const CONTENT: &str = r#"{"out_biz_no":"T\u4e00{\"}"}"#;

fn client(gateway: &Gateway) -> Client {
    let app = gateway.app();
    let builder = Client::builder().app_id(app.app_id).private_key(app.private_key);
    builder.alipay_public_key(app.alipay_public_key).base_url(gateway.base_url()).build().unwrap()
}

/// A form that the gateway posts.
async fn posted(gateway: &Gateway, notice: impl FnOnce(String) -> Notice) -> Vec<u8> {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/notify", listener.local_addr().unwrap());
    gateway.send(&notice(url));
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut request = Vec::new();
    loop {
        stream.read_buf(&mut request).await.unwrap();
        let text = String::from_utf8_lossy(&request).to_lowercase();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        if body.len() >= length.unwrap().parse().unwrap() {
            break;
        }
    }
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\nsuccess").await.unwrap();
    let start = request.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
    request.split_off(start)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_has_the_same_form_and_key_whichever_way_it_comes() {
    let gateway = Gateway::start().await.unwrap();
    let client = client(&gateway);
    let id = gateway.send_message(NewMessage::new(METHOD, CONTENT));
    let mut channel = client.messages().open().unwrap();
    let delivery: Delivery = channel.next().await.unwrap().unwrap();
    let by_channel = delivery.message().clone();
    delivery.ack();
    gateway.messages_settled().await;

    let app_id = gateway.app().app_id;
    let form = posted(&gateway, |url| {
        let notice = Notice::message(url, METHOD, CONTENT);
        notice.parameter("notify_id", &id).parameter("app_id", &app_id)
    });
    let notification = NotificationVerifier::of(&client).verify(&form.await).unwrap();
    let Ok(Event::Message(by_post)) = notification.event() else { panic!("no message") };

    assert_eq!((&by_channel.method, &by_channel.content), (&by_post.method, &by_post.content));
    assert_eq!((&by_channel.id, &by_channel.app_id), (&by_post.id, &by_post.app_id));
    assert_eq!(by_channel.once_key(), by_post.once_key());
    assert_eq!(by_channel.once_key(), ByMessage(&notification).once_key());
    let transfer = Ok(Transfer { out_biz_no: "T一{\"}".to_owned() });
    assert_eq!(by_channel.parse::<Transfer>(), transfer);
    let problem: DecodeError = by_channel.parse::<u8>().unwrap_err();
    assert!(!problem.to_string().contains("T一"), "{problem}");
}
