//! How a list is to be run.

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use super::event::ListEvent;
use super::events::{ListEvents, Pace, Source};
use super::report::Report;
use crate::flow::runner::Flows;
use crate::flow::task::Kind;

/// A list to run. [`Flows::run_all`] and similar methods return it. Awaiting it runs the list and
/// gives a [`Report`]. [`events`](Self::events) runs it as a stream of events.
///
/// Dropping the future drops the running tasks: see [`Flows::run`] for what that means. Tasks that
/// were not started are untouched.
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

    /// Sets how many tasks run at a time: 8 by default, and at least one. Memory holds no more
    /// tasks than these.
    pub fn at_once(mut self, tasks: usize) -> Self {
        self.pace.at_once = tasks.max(1);
        self
    }

    /// Sets how many tasks start per second at most, evenly spaced by the client's
    /// [`Clock`](crate::Clock). It is at least one; by default there is no limit. Most tasks make
    /// one or two calls. Tasks that wait for a buyer also query every few seconds.
    pub fn per_second(mut self, tasks: u32) -> Self {
        self.pace.gap = Some(Duration::from_secs(1) / tasks.max(1));
        self
    }

    /// Starts no more tasks after a rejection that you can [fix](crate::flow::FlowError::Mendable),
    /// such as an empty account, which would fail all further tasks, too. Running tasks go on to
    /// their end. [`Report::stopped_by`] tells why the list stopped.
    pub fn stop_when_mendable(mut self) -> Self {
        self.pace.stops = true;
        self
    }

    /// Sets the listener for events. It must not block, because all runs wait for it.
    pub fn on_event(mut self, listener: impl FnMut(ListEvent<K>) + Send + 'a) -> Self {
        self.listener = Box::new(listener);
        self
    }

    /// Runs the list as a stream of events, instead of a listener ([`on_event`](Self::on_event)).
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
