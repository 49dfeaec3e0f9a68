//! One connection: messages go out, answers come in.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message as Piece;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

use super::delivery::Delivery;
use super::frame::{self, Received};
use super::hub::Hub;
use super::record::{MessageFault, ProducedMessage};
use crate::apps::Apps;
use crate::ids;

/// How many messages are on their way at once.
const WINDOW: usize = 32;

type Socket = WebSocketStream<TokioIo<Upgraded>>;

/// A message that waits for its response.
struct Out {
    since: Instant,
    /// Whether the response is to be lost.
    loses_answer: bool,
}

/// A connection of an application.
struct Link {
    hub: Arc<Hub>,
    apps: Arc<Apps>,
    app_id: String,
    socket: Socket,
    out: BTreeMap<usize, Out>,
}

/// Why a connection ends.
struct Gone;

/// Serves a connection until it ends; what was not answered is sent again.
pub(super) async fn serve(hub: Arc<Hub>, apps: Arc<Apps>, app_id: String, socket: Socket) {
    let mut ends = hub.ends.subscribe();
    let mut link = Link { hub: hub.clone(), apps, app_id, socket, out: BTreeMap::new() };
    tokio::select! {
        _ = ends.changed() => {}
        Err(Gone) = link.run() => {}
    }
    for number in link.out.into_keys() {
        hub.repeat(number, Duration::ZERO);
    }
}

impl Link {
    async fn run(&mut self) -> Result<(), Gone> {
        let mut look = tokio::time::interval(self.hub.repeat.max(Duration::from_millis(10)));
        let hub = self.hub.clone();
        let app_id = self.app_id.clone();
        loop {
            tokio::select! {
                biased;
                piece = self.socket.next() => match piece {
                    Some(Ok(Piece::Text(text))) => self.read(&text).await?,
                    Some(Ok(Piece::Close(_))) | Some(Err(_)) | None => return Err(Gone),
                    Some(Ok(_)) => {}
                },
                _ = look.tick() => self.repeat_overdue(),
                delivery = hub.next(&app_id), if self.out.len() < WINDOW => {
                    self.deliver(delivery).await?;
                }
            }
        }
    }

    async fn deliver(&mut self, delivery: Delivery) -> Result<(), Gone> {
        let loses_answer = delivery.fault == Some(MessageFault::LostAcknowledgement);
        self.out.insert(delivery.number, Out { since: Instant::now(), loses_answer });
        let frame = frame::consume(&self.apps.platform, &self.app_id, &delivery).ok_or(Gone)?;
        match delivery.fault {
            Some(MessageFault::Twice) => {
                self.socket.feed(Piece::text(frame.clone())).await.map_err(|_| Gone)?;
                self.send(Piece::text(frame)).await
            }
            Some(MessageFault::Fragmented) => self.send_in_pieces(&frame).await,
            Some(MessageFault::Disconnect) => {
                self.send(Piece::text(frame)).await?;
                Err(Gone)
            }
            _ => self.send(Piece::text(frame)).await,
        }
    }

    /// As a sender may who does not know the length of a text beforehand. Control frames may stand
    /// in between.
    async fn send_in_pieces(&mut self, text: &str) -> Result<(), Gone> {
        let (pieces, size) = (text.as_bytes(), text.len().div_ceil(3).max(1));
        let last = pieces.chunks(size).count() - 1;
        for (number, piece) in pieces.chunks(size).enumerate() {
            let kind = if number == 0 { Data::Text } else { Data::Continue };
            let frame = Frame::message(piece.to_vec(), OpCode::Data(kind), number == last);
            self.send(Piece::Frame(frame)).await?;
            if number == 0 {
                self.send(Piece::Ping(Vec::new().into())).await?;
            }
        }
        Ok(())
    }

    async fn send(&mut self, piece: Piece) -> Result<(), Gone> {
        self.socket.send(piece).await.map_err(|_| Gone)
    }

    /// Sends again the messages that nobody acknowledged for long.
    fn repeat_overdue(&mut self) {
        let (hub, limit) = (&self.hub, self.hub.repeat);
        self.out.retain(|number, out| {
            let waits = out.since.elapsed() < limit;
            if !waits {
                hub.repeat(*number, Duration::ZERO);
            }
            waits
        });
    }

    async fn read(&mut self, text: &str) -> Result<(), Gone> {
        let Some(received) = Received::read(text) else { return Ok(()) };
        match received.text("x-cmd") {
            "CONSUME_ACK" => self.answered(&received),
            "PRODUCE" => self.produced(&received).await?,
            _ => {}
        }
        Ok(())
    }

    fn answered(&mut self, received: &Received) {
        let Some(number) = self.hub.number(received.text("x-msgId")) else { return };
        if self.out.get(&number).is_some_and(|out| out.loses_answer) {
            return;
        }
        // A second answer to the same message tells nothing new.
        if self.out.remove(&number).is_some() {
            self.hub.answered(number, received.text("x-status") == "SUCCESS");
        }
    }

    async fn produced(&mut self, received: &Received) -> Result<(), Gone> {
        let Some(stream_id) = received.headers.get("stream-id") else { return Ok(()) };
        let answer = match self.accept(received) {
            Ok(message) => {
                self.hub.add_produced(message);
                frame::produce_ack(stream_id, Ok(&ids::random()))
            }
            Err(code) => frame::produce_ack(stream_id, Err(code)),
        };
        self.send(Piece::text(answer)).await
    }

    fn accept(&self, received: &Received) -> Result<ProducedMessage, &'static str> {
        let app = self.apps.get(&self.app_id).ok_or("isv.invalid-app-id")?;
        let data = received.data.as_deref().ok_or("isv.missing-data")?.get();
        let sign = received.text("x-sign");
        let holds = match received.text("x-signType") {
            "RSA2" => app.key.verify(data.as_bytes(), sign),
            "RSA" => app.key.verify_sha1(data.as_bytes(), sign),
            _ => false,
        };
        if !holds {
            return Err("isv.invalid-signature");
        }
        let data: Value = serde_json::from_str(data).map_err(|_| "isv.invalid-format")?;
        let header = |name: &str| data["header"][name].as_str().map(str::to_owned);
        if header("appId").as_deref() != Some(&self.app_id) {
            return Err("isv.invalid-app-id");
        }
        let method = header("msgApi").ok_or("isv.missing-method")?;
        let content = data["content"].to_string();
        Ok(ProducedMessage { app_id: self.app_id.clone(), method, content })
    }
}
