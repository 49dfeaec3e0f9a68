//! The tasks of a store that have not ended and that nobody runs, as a stream.

use std::collections::{HashSet, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use futures_core::Stream;
use futures_util::stream;

use crate::flow::error::FlowError;
use crate::flow::runner::Flows;
use crate::flow::task::{Kind, Task};

/// How many entries are read at once.
const PAGE: usize = 100;

/// All open tasks, each once: those first that have waited longest. With an interval the same again
/// after each, without an end.
pub(super) fn open<K: Kind>(
    flows: Flows,
    every: Option<Duration>,
) -> impl Stream<Item = Result<Task<K>, FlowError>> + Send {
    stream::unfold(Open::new(flows, every), |mut open| async move {
        let task = open.next().await?;
        Some((task, open))
    })
}

struct Open<K: Kind> {
    flows: Flows,
    every: Option<Duration>,
    page: VecDeque<Result<Task<K>, FlowError>>,
    /// The keys that were given, as hashes: no more is kept of a task that has ended or stays open.
    given: HashSet<u64>,
    hasher: RandomState,
    /// How many of them cannot be read: these stand before all others for good, while tasks that
    /// stay open stand behind all others after their run.
    unreadable: usize,
    is_over: bool,
}

impl<K: Kind> Open<K> {
    fn new(flows: Flows, every: Option<Duration>) -> Self {
        let (page, given, hasher) = (VecDeque::new(), HashSet::new(), RandomState::new());
        Self { flows, every, page, given, hasher, unreadable: 0, is_over: false }
    }

    async fn next(&mut self) -> Option<Result<Task<K>, FlowError>> {
        loop {
            if let Some(task) = self.page.pop_front() {
                return Some(task);
            }
            if self.is_over {
                let every = self.every?;
                self.flows.client.clock().sleep(every).await;
                *self = Self::new(self.flows.clone(), self.every);
            }
            if let Err(error) = self.read().await {
                self.is_over = true;
                return Some(Err(error));
            }
        }
    }

    /// Reads the entries that have not been given yet; none are left when there are none.
    async fn read(&mut self) -> Result<(), FlowError> {
        for (key, task) in self.flows.listed::<K>(PAGE + self.unreadable).await? {
            if self.given.insert(self.hasher.hash_one(&key)) {
                self.unreadable += usize::from(task.is_err());
                self.page.push_back(task);
            }
        }
        self.is_over = self.page.is_empty();
        Ok(())
    }
}
