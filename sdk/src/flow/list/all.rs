//! Which lists flows can run.

use std::time::Duration;

use futures_core::Stream;
use futures_util::stream;

use super::open::open;
use super::run_all::RunAll;
use crate::flow::error::FlowError;
use crate::flow::runner::Flows;
use crate::flow::task::{Kind, Task};

impl Flows {
    /// Runs a list of tasks, several at a time, and returns a report. A failed task does not stop
    /// the others. Nor does an item that is an error because its order was rejected when the task
    /// was created.
    ///
    /// Tasks are taken from the iterator as they are started, so a list may have any length. With a
    /// [store](Self::store) you can run the same list again from the start: a task that has ended
    /// returns its outcome, and an open task goes on under its number.
    ///
    /// ```
    /// use alipay_sdk::Amount;
    /// use alipay_sdk::flow::{FlowError, Flows, Task, Transfer};
    /// use alipay_sdk::model::{AlipayFundTransUniTransferModel, Participant};
    ///
    /// /// The wages of one employee. Every run gives the employee the same number.
    /// fn wages(employee: &(u32, String)) -> Result<Task<Transfer>, FlowError> {
    ///     let (id, account) = employee;
    ///     let payee = Participant::new().identity(account).identity_type("ALIPAY_USER_ID");
    ///     let order = AlipayFundTransUniTransferModel::new()
    ///         .out_biz_no(format!("wages_2026_11_{id}"))
    ///         .trans_amount(Amount::from_fen(500_000))
    ///         .payee_info(payee);
    ///     Transfer::new(order)
    /// }
    ///
    /// # async fn pay_out(flows: &Flows, employees: &[(u32, String)]) {
    /// let list = employees.iter().map(wages);
    /// let report = flows.run_all(list).per_second(20).stop_when_mendable().await;
    /// println!("{report}");
    /// if let Some(failure) = report.stopped_by {
    ///     println!("fill the account, and run the list again: {failure}");
    /// }
    /// # }
    /// ```
    pub fn run_all<'a, K: Kind, T>(&self, tasks: T) -> RunAll<'a, K>
    where
        T: IntoIterator<Item = Result<Task<K>, FlowError>>,
        T::IntoIter: Send + 'a,
    {
        self.run_stream(stream::iter(tasks))
    }

    /// Runs the tasks of a stream, such as rows of a database, as [`run_all`](Self::run_all) does.
    pub fn run_stream<'a, K: Kind>(
        &self,
        tasks: impl Stream<Item = Result<Task<K>, FlowError>> + Send + 'a,
    ) -> RunAll<'a, K> {
        RunAll::new(self, Box::pin(tasks))
    }

    /// Runs all [open](Self::unfinished) tasks of this kind in the store, each once, those first
    /// that have waited longest. Memory holds the running tasks and a hundred more.
    ///
    /// An entry that cannot be read counts as a problem, and does not stop the others. When the
    /// store fails, the list ends: run it again.
    ///
    /// A refund or a transfer that was not processed yet is **sent**.
    ///
    /// ```
    /// use alipay_sdk::flow::{Flows, Transfer};
    ///
    /// # async fn the_account_is_filled(flows: &Flows) {
    /// let report = flows.resume_all::<Transfer>().await;
    /// println!("{report}");
    /// # }
    /// ```
    pub fn resume_all<K: Kind>(&self) -> RunAll<'static, K> {
        self.run_stream(open(self.clone(), None))
    }

    /// Runs all open tasks repeatedly, with this interval between the rounds. It **never
    /// ends**: spawn it as a task of the runtime for the life of the process. A process that died
    /// still holds its tasks for a [lease](crate::flow::Timing::lease), so it is not enough to
    /// resume them once at the start.
    ///
    /// A failure of the store is an event, and the next round tries again. The interval is measured
    /// by the client's clock, and is at least a millisecond.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use alipay_sdk::flow::{Flows, Pay};
    ///
    /// # async fn shop(flows: &Flows) {
    /// let open = flows.resume_every::<Pay>(Duration::from_secs(60));
    /// let resuming = tokio::spawn(open.on_event(|event| println!("{event}")).into_future());
    /// // … as long as the shop is open …
    /// resuming.abort();
    /// # }
    /// ```
    pub fn resume_every<K: Kind>(&self, interval: Duration) -> RunAll<'static, K> {
        let interval = interval.max(Duration::from_millis(1));
        self.run_stream(open(self.clone(), Some(interval)))
    }
}
