//! One run of a task, with a store or without.

use super::check;
use super::entry::{Entry, to_json};
use super::error::FlowError;
use super::event::Listener;
use super::mark::Mark;
use super::outcome::Ended;
use super::session::Session;
use super::status::Status;
use super::stored::{self, Stored, Written};
use super::task::{Driver, Kind, Task};
use super::timing::Timing;
use crate::client::Client;
use alipay_sdk_core::{
    clock::Countdown,
    store::{IdempotencyStore, Started},
};

/// What a run needs besides its task.
pub(super) struct Run<'r> {
    pub(super) client: &'r Client,
    pub(super) timing: &'r Timing,
    pub(super) listener: Option<&'r Listener>,
    pub(super) aim: Aim,
}

/// What a run is for.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Aim {
    Outcome,
    GiveUp,
    /// The outcome, also when the task has failed.
    Reopen,
}

/// Whether a task that has ended goes on.
enum Reopening {
    No,
    /// It was reopened before.
    Before,
    /// It is reopened now: the word that says so, and its text.
    Now((Mark, String)),
}

/// What the store knows of a task.
enum Opened<'s> {
    Entry(Entry<'s>),
    Ended(Status),
}

impl Run<'_> {
    /// Drives a task that nobody else drives, and keeps how it ends. `key` is that of its entry.
    pub(super) async fn stored<K: Kind>(
        &self,
        task: &mut Task<K>,
        store: &dyn IdempotencyStore,
        key: &str,
    ) -> Result<Status, FlowError> {
        let entry = match self.open(task, store, key).await? {
            Opened::Entry(entry) => entry,
            Opened::Ended(status) => return Ok(status),
        };
        let ended = match self.drive(task, Some(&entry)).await {
            Ok(Status::Succeeded(receipt)) => Ended::Succeeded(receipt),
            Ok(Status::Failed(failure)) => Ended::Failed(failure),
            Err(FlowError::OtherOrder { reason, .. }) => Ended::OtherOrder { reason },
            last => {
                entry.release().await?;
                return last;
            }
        };
        // Not kept, an order that failed could be sent again, and a payment that succeeded be
        // canceled: nobody may rely on it. Of all else a later run asks the platform, which says
        // the same.
        let is_needed = match ended {
            Ended::Failed(_) => true,
            Ended::Succeeded(_) => K::Driver::STOPS,
            Ended::OtherOrder { .. } => false,
        };
        let finished = to_json(&Written::new(K::NAME, &task.order, &ended))?;
        entry.finish(&finished, is_needed).await?;
        if task.stop.is_set() {
            entry.forget_cancel().await;
        }
        ended.into_status(task.number())
    }

    /// Takes the steps of a task.
    pub(super) async fn drive<K: Kind>(
        &self,
        task: &mut Task<K>,
        entry: Option<&Entry<'_>>,
    ) -> Result<Status, FlowError> {
        let Self { client, timing, listener, aim } = *self;
        let session = Session { client, timing, entry, listener, stop: task.stop.clone() };
        let last = match aim {
            Aim::Outcome | Aim::Reopen => K::Driver::run(task, &session).await?,
            Aim::GiveUp => K::Driver::give_up(task, &session).await?,
        };
        match last {
            Status::Failed(failure) if aim != Aim::GiveUp && failure.is_mendable(K::MENDABLE) => {
                Err(FlowError::Mendable(failure))
            }
            last => Ok(last),
        }
    }

    /// Takes the entry of a task, or says how the task has ended. One that has failed and was
    /// reopened goes on in an entry of its own, whose key has one `+` more.
    async fn open<'s, K: Kind>(
        &'s self,
        task: &mut Task<K>,
        store: &'s dyn IdempotencyStore,
        base: &str,
    ) -> Result<Opened<'s>, FlowError> {
        let (mut key, mut failed) = (base.to_owned(), None);
        loop {
            let clock = self.client.clock();
            let lease = Countdown::of_lease(clock, self.timing.lease);
            let started = store.start(&key, &to_json(task)?, self.timing.lease).await;
            let (claim, kept) = match started.map_err(FlowError::Store)? {
                Started::New(claim) => (claim, None),
                Started::Resumed { claim, state } => (claim, Some(state)),
                Started::Busy => return Err(FlowError::Busy { key }),
                Started::Finished { outcome } => {
                    let (order, ended) = read::<K>(&key, &outcome)?;
                    failed = match self.reopening(store, &key, &ended, outcome).await? {
                        Reopening::No => {
                            check::same_order(task.order == order, task.number())?;
                            return ended.into_status(task.number()).map(Opened::Ended);
                        }
                        Reopening::Before => None,
                        Reopening::Now(word) => Some(word),
                    };
                    task.progress.fresh = false;
                    key.push('+');
                    continue;
                }
            };
            let cancel = K::Driver::STOPS.then(|| Mark::cancel(base));
            let entry = Entry::new(store, claim, (clock, lease), cancel);
            let Err(error) = prepare(task, store, &key, kept, failed).await else {
                return Ok(Opened::Entry(entry));
            };
            let _ = entry.release().await;
            return Err(error);
        }
    }

    /// Whether a task goes on although it has ended: only one that has failed does.
    async fn reopening(
        &self,
        store: &dyn IdempotencyStore,
        key: &str,
        ended: &Ended,
        outcome: String,
    ) -> Result<Reopening, FlowError> {
        if !matches!(ended, Ended::Failed(_)) {
            return Ok(Reopening::No);
        }
        let mark = Mark::reopened(key);
        // One that was purged and has failed anew is another matter.
        let before = mark.text(store).await.map_err(FlowError::Store)?;
        Ok(match self.aim {
            _ if before.as_ref() == Some(&outcome) => Reopening::Before,
            Aim::Reopen => Reopening::Now((mark, outcome)),
            Aim::Outcome | Aim::GiveUp => Reopening::No,
        })
    }
}

/// Goes on from what the store kept, and leaves the word that the task was reopened.
async fn prepare<K: Kind>(
    task: &mut Task<K>,
    store: &dyn IdempotencyStore,
    key: &str,
    kept: Option<String>,
    reopened: Option<(Mark, String)>,
) -> Result<(), FlowError> {
    if let Some(state) = kept {
        let kept = stored::parse(&state);
        task.resume(kept.map_err(|source| FlowError::State { key: key.to_owned(), source })?)?;
    }
    match reopened {
        Some((mark, outcome)) => mark.leave(store, &outcome).await.map_err(FlowError::Store),
        None => Ok(()),
    }
}

/// The order of a task that has ended, and how.
fn read<K: Kind>(key: &str, outcome: &str) -> Result<(K::Order, Ended), FlowError> {
    let stored = stored::parse(outcome).and_then(|stored: Stored| stored.open(K::NAME));
    stored.map_err(|source| FlowError::State { key: key.to_owned(), source })
}
