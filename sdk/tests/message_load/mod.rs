//! Many messages through one connection: with two consumers, restarts of the program, connections
//! that break, and messages that are wrong at first. Shared by a test and a benchmark.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "shared by a test and a benchmark that use parts of it, and may panic"
)]

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use alipay_gateway::{Gateway, MessageFault, NewMessage};
use alipay_sdk::Client;
use alipay_sdk::message::StopHandle;
use alipay_sdk::notify::Message;
use alipay_sdk::store::MemoryStore;
use serde_json::Value;
use tokio::task::JoinHandle;

/// What became of the messages.
#[derive(Debug)]
pub struct Figures {
    /// Messages whose work was done.
    pub handled: usize,
    /// Messages whose work was done more than once: their program was stopped in the middle.
    pub repeated: usize,
    /// Deliveries beyond the first of each message, which the store kept from the handler, or which
    /// were wrong.
    pub duplicates: u64,
    /// Messages that reached the handler although nobody signed them.
    pub unverified: u64,
    /// How often the programs were started.
    pub starts: u32,
    /// How many connections there were.
    pub connections: u64,
    pub time: Duration,
}

/// What the handlers of all programs have seen.
#[derive(Default)]
struct Seen {
    times: Mutex<HashMap<u64, u32>>,
    unverified: AtomicU64,
}

impl Seen {
    fn handle(&self, message: &Message) -> Result<(), String> {
        let content: Value = message.parse().map_err(|error| error.to_string())?;
        match content["number"].as_u64() {
            Some(number) => *self.times.lock().unwrap().entry(number).or_default() += 1,
            // The gateway puts another content into what it tampers with.
            None => drop(self.unverified.fetch_add(1, Ordering::Relaxed)),
        }
        Ok(())
    }
}

/// Sends so many messages, and restarts the program, or breaks its connection, so often meanwhile.
pub async fn measure(messages: u64, restarts: u32) -> Figures {
    let gateway = Gateway::builder().time_factor(120.0).start().await.unwrap();
    let client = client(&gateway);
    let (seen, store) = (Arc::<Seen>::default(), Arc::new(MemoryStore::new()));
    let begun = Instant::now();
    for number in 0..messages {
        gateway.send_message(message(number));
    }
    let mut program = start(&client, &seen, &store);
    let mut connections = 0;
    for restart in 1..=restarts {
        let goal = messages * u64::from(restart) / u64::from(restarts + 1);
        while (seen.times.lock().unwrap().len() as u64) < goal {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        connections = connected(&gateway, connections).await;
        if restart % 2 == 0 {
            gateway.disconnect_messages();
        } else {
            end(program).await;
            program = start(&client, &seen, &store);
        }
    }
    connected(&gateway, connections).await;
    gateway.messages_settled().await;
    let time = begun.elapsed();
    end(program).await;
    let deliveries: u64 = gateway.messages().iter().map(|one| u64::from(one.deliveries)).sum();
    let times = seen.times.lock().unwrap();
    Figures {
        handled: times.len(),
        repeated: times.values().filter(|times| **times > 1).count(),
        duplicates: deliveries - messages,
        unverified: seen.unverified.load(Ordering::Relaxed),
        starts: 1 + restarts.div_ceil(2),
        connections: gateway.message_connections(),
        time,
    }
}

/// Waits for one more connection than these: a program that is not connected cannot lose one.
async fn connected(gateway: &Gateway, before: u64) -> u64 {
    loop {
        let connections = gateway.message_connections();
        if connections > before {
            return connections;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

fn client(gateway: &Gateway) -> Client {
    let app = gateway.app();
    let builder = Client::builder().app_id(app.app_id).private_key(app.private_key);
    builder.alipay_public_key(app.alipay_public_key).base_url(gateway.base_url()).build().unwrap()
}

/// One in forty is wrong at first, each in another way.
fn message(number: u64) -> NewMessage {
    use MessageFault::{
        Fragmented, LostAcknowledgement, MissingSignature, Tampered, Twice, WrongSignature,
    };
    let faults =
        [WrongSignature, Tampered, LostAcknowledgement, Twice, Fragmented, MissingSignature];
    let content = format!(r#"{{"number":{number},"status":"SUCCESS"}}"#);
    let message = NewMessage::new("alipay.fund.trans.order.changed", content);
    match number % 40 {
        0 => message.fault(faults[usize::try_from(number / 40).unwrap() % faults.len()]),
        _ => message,
    }
}

type Program = (StopHandle, JoinHandle<()>);

fn start(client: &Client, seen: &Arc<Seen>, store: &Arc<MemoryStore>) -> Program {
    let short = Duration::from_millis(5);
    let channel = client.messages().at_once(2).store(store.clone()).wait(short, short * 4);
    let (stop, seen) = (channel.stop_handle(), seen.clone());
    let running = channel.run(move |message| {
        let seen = seen.clone();
        async move { seen.handle(&message) }
    });
    (stop, tokio::spawn(async move { running.await.unwrap() }))
}

async fn end((stop, running): Program) {
    stop.stop();
    running.await.unwrap();
}
