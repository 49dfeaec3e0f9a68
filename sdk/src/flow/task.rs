//! A task: an order, its kind, and how far it is.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Serialize, Serializer};

use super::check;
use super::error::FlowError;
use super::event::Event;
use super::failure::Failure;
use super::order::Order;
use super::receipt::Receipt;
use super::session::Session;
use super::status::{NoStatus, Status, rejection};
use super::stop::Stop;
use super::stored::{Stored, Written};
use crate::protocol::Operation;
use crate::protocol::v3::V3;
use alipay_sdk_core::{Amount, beijing_time, data::FieldValue};

/// How far the platform's clock may be behind this machine's: one that is further off could make no
/// calls.
const SKEW: Duration = Duration::from_secs(15 * 60);

/// An order that [`Flows::run`](super::Flows::run) brings to its end. The kinds create it:
/// [`Pay::new`](super::Pay::new) creates a `Task<Pay>`, and so on.
///
/// It can be serialized, kept anywhere, and run again by any process. A deserialized task assumes
/// nothing: it queries the platform before money moves.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Stored", bound = "")]
#[must_use = "a task does something when it is run"]
pub struct Task<K: Kind> {
    pub(super) kind: K,
    pub(super) order: K::Order,
    pub(super) progress: Progress,
    /// Whether its run is to stop. Clones share it.
    pub(super) stop: Stop,
}

/// How far a task is. All but the start and `fresh` is about payments.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Progress {
    /// When it was first run, in milliseconds since 1970.
    started_at: Option<u64>,
    /// Whether that was before anything was sent.
    dated: bool,
    /// Whether its cancellation was or is being sent: from then on no query may say "paid", because
    /// the cancellation may be processed after it.
    pub(super) canceling: bool,
    /// When the response to a cancellation was lost, in milliseconds since 1970: it may be on its
    /// way for the time of a call.
    #[serde(default)]
    lost_cancel_at: Option<u64>,
    /// What the run was at when the buyer's time was over, if that is why it is canceled.
    #[serde(default)]
    pub(super) over: Option<Event>,
    /// Why the platform rejected the payment, whose trade has yet to be canceled.
    pub(super) rejected: Option<Failure>,
    /// The text of the code, once the platform has given it.
    pub(super) code: Option<String>,
    /// Whether the platform says that the number was used before it was sent for certain.
    pub(super) number_taken: bool,
    /// Whether nothing was sent yet, for certain. A task that was read back cannot know.
    #[serde(skip)]
    pub(super) fresh: bool,
}

/// A kind of task: [`Pay`](super::Pay), [`Precreate`](super::Precreate), [`Refund`](super::Refund),
/// [`Transfer`](super::Transfer) or [`Close`](super::Close). Other crates cannot implement it.
pub trait Kind: Steps {}

impl<K: Steps> Kind for K {}

/// What a kind is about: the macro `kind` writes it. Out of reach, so that only the kinds of this
/// module are kinds.
pub trait Facts: Sized + Default + fmt::Debug + Send + Sync + 'static {
    /// The model that is sent.
    type Order: Order
        + Clone
        + fmt::Debug
        + FieldValue
        + PartialEq
        + Serialize
        + DeserializeOwned
        + Send
        + Sync;

    /// The operation that sends it.
    type Operation: Operation<Protocol = V3, Body = Self::Order>;

    /// How it is brought to its end.
    type Driver: Driver<Self>
    where
        Self: Kind;

    /// What serialized tasks and keys of a store call it.
    const NAME: &'static str;
}

