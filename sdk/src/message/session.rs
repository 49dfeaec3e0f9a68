//! One connection: messages come in, acknowledgements go out, and pings keep it alive.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error, Message as Piece};

use super::connect::Socket;
use super::delivery::Delivery;
use super::error::{ChannelError, Lost};
use super::incoming::{self, Acknowledgement, Incoming};
use super::line::Line;
use super::produce::Order;
use super::stop::StopHandle;
use crate::notify::Message;
use alipay_sdk_core::{protocol::message::Route, transport::within};

/// How many pings may stay unanswered.
const UNANSWERED: u32 = 3;

/// How many messages of ours may wait for their acknowledgement.
const PRODUCED: usize = 200;

/// How long the platform may take to close its side, too.
const PARTING: Duration = Duration::from_secs(2);

/// What outlives a connection: where messages go, and how many may be out.
pub(super) struct Desk {
    pub(super) deliveries: UnboundedSender<Result<Delivery, ChannelError>>,
    pub(super) places: Arc<Semaphore>,
    pub(super) orders: mpsc::Receiver<Order>,
    pub(super) stop: StopHandle,
}

/// A connection.
pub(super) struct Session<'l> {
    line: &'l Line,
    socket: Socket,
    answer: UnboundedSender<String>,
    answers: UnboundedReceiver<String>,
    /// A message for which there is no place yet. Until there is one nothing more is read, so that
    /// the platform waits.
    held: Option<(Message, Route)>,
    produced: HashMap<String, oneshot::Sender<Acknowledgement>>,
    /// Pings since something was read.
    unanswered: u32,
    /// Whether anything was read.
    pub(super) was_good: bool,
}

impl<'l> Session<'l> {
    pub(super) fn new(line: &'l Line, socket: Socket) -> Self {
        let (answer, answers) = mpsc::unbounded_channel();
        Self {
            line,
            socket,
            answer,
            answers,
            held: None,
            produced: HashMap::new(),
            unanswered: 0,
            was_good: false,
        }
    }

    /// Serves the connection until it is lost, or closed because the channel is to end.
    pub(super) async fn serve(&mut self, desk: &mut Desk) -> Result<(), Lost> {
        let mut beat = self.line.clock().sleep(self.line.settings.heartbeat);
        loop {
            // The branch that is always ready at a busy time stands last.
            tokio::select! {
                biased;
                () = desk.stop.stopped() => return self.finish(desk).await,
                () = &mut beat => {
                    self.ping().await?;
                    beat = self.line.clock().sleep(self.line.settings.heartbeat);
                }
                Some(answer) = self.answers.recv() => self.send_answers(answer).await?,
                Ok(place) = desk.places.clone().acquire_owned(), if self.held.is_some() => {
                    self.hand_out(place, desk);
                }
                Some(order) = desk.orders.recv(), if self.produced.len() < PRODUCED => {
                    self.produce(order).await?;
                }
                piece = self.socket.next(), if self.held.is_none() => self.take(piece).await?,
            }
        }
    }

    async fn take(&mut self, piece: Option<Result<Piece, Error>>) -> Result<(), Lost> {
        let piece = piece.ok_or(Lost::Ended)?.map_err(Lost::Broken)?;
        (self.unanswered, self.was_good) = (0, true);
        match piece {
            Piece::Text(text) => self.read(&text).await,
            Piece::Close(Some(frame)) => Err(Lost::Closed(frame.code.into())),
            Piece::Close(None) => Err(Lost::Ended),
            Piece::Binary(_) => {
                tracing::warn!(target: "alipay_sdk", "the message channel sent binary data");
                Ok(())
            }
            // A ping is answered by the library.
            Piece::Ping(_) | Piece::Pong(_) | Piece::Frame(_) => Ok(()),
        }
    }

    async fn read(&mut self, text: &str) -> Result<(), Lost> {
        match incoming::read(self.line, text) {
            Incoming::Message(message, route) => self.held = Some((message, route)),
            Incoming::Refused { answer, why } => {
                tracing::warn!(target: "alipay_sdk", %why, "a message was rejected");
                self.send(answer).await?;
            }
            Incoming::Acknowledged(acknowledgement) => self.acknowledged(acknowledgement),
            Incoming::Odd(what) => {
                tracing::warn!(target: "alipay_sdk", %what, "a received text was not a message");
            }
        }
        Ok(())
    }

