//! The message channel: everything that may go wrong on it.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use alipay_end_to_end::{Mode, builder};
use alipay_gateway::{Fault, FaultRule, Gateway, MessageFault, MessageRecord, NewMessage};
use alipay_sdk::message::{Channel, ChannelError, Messages, ProduceError, StopHandle};
use alipay_sdk::notify::Message;
use alipay_sdk::store::MemoryStore;
use serde_json::json;
use tokio::task::JoinHandle;

const TOPIC: &str = "alipay.fund.trans.order.changed";

/// What rules for faults call the registration.
const REGISTER: &str = "/websocket/register.do";

/// Minutes between deliveries take less than a second.
async fn gateway() -> Gateway {
    Gateway::builder().time_factor(400.0).start().await.unwrap()
}

/// A channel that comes back at once.
fn channel(gateway: &Gateway, mode: Mode) -> Messages {
    let short = Duration::from_millis(10);
    builder(gateway, mode).build().unwrap().messages().wait(short, short * 4)
}

fn send(gateway: &Gateway, content: &str, fault: Option<MessageFault>) -> String {
    let message = NewMessage::new(TOPIC, content);
    gateway.send_message(match fault {
        Some(fault) => message.fault(fault),
        None => message,
    })
}

fn record(gateway: &Gateway, id: &str) -> MessageRecord {
    gateway.messages().into_iter().find(|message| message.id == id).unwrap()
}

fn rule(fault: Fault, times: usize) -> FaultRule {
    FaultRule { operation: Some(REGISTER.to_owned()), fault, times: Some(times) }
}

/// A program that notes the contents of the messages that it handles.
struct Program {
    handled: Arc<Mutex<Vec<String>>>,
    stop: StopHandle,
    running: JoinHandle<Result<(), ChannelError>>,
}

impl Program {
    fn start(messages: Messages) -> Self {
        let handled = Arc::<Mutex<Vec<String>>>::default();
        let (stop, noted) = (messages.stop_handle(), handled.clone());
        let running = messages.run(move |message: Message| {
            noted.lock().unwrap().push(message.content);
            std::future::ready(Ok::<_, String>(()))
        });
        Self { handled, stop, running: tokio::spawn(running) }
    }

    /// The messages that were handled until the end.
    async fn end(self) -> Vec<String> {
        self.stop.stop();
        self.running.await.unwrap().unwrap();
        std::mem::take(&mut *self.handled.lock().unwrap())
    }
}