/// How a kind speaks with the platform.
pub trait Steps: Facts {
    /// The codes with which a query says that there is nothing, or not yet: by default those of
    /// trades. The query of refunds says it without `ACQ.`, too.
    const NOT_FOUND: &'static [&'static str] = &["ACQ.TRADE_NOT_EXIST", "TRADE_NOT_EXIST"];
    /// The codes with which a submission says that its number was used before, with the same
    /// contents for all we know.
    const NUMBER_TAKEN: &'static [&'static str] = &[];
    /// The same, with other contents.
    const OTHER_ORDER: &'static [&'static str] = &[];
    /// The codes of rejections after which the same may be sent again.
    const MENDABLE: &'static [&'static str] = &[];

    /// Asks what became of the number.
    fn query(
        task: &Task<Self>,
        session: &Session<'_>,
    ) -> impl Future<Output = Result<Status, NoStatus>> + Send;

    /// Sends the order.
    fn submit(
        task: &mut Task<Self>,
        session: &Session<'_>,
    ) -> impl Future<Output = Result<Status, NoStatus>> + Send;
}

/// How tasks of a kind are run until they end. The last status is the outcome.
pub trait Driver<K: Kind> {
    /// What a run is at while the platform has not ended with the order.
    const PENDING: Event;
    /// Whether a run can be stopped by others.
    const STOPS: bool;

    /// Takes the steps until the outcome is known, or the time is over.
    fn run(
        task: &mut Task<K>,
        session: &Session<'_>,
    ) -> impl Future<Output = Result<Status, FlowError>> + Send;

    /// Sends nothing more that would move money, and sees to it that none will.
    fn give_up(
        task: &mut Task<K>,
        session: &Session<'_>,
    ) -> impl Future<Output = Result<Status, FlowError>> + Send;
}

impl<K: Kind> Task<K> {
    pub(super) fn new(mut order: K::Order) -> Result<Self, FlowError> {
        order.complete();
        order.check()?;
        let progress = Progress { fresh: true, ..Progress::default() };
        Ok(Self { kind: K::default(), order, progress, stop: Stop::default() })
    }

    /// Returns the model that is sent, including its number.
    pub fn order(&self) -> &K::Order {
        &self.order
    }

    /// Returns the merchant's number: `out_trade_no`, `out_request_no` or `out_biz_no`. For a
    /// [`Close`](super::Close) with a `trade_no` only it is the platform's number.
    pub fn number(&self) -> &str {
        self.order.number()
    }

    /// Returns the amount of the order, which is zero for a [`Close`](super::Close).
    pub fn amount(&self) -> Amount {
        self.order.value()
    }

    /// Goes on from what a store kept, which must be about the same order.
    pub(super) fn resume(&mut self, kept: Self) -> Result<(), FlowError> {
        check::same_order(self.order == kept.order, self.number())?;
        self.progress = kept.progress;
        Ok(())
    }

    /// The task as another process would read it: perhaps it was sent already.
    pub(super) fn reread(&self) -> Self {
        let progress = Progress { fresh: false, ..self.progress.clone() };
        let (kind, stop) = (K::default(), Stop::default());
        Self { kind, order: self.order.clone(), progress, stop }
    }

    pub(super) async fn query(&self, session: &Session<'_>) -> Result<Status, FlowError> {
        session.before_call(self).await?;
        let status = match K::query(self, session).await {
            Ok(status) => status,
            Err(NoStatus::Flow(error)) => return Err(error),
            Err(NoStatus::Call(error)) => match error.as_ref().and_then(rejection) {
                Some(code) if K::NOT_FOUND.contains(&code) => Status::NotFound(error),
                _ => Status::Unknown(error),
            },
        };
        Ok(self.told(session, status))
    }

    pub(super) async fn submit(&mut self, session: &Session<'_>) -> Result<Status, FlowError> {
        session.before_call(self).await?;
        session.tell(self.number(), Event::Sending);
        let status = self.submitted(session).await?;
        Ok(self.told(session, status))
    }