    fn acknowledged(&mut self, acknowledgement: Acknowledgement) {
        match self.produced.remove(&acknowledgement.stream_id) {
            // The waiting caller may have given up.
            Some(waiting) => drop(waiting.send(acknowledgement)),
            None => {
                tracing::warn!(target: "alipay_sdk", "an acknowledgment belongs to no message")
            }
        }
    }

    fn hand_out(&mut self, place: OwnedSemaphorePermit, desk: &Desk) {
        let Some((message, route)) = self.held.take() else { return };
        let delivery = Delivery::new(message, route, self.answer.clone(), place);
        // Nobody takes it when the channel was dropped: then it fails.
        drop(desk.deliveries.send(Ok(delivery)));
    }

    async fn produce(&mut self, order: Order) -> Result<(), Lost> {
        let Order { stream_id, frame, acknowledged } = order;
        self.produced.retain(|_, waiting| !waiting.is_closed());
        if acknowledged.is_closed() {
            return Ok(());
        }
        self.produced.insert(stream_id, acknowledged);
        self.send(frame).await
    }

    /// While nothing is read, nobody can tell whether the platform answers.
    async fn ping(&mut self) -> Result<(), Lost> {
        if self.held.is_none() {
            self.unanswered += 1;
        }
        if self.unanswered > UNANSWERED {
            return Err(Lost::Silent);
        }
        // Waiting orders that nobody waits for any more make room for others.
        self.produced.retain(|_, waiting| !waiting.is_closed());
        let sent = self.socket.send(Piece::Ping(Vec::new().into()));
        in_time(self.line, sent).await
    }

    async fn send(&mut self, text: String) -> Result<(), Lost> {
        in_time(self.line, self.socket.send(Piece::text(text))).await
    }

    /// Sends this answer and those behind it at once.
    async fn send_answers(&mut self, first: String) -> Result<(), Lost> {
        in_time(self.line, self.socket.feed(Piece::text(first))).await?;
        while let Ok(answer) = self.answers.try_recv() {
            in_time(self.line, self.socket.feed(Piece::text(answer))).await?;
        }
        in_time(self.line, self.socket.flush()).await
    }

    /// Lets the work that was begun end, then closes the connection.
    async fn finish(&mut self, desk: &Desk) -> Result<(), Lost> {
        if let Some((message, route)) = self.held.take() {
            let id = message.id.unwrap_or_default();
            self.send(route.acknowledgement(&id, false)).await?;
        }
        let (all, grace) = (u32::from(self.line.settings.at_once), self.line.settings.grace);
        let mut over = self.line.clock().sleep(grace);
        loop {
            tokio::select! {
                biased;
                Some(answer) = self.answers.recv() => self.send_answers(answer).await?,
                _ = desk.places.acquire_many(all) => break,
                () = &mut over => {
                    tracing::warn!(target: "alipay_sdk", "messages were not handled in time");
                    break;
                }
            }
        }
        // A response may have come between the last look and the last place.
        if let Ok(answer) = self.answers.try_recv() {
            self.send_answers(answer).await?;
        }
        self.close().await
    }

    /// Closes the connection, and reads what is still on its way. A socket that is closed before it
    /// was read empty is reset, and the platform might lose the last answers.
    async fn close(&mut self) -> Result<(), Lost> {
        let frame = CloseFrame { code: CloseCode::Normal, reason: "".into() };
        in_time(self.line, self.socket.close(Some(frame))).await?;
        let emptied = async { while let Some(Ok(_)) = self.socket.next().await {} };
        let _ = within(PARTING.min(self.line.settings.time_limit), emptied).await;
        Ok(())
    }
}

/// Nobody who does not read may stop us: a connection that takes nothing is lost.
async fn in_time(
    line: &Line,
    sending: impl Future<Output = Result<(), Error>>,
) -> Result<(), Lost> {
    within(line.settings.time_limit, sending).await.ok_or(Lost::Silent)?.map_err(Lost::Broken)
}
