//! How a list is to be run.

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use super::event::ListEvent;
use super::events::{ListEvents, Pace, Source};
use super::report::Report;
use crate::flow::runner::Flows;
use crate::flow::task::Kind;

/// A list to be run: [`Flows::run_all`] and its like give it. It is run when it is awaited, and
/// gives a [`Report`]; [`events`](Self::events) is the same as a stream.
///
/// Dropping the future drops the runs that are under way: [`Flows::run`] says what becomes of
/// those. Tasks that were not started are untouched.
#[must_use = "a list is run when it is awaited"]
pub struct RunAll<'a, K: Kind> {
    flows: Flows,
    source: Source<'a, K>,
    pace: Pace,
    listener: Box<dyn FnMut(ListEvent<K>) + Send + 'a>,
}

impl<'a, K: Kind> RunAll<'a, K> {
    pub(super) fn new(flows: &Flows, source: Source<'a, K>) -> Self {
        let pace = Pace { at_once: 8, gap: None, stops: false };
        Self { flows: flows.clone(), source, pace, listener: Box::new(|_| ()) }
    }

    /// How many tasks are run at once: 8 unless this says otherwise, and at least one. So many are
    /// in memory at most.
    pub fn at_once(mut self, tasks: usize) -> Self {
        self.pace.at_once = tasks.max(1);
        self
    }

    /// How many tasks are started in a second at most, evenly, by the client's
    /// [`Clock`](crate::Clock); at least one. There is no limit unless this sets one. Most tasks
    /// make one or two calls; those that wait for a buyer ask every few seconds besides.
    pub fn per_second(mut self, tasks: u32) -> Self {
        self.pace.gap = Some(Duration::from_secs(1) / tasks.max(1));
        self
    }

    /// Starts no more tasks once one could not be done for a reason that you can
    /// [mend](crate::flow::FlowError::Mendable): the account is empty, and all others would find it
    /// empty, too. Those that are under way go on to their ends, and
    /// [`Report::stopped_by`] says why the list stopped.
    pub fn stop_when_mendable(mut self) -> Self {
        self.pace.stops = true;
        self
    }

    /// Who hears what happens. It must not block: all runs wait for it.
    pub fn on_event(mut self, listener: impl FnMut(ListEvent<K>) + Send + 'a) -> Self {
        self.listener = Box::new(listener);
        self
    }

    /// Runs the list as a stream of events, instead of [`on_event`](Self::on_event).
    ///
    /// ```
    /// use alipay_sdk::flow::{Flows, ListEvent, Refund};
    ///
    /// # async fn open_refunds(flows: &Flows) {
    /// let mut events = flows.resume_all::<Refund>().events();
    /// while let Some(event) = events.next().await {
    ///     if let ListEvent::Ended { number, outcome, .. } = event {
    ///         println!("{number}: {outcome:?}");
    ///     }
    /// }
    /// println!("{}", events.report());
    /// # }
    /// ```
    pub fn events(self) -> ListEvents<'a, K> {
        ListEvents::new(self.flows, self.source, self.pace)
    }
}

impl<'a, K: Kind> IntoFuture for RunAll<'a, K> {
    type Output = Report;
    type IntoFuture = Pin<Box<dyn Future<Output = Report> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { flows, source, pace, mut listener } = self;
        let mut events = ListEvents::new(flows, source, pace);
        Box::pin(async move {
            while let Some(event) = events.next().await {
                listener(event);
            }
            events.report().clone()
        })
    }
}

impl<K: Kind> fmt::Debug for RunAll<'_, K> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("RunAll").field("flows", &self.flows).finish_non_exhaustive()
    }
}