    async fn submitted(&mut self, session: &Session<'_>) -> Result<Status, FlowError> {
        let error = match K::submit(self, session).await {
            Ok(status) => return Ok(status),
            Err(NoStatus::Flow(error)) => return Err(error),
            Err(NoStatus::Call(None)) => return Ok(Status::Unknown(None)),
            Err(NoStatus::Call(Some(error))) => error,
        };
        Ok(match (rejection(&error), error.api()) {
            (Some(code), _) if K::OTHER_ORDER.contains(&code) => {
                let reason = format!("the platform says so ({code})");
                return Err(check::other_order(self.number(), &reason));
            }
            (Some(code), _) if K::NUMBER_TAKEN.contains(&code) => Status::NumberTaken,
            (Some(_), Some(api)) => Status::Failed(Failure::rejected(api)),
            _ => Status::Unknown(Some(error)),
        })
    }

    /// Tells what the run is at, unless this is its end.
    fn told(&self, session: &Session<'_>, status: Status) -> Status {
        if let Some(event) = Self::event(&status) {
            session.tell(self.number(), event);
        }
        status
    }

    /// What a run with this status is at, unless it is its end.
    pub(super) fn event(status: &Status) -> Option<Event> {
        match status {
            Status::Succeeded(_) | Status::Failed(_) => None,
            Status::Pending => Some(K::Driver::PENDING),
            Status::NotFound(_) => Some(Event::NotFound),
            Status::NumberTaken | Status::Unknown(_) => Some(Event::Unclear),
        }
    }

    /// Work before the task, though under its number, is somebody else's.
    pub(super) fn own(&self, receipt: Receipt) -> Result<Status, FlowError> {
        match self.progress.is_before(&receipt) {
            Some(true) => Err(check::used_by_another(self.number())),
            Some(false) | None => Ok(Status::Succeeded(receipt)),
        }
    }
}

impl Progress {
    /// The task is run now, perhaps for the first time.
    pub(super) fn start(&mut self, now: SystemTime) {
        if self.started_at.is_none() {
            self.started_at = Some(milliseconds(now));
            self.dated = self.fresh;
        }
    }

    /// The response to a cancellation was lost.
    pub(super) fn lose_cancel(&mut self, now: SystemTime) {
        self.lost_cancel_at = Some(milliseconds(now));
    }

    /// Whether a cancellation may be on its way, which takes as long as a call.
    pub(super) fn may_yet_cancel(&self, now: SystemTime, call: Duration) -> bool {
        let since = |at: u64| Duration::from_millis(milliseconds(now).saturating_sub(at));
        self.lost_cancel_at.is_some_and(|at| since(at) < call)
    }

    /// Whether it was never run.
    pub(super) fn is_new(&self) -> bool {
        self.started_at.is_none()
    }

    pub(super) fn start_time(&self) -> SystemTime {
        let start = Duration::from_millis(self.started_at.unwrap_or_default());
        UNIX_EPOCH.checked_add(start).unwrap_or(UNIX_EPOCH)
    }

    /// Whether something was paid before this task, if that can be told.
    pub(super) fn is_before(&self, receipt: &Receipt) -> Option<bool> {
        let earliest = beijing_time(self.start_time().checked_sub(SKEW).unwrap_or(UNIX_EPOCH));
        // Both are `yyyy-MM-dd HH:mm:ss` in UTC+8.
        let at = receipt.at.as_ref().filter(|at| self.dated && at.len() == earliest.len())?;
        Some(*at < earliest)
    }
}

fn milliseconds(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    u64::try_from(since).unwrap_or(u64::MAX)
}

impl<K: Kind> Serialize for Task<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written::new(K::NAME, &self.order, &self.progress).serialize(serializer)
    }
}

impl<K: Kind> TryFrom<Stored> for Task<K> {
    type Error = serde_json::Error;

    fn try_from(stored: Stored) -> Result<Self, serde_json::Error> {
        let (order, progress): (K::Order, _) = stored.open(K::NAME)?;
        order.check().map_err(serde_json::Error::custom)?;
        Ok(Self { kind: K::default(), order, progress, stop: Stop::default() })
    }
}
