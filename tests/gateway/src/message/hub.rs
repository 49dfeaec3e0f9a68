//! All messages, those that wait and those that are on their way; and who may connect.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Notify, watch};

use super::delivery::Delivery;
use super::record::{MessageRecord, NewMessage, ProducedMessage};
use crate::ids;

/// How many tokens and nonces are remembered, and messages of applications.
const MOST: usize = 10_000;

/// How long a message waits for its response, and after a failure, before it is sent again.
const REPEAT: Duration = Duration::from_secs(120);

/// What all connections share.
pub(crate) struct Hub {
    /// Tells messages of one gateway from those of another.
    prefix: String,
    pub(super) repeat: Duration,
    state: Mutex<State>,
    /// Something waits.
    arrived: Notify,
    /// How many messages are not acknowledged yet.
    open: watch::Sender<usize>,
    /// How often all connections were to end.
    pub(super) ends: watch::Sender<u32>,
}

#[derive(Default)]
struct State {
    messages: BTreeMap<usize, Kept>,
    /// By application, in the order in which they are sent.
    waiting: HashMap<String, VecDeque<usize>>,
    /// Those that are sent again at a time.
    later: BTreeMap<(Instant, usize), String>,
    tokens: VecDeque<(String, String)>,
    nonces: HashSet<String>,
    /// How many connections find their token expired.
    expired: u32,
    produced: VecDeque<ProducedMessage>,
    connections: u64,
}

struct Kept {
    record: MessageRecord,
    /// None when it was acknowledged.
    message: Option<Arc<NewMessage>>,
}

impl Hub {
    pub(crate) fn new(time_factor: f64) -> Self {
        Self {
            prefix: ids::random().chars().take(8).collect(),
            repeat: Duration::try_from_secs_f64(REPEAT.as_secs_f64() / time_factor)
                .unwrap_or(REPEAT),
            state: Mutex::default(),
            arrived: Notify::new(),
            open: watch::Sender::new(0),
            ends: watch::Sender::new(0),
        }
    }

    /// Sends a message as soon as its application is connected, and gives its id.
    pub(crate) fn send(&self, own_app_id: &str, message: NewMessage) -> String {
        let app_id = message.app_id.clone().unwrap_or_else(|| own_app_id.to_owned());
        let mut state = self.state();
        let number = state.messages.len();
        let id = format!("{}{number:024}", self.prefix);
        let record = MessageRecord {
            id: id.clone(),
            app_id: app_id.clone(),
            method: message.method.clone(),
            deliveries: 0,
            failures: 0,
            acknowledged: false,
        };
        state.messages.insert(number, Kept { record, message: Some(Arc::new(message)) });
        state.waiting.entry(app_id).or_default().push_back(number);
        drop(state);
        self.open.send_modify(|open| *open += 1);
        self.arrived.notify_waiters();
        id
    }

    /// The next message for an application; waits until there is one.
    pub(super) async fn next(&self, app_id: &str) -> Delivery {
        loop {
            let arrived = self.arrived.notified();
            let soon = match self.take(app_id) {
                Ok(delivery) => return delivery,
                Err(soon) => soon.unwrap_or(Instant::now() + REPEAT),
            };
            tokio::select! {
                () = arrived => {}
                () = tokio::time::sleep_until(soon.into()) => {}
            }
        }
    }

    /// The next message, or when there may be one.
    fn take(&self, app_id: &str) -> Result<Delivery, Option<Instant>> {
        let mut state = self.state();
        let now = Instant::now();
        while let Some(entry) = state.later.first_entry().filter(|entry| entry.key().0 <= now) {
            let ((_, number), owner) = entry.remove_entry();
            state.waiting.entry(owner).or_default().push_back(number);
        }
        while let Some(number) = state.waiting.get_mut(app_id).and_then(VecDeque::pop_front) {
            let Some(kept) = state.messages.get_mut(&number) else { continue };
            // It was acknowledged while it waited to be sent again.
            let Some(message) = kept.message.clone() else { continue };
            let fault = message.fault.filter(|_| kept.record.deliveries == 0);
            kept.record.deliveries += 1;
            return Ok(Delivery { number, id: kept.record.id.clone(), message, fault });
        }
        Err(state.later.first_key_value().map(|((at, _), _)| *at))
    }

    /// The number of the message with this id.
    pub(super) fn number(&self, id: &str) -> Option<usize> {
        id.strip_prefix(&self.prefix)?.parse().ok()
    }

    /// A message was answered.
    pub(super) fn answered(&self, number: usize, handled: bool) {
        let mut state = self.state();
        let Some(kept) = state.messages.get_mut(&number) else { return };
        if handled {
            kept.record.acknowledged = true;
            let was_open = kept.message.take().is_some();
            drop(state);
            if was_open {
                self.open.send_modify(|open| *open -= 1);
            }
        } else {
            kept.record.failures += 1;
            drop(state);
            self.repeat(number, self.repeat);
        }
    }

    /// Sends a message again after this time.
    pub(super) fn repeat(&self, number: usize, after: Duration) {
        let mut state = self.state();
        let Some(kept) = state.messages.get(&number) else { return };
        let app_id = kept.record.app_id.clone();
        state.later.insert((Instant::now() + after, number), app_id);
        drop(state);
        self.arrived.notify_waiters();
    }

    /// Returns when every message is acknowledged.
    pub(crate) async fn settled(&self) {
        // The sender is alive as long as this hub is.
        let _ = self.open.subscribe().wait_for(|open| *open == 0).await;
    }

    pub(crate) fn records(&self) -> Vec<MessageRecord> {
        self.state().messages.values().map(|kept| kept.record.clone()).collect()
    }

    pub(crate) fn produced(&self) -> Vec<ProducedMessage> {
        self.state().produced.iter().cloned().collect()
    }

    pub(super) fn add_produced(&self, message: ProducedMessage) {
        push(&mut self.state().produced, message);
    }

    /// Ends all connections.
    pub(crate) fn disconnect(&self) {
        self.ends.send_modify(|ends| *ends += 1);
    }

    /// Lets the tokens of so many connections be expired.
    pub(crate) fn expire_tokens(&self, count: u32) {
        self.state().expired = count;
    }

    /// How many connections there have been.
    pub(crate) fn connections(&self) -> u64 {
        self.state().connections
    }

    /// A token for one connection; none when the nonce was there before.
    pub(super) fn issue(&self, app_id: &str, nonce: &str) -> Option<String> {
        let mut state = self.state();
        if state.nonces.len() >= MOST {
            state.nonces.clear();
        }
        if !state.nonces.insert(nonce.to_owned()) {
            return None;
        }
        let token = ids::random();
        push(&mut state.tokens, (token.clone(), app_id.to_owned()));
        Some(token)
    }

    /// Whether a token is one of this application, unused and not expired; it is used then.
    pub(super) fn redeem(&self, app_id: &str, token: &str) -> bool {
        let mut state = self.state();
        let found = state.tokens.iter().position(|(own, app)| own == token && app == app_id);
        let is_there = found.and_then(|index| state.tokens.remove(index)).is_some();
        if state.expired > 0 {
            state.expired -= 1;
            return false;
        }
        state.connections += u64::from(is_there);
        is_there
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Adds one, and forgets the oldest where there are too many.
fn push<T>(list: &mut VecDeque<T>, item: T) {
    if list.len() >= MOST {
        list.pop_front();
    }
    list.push_back(item);
}