/// Sends a message that is wrong at first, and gives what was handled, and what became of it.
async fn first_wrong(fault: MessageFault) -> (Vec<String>, MessageRecord) {
    let gateway = gateway().await;
    let program = Program::start(channel(&gateway, Mode::Key).store(MemoryStore::new()).at_once(1));
    let id = send(&gateway, r#"{"n":1}"#, Some(fault));
    gateway.messages_settled().await;
    (program.end().await, record(&gateway, &id))
}

#[tokio::test]
async fn an_unverified_message_is_never_handled_and_answered_with_fail() {
    for fault in [
        MessageFault::WrongSignature,
        MessageFault::MissingSignature,
        MessageFault::Tampered,
        MessageFault::OtherApp,
    ] {
        let (handled, record) = first_wrong(fault).await;
        assert_eq!(handled, [r#"{"n":1}"#], "{fault:?}");
        assert_eq!((record.deliveries, record.failures), (2, 1), "{fault:?}");
    }
}

#[tokio::test]
async fn a_text_that_is_no_message_gets_no_answer_and_the_channel_goes_on() {
    for fault in [MessageFault::UnknownCommand, MessageFault::TwoInOne] {
        let (handled, record) = first_wrong(fault).await;
        assert_eq!(handled, [r#"{"n":1}"#], "{fault:?}");
        assert!(record.deliveries >= 2 && record.failures == 0, "{fault:?}: {record:?}");
    }
}

#[tokio::test]
async fn a_message_in_fragments_is_one_message() {
    let (handled, record) = first_wrong(MessageFault::Fragmented).await;
    assert_eq!(handled, [r#"{"n":1}"#]);
    assert_eq!((record.deliveries, record.failures), (1, 0));
}

#[tokio::test]
async fn what_comes_again_is_handled_once() {
    for fault in [MessageFault::Twice, MessageFault::LostAcknowledgement, MessageFault::Disconnect]
    {
        let (handled, record) = first_wrong(fault).await;
        assert_eq!(handled, [r#"{"n":1}"#], "{fault:?}");
        assert!(record.acknowledged, "{fault:?}: {record:?}");
    }
}

#[tokio::test]
async fn contents_are_handed_out_as_they_were_signed() {
    let gateway = gateway().await;
    let contents = [
        r#"{"note":"中文 } \" ok","out_biz_no":"T\u4e00{\""}"#.to_owned(),
        r#"{ "data" : {"data":{"a":[ ]}}, "x":1.50 }"#.to_owned(),
        format!(r#"{{"large":"{}"}}"#, "é".repeat(500_000)),
    ];
    let program = Program::start(channel(&gateway, Mode::Key).at_once(1));
    for content in &contents {
        send(&gateway, content, None);
    }
    gateway.messages_settled().await;
    assert_eq!(program.end().await, contents);
}

#[tokio::test]
async fn certificate_mode_works_and_an_unknown_certificate_registers_nobody() {
    let gateway = gateway().await;
    gateway.fault(rule(Fault::UnknownSerial, 2));
    let program = Program::start(channel(&gateway, Mode::Certificates));
    let id = send(&gateway, r#"{"n":1}"#, None);
    gateway.messages_settled().await;
    assert_eq!(program.end().await.len(), 1);
    assert_eq!((record(&gateway, &id).deliveries, gateway.message_connections()), (1, 1));
}

#[tokio::test]
async fn a_registration_that_fails_is_tried_again() {
    let gateway = gateway().await;
    for fault in [
        Fault::MissingSignature,
        Fault::WrongSignature,
        Fault::EmptyBody,
        Fault::NotUtf8,
        Fault::ResetBefore,
        Fault::Truncated,
        Fault::BadGateway,
        Fault::HugeBody(100_000),
        Fault::Latency(Duration::from_secs(5)),
    ] {
        gateway.fault(rule(fault, 1));
    }
    gateway.expire_message_tokens(2);
    let messages = channel(&gateway, Mode::Key).time_limit(Duration::from_millis(500));
    let program = Program::start(messages);
    send(&gateway, r#"{"n":1}"#, None);
    gateway.messages_settled().await;
    assert_eq!((program.end().await.len(), gateway.message_connections()), (1, 1));
}

#[tokio::test]
async fn an_application_that_the_platform_does_not_know_is_told_so_at_once() {
    let (gateway, other) = (gateway().await, gateway().await);
    let unknown = builder(&gateway, Mode::Key).app_id("2021000000000009").build().unwrap();
    let error = unknown.messages().run(|_| std::future::ready(Ok::<_, String>(()))).await;
    let Err(ChannelError::Rejected { code, signed: false, .. }) = error else {
        panic!("{error:?}")
    };
    assert_eq!(code, "isv.invalid-app-id");
    let plain = channel(&other, Mode::Key).base_url("http://channel.example");
    assert!(matches!(plain.open(), Err(ChannelError::Configuration(_))));
}

#[tokio::test]
async fn the_channel_comes_back_in_the_middle_of_the_work() {
    let gateway = gateway().await;
    let messages = channel(&gateway, Mode::Key).store(MemoryStore::new()).at_once(4);
    let (stop, work) = (messages.stop_handle(), Arc::new(AtomicU32::new(0)));
    let count = work.clone();
    let running = tokio::spawn(messages.run(move |_| {
        let count = count.clone();
        async move {
            tokio::time::sleep(Duration::from_millis(5)).await;
            count.fetch_add(1, Ordering::SeqCst);
            Ok::<_, String>(())
        }
    }));
    for number in 0..100 {
        send(&gateway, &format!(r#"{{"n":{number}}}"#), None);
    }
    for round in 1..=3 {
        while work.load(Ordering::SeqCst) < round * 20 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        gateway.disconnect_messages();
    }
    gateway.messages_settled().await;
    stop.stop();
    running.await.unwrap().unwrap();
    assert_eq!((work.load(Ordering::SeqCst), gateway.message_connections()), (100, 4));
}

#[tokio::test]
async fn work_that_fails_or_panics_is_done_again() {
    let gateway = gateway().await;
    let messages = channel(&gateway, Mode::Key);
    let (stop, count) = (messages.stop_handle(), AtomicU32::new(0));
    let running = tokio::spawn(messages.run(move |_| {
        let attempt = count.fetch_add(1, Ordering::SeqCst);
        async move {
            assert!(attempt != 1, "the second attempt panics");
            if attempt == 0 { Err("the first attempt fails") } else { Ok(()) }
        }
    }));
    let id = send(&gateway, "{}", None);
    gateway.messages_settled().await;
    stop.stop();
    running.await.unwrap().unwrap();
    assert_eq!((record(&gateway, &id).deliveries, record(&gateway, &id).failures), (3, 2));
}

/// While all places are taken the platform waits, and the connection stays.
#[tokio::test]
async fn a_slow_handler_holds_others_back_and_is_acknowledged_after_its_work() {
    let gateway = Gateway::start().await.unwrap();
    let messages = channel(&gateway, Mode::Key).at_once(2).heartbeat(Duration::from_millis(20));
    let mut channel: Channel = messages.open().unwrap();
    for number in 0..5 {
        send(&gateway, &format!(r#"{{"n":{number}}}"#), None);
    }
    let first = channel.next().await.unwrap().unwrap();
    let second = channel.next().await.unwrap().unwrap();
    let third = tokio::time::timeout(Duration::from_millis(300), channel.next()).await;
    assert!(third.is_err(), "more messages are out than there are places");
    assert!(gateway.messages().iter().all(|message| !message.acknowledged));
    first.ack();
    let third = channel.next().await.unwrap().unwrap();
    assert_eq!(third.content, r#"{"n":2}"#);
    // Dropped unanswered, it fails.
    let (dropped, id) = (third.id.clone().unwrap(), second.id.clone().unwrap());
    drop(third);
    second.ack();
    for _ in 0..2 {
        channel.next().await.unwrap().unwrap().ack();
    }
    while gateway.messages().iter().filter(|message| message.acknowledged).count() < 4 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert_eq!((record(&gateway, &dropped).failures, record(&gateway, &id).failures), (1, 0));
    assert_eq!(gateway.message_connections(), 1);
}

#[tokio::test]
async fn a_stop_lets_work_that_was_begun_end_and_begins_no_other() {
    let gateway = Gateway::start().await.unwrap();
    let messages = channel(&gateway, Mode::Key).at_once(1);
    let (stop, begun) = (messages.stop_handle(), Arc::new(tokio::sync::Notify::new()));
    let word = begun.clone();
    let running = tokio::spawn(messages.run(move |_| {
        let word = word.clone();
        async move {
            word.notify_one();
            tokio::time::sleep(Duration::from_millis(200)).await;
            Ok::<_, String>(())
        }
    }));
    let ids = [send(&gateway, "{}", None), send(&gateway, "{}", None)];
    begun.notified().await;
    stop.stop();
    running.await.unwrap().unwrap();
    let [first, second] = ids.map(|id| record(&gateway, &id));
    assert!(first.acknowledged && !second.acknowledged, "{first:?}, {second:?}");
}

#[tokio::test]
async fn messages_of_the_application_are_signed_and_acknowledged() {
    for mode in [Mode::Key, Mode::Certificates] {
        let gateway = gateway().await;
        let channel = channel(&gateway, mode).open().unwrap();
        let producer = channel.producer();
        let sent: Vec<_> = (0..20)
            .map(|number| {
                let producer = producer.clone();
                tokio::spawn(async move {
                    producer.produce("alipay.demo.produce", &json!({"n": number})).await
                })
            })
            .collect();
        for one in sent {
            assert!(one.await.unwrap().unwrap().is_some());
        }
        let mut contents: Vec<_> =
            gateway.produced_messages().into_iter().map(|message| message.content).collect();
        contents.sort();
        contents.dedup();
        assert_eq!(contents.len(), 20);
        let error = producer.produce("alipay.demo.produce", &[1]).await;
        assert!(matches!(error, Err(ProduceError::Content(_))), "{error:?}");
        channel.stop_handle().stop();
        while !matches!(producer.produce("m", &json!({})).await, Err(ProduceError::Ended)) {}
    }
}
