//! The run of a list, event by event.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;

use super::event::ListEvent;
use super::report::Report;
use crate::flow::error::FlowError;
use crate::flow::outcome::Outcome;
use crate::flow::runner::Flows;
use crate::flow::task::{Kind, Task};
use alipay_sdk_core::{Amount, clock::Sleep};

/// Where the tasks come from.
pub(super) type Source<'a, K> = Pin<Box<dyn Stream<Item = Result<Task<K>, FlowError>> + Send + 'a>>;

/// How fast tasks are started, and until when.
#[derive(Clone, Copy)]
pub(super) struct Pace {
    /// How many are run at once.
    pub(super) at_once: usize,
    /// The time from one start to the next.
    pub(super) gap: Option<Duration>,
    /// Whether a rejection that can be mended is the end.
    pub(super) stops: bool,
}

/// The events of the run of a list. [`RunAll::events`](super::RunAll::events) returns it.
///
/// **The tasks make progress only while you await the next event.** When your code handles an event
/// for longer than a call may take, calls time out and leases end. No money moves twice then, but
/// tasks stay open. Move slow work to a spawned task of the runtime.
///
/// Dropping it drops the running tasks: see [`Flows::run`] for what that means. Tasks that were not
/// started are untouched.
#[must_use = "tasks are run while the next event is awaited"]
pub struct ListEvents<'a, K: Kind> {
    flows: Flows,
    /// None at its end.
    source: Option<Source<'a, K>>,
    pace: Pace,
    /// Until the next task may be started.
    gap: Option<Sleep>,
    /// How many items the source has given.
    taken: u64,
    running: FuturesUnordered<Pin<Box<dyn Future<Output = Ended<K>> + Send>>>,
    told: Arc<Told<K>>,
    report: Report,
}

/// The events that are not given yet. The runs add to them.
struct Told<K: Kind>(Mutex<VecDeque<ListEvent<K>>>);

/// The end of a run.
struct Ended<K: Kind> {
    index: u64,
    number: String,
    amount: Amount,
    outcome: Result<Outcome<K>, FlowError>,
}

impl<'a, K: Kind> ListEvents<'a, K> {
    pub(super) fn new(flows: Flows, source: Source<'a, K>, pace: Pace) -> Self {
        Self {
            flows,
            source: Some(source),
            pace,
            gap: None,
            taken: 0,
            running: FuturesUnordered::new(),
            told: Arc::new(Told(Mutex::default())),
            report: Report::default(),
        }
    }

    /// Returns the next event, or `None` at the end of the list. Dropping the future early loses no
    /// event.
    pub async fn next(&mut self) -> Option<ListEvent<K>> {
        poll_fn(|at| self.poll_next_unpin(at)).await
    }

    /// Returns the report on the tasks whose runs are over.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Starts the next task, as soon as it may be started; false when there is none.
    fn start(&mut self, at: &mut Context<'_>) -> Poll<bool> {
        let Some(source) = &mut self.source else { return Poll::Ready(false) };
        if self.running.len() >= self.pace.at_once {
            return Poll::Pending;
        }
        if let Some(gap) = &mut self.gap {
            ready!(gap.as_mut().poll(at));
            self.gap = None;
        }
        match ready!(source.as_mut().poll_next(at)) {
            Some(task) => self.begin(task),
            None => self.source = None,
        }
        Poll::Ready(self.source.is_some())
    }

    fn begin(&mut self, task: Result<Task<K>, FlowError>) {
        let index = self.taken;
        self.taken += 1;
        let task = match task {
            Ok(task) => task,
            Err(error) => {
                self.report.add_error(&error);
                return self.told.push(ListEvent::NoTask { index, error });
            }
        };
        self.gap = self.pace.gap.map(|gap| self.flows.client.clock().sleep(gap));
        let (number, amount) = (task.number().to_owned(), task.amount());
        self.told.push(ListEvent::Started { index, number: number.clone() });
        let flows = self.telling(index);
        self.running.push(Box::pin(async move {
            let outcome = flows.run(task).await;
            Ended { index, number, amount, outcome }
        }));
    }

    /// Flows that tell what they are at as events of this list, besides their own listener.
    fn telling(&self, index: u64) -> Flows {
        let (own, told) = (self.flows.listener.clone(), self.told.clone());
        self.flows.clone().on_event(move |number, event| {
            if let Some(own) = &own {
                own(number, event);
            }
            let number = number.to_owned();
            told.push(ListEvent::Progressed { index, number, event });
        })
    }

    fn end(&mut self, ended: Ended<K>) {
        let Ended { index, number, amount, outcome } = ended;
        self.report.add(amount, &outcome);
        if let Err(FlowError::Mendable(failure)) = &outcome
            && self.pace.stops
        {
            self.report.stopped_by.get_or_insert_with(|| failure.clone());
            self.source = None;
        }
        self.told.push(ListEvent::Ended { index, number, outcome });
    }
}

impl<K: Kind> Stream for ListEvents<'_, K> {
    type Item = ListEvent<K>;

    fn poll_next(mut self: Pin<&mut Self>, at: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(event) = self.told.pop() {
                return Poll::Ready(Some(event));
            }
            let started = self.start(at);
            if started == Poll::Ready(true) {
                continue;
            }
            match self.running.poll_next_unpin(at) {
                Poll::Ready(Some(ended)) => self.end(ended),
                Poll::Ready(None) if started.is_ready() => return Poll::Ready(None),
                // A run, the source or the clock wakes the reader.
                _ if self.told.is_empty() => return Poll::Pending,
                _ => {}
            }
        }
    }
}

impl<K: Kind> Told<K> {
    fn push(&self, event: ListEvent<K>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push_back(event);
    }

    fn pop(&self) -> Option<ListEvent<K>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }

    fn is_empty(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }
}

impl<K: Kind> fmt::Debug for ListEvents<'_, K> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ListEvents").field("report", &self.report).finish_non_exhaustive()
    }
}
