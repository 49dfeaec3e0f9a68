//! Payments with a QR code that the buyer scans.

use std::fmt;
use std::time::Duration;

use super::kind::kind;
use super::trade;
use crate::flow::driver::{Payment, Placed, WaitAndCancel, is_open};
use crate::flow::status::{NoStatus, Status};
use crate::flow::task::{Steps, Task};
use crate::flow::{check, error::FlowError, platform::signed, session::Session, timing::Timing};
use crate::model::AlipayTradePrecreateModel;

/// Takes a payment with a QR code (`alipay.trade.precreate`, 统一收单线下交易预创建): the shop shows the code,
/// and the buyer scans it and pays.
///
/// It queries the trade every few seconds, and cancels it when the [time](Timing::scan) is over. A
/// deserialized task without a code requests the code again, and shows it as long as there is time.
#[derive(Default)]
pub struct Precreate {
    show: Option<ShowCode>,
}

/// The caller's use of the text of the code.
type ShowCode = Box<dyn FnOnce(&str) + Send + Sync>;

kind! {
    impl Precreate;

    /// Creates a payment of `total_amount`. Without an `out_trade_no` it generates one.
    ///
    /// # Errors
    /// [`FlowError::Order`] when the amount is missing, or the amount or the number is not valid.
    new("precreate", AlipayTradePrecreate(AlipayTradePrecreateModel), WaitAndCancel)
}

impl Task<Precreate> {
    /// Sets the function that gets the text of the code (`qr_code`) once it is there. A store does
    /// not keep the function: set it again on a resumed task.
    pub fn show(mut self, show: impl FnOnce(&str) + Send + Sync + 'static) -> Self {
        self.kind.show = Some(Box::new(show));
        self
    }
}

impl fmt::Debug for Precreate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Precreate").field("show", &self.show.is_some()).finish()
    }
}

impl Steps for Precreate {
    const NUMBER_TAKEN: &'static [&'static str] = &["ACQ.TRADE_HAS_SUCCESS"];
    const OTHER_ORDER: &'static [&'static str] = &["ACQ.CONTEXT_INCONSISTENT"];

    async fn query(task: &Task<Self>, session: &Session<'_>) -> Result<Status, NoStatus> {
        trade::query_payment(&task.order, session).await
    }

    /// Places the order, or asks for its code again: the platform gives the same for the same
    /// order.
    async fn submit(task: &mut Task<Self>, session: &Session<'_>) -> Result<Status, NoStatus> {
        let number = task.number();
        let call = session.client.alipay_trade().precreate(&task.order);
        let response = signed(session, call).await?;
        let received = response.out_trade_no.as_deref();
        check::about(number, &[("out_trade_no", Some(number), received)])?;
        task.progress.code = response.qr_code.filter(|code| !code.is_empty());
        Ok(Status::Pending)
    }
}

impl Payment for Precreate {
    fn time(timing: &Timing) -> Duration {
        timing.scan
    }

    async fn place(task: &mut Task<Self>, session: &Session<'_>) -> Placed {
        let mut is_first = std::mem::take(&mut task.progress.fresh);
        let mut deadline = session.within(session.timing.resolve);
        while task.progress.code.is_none() && is_open(task, session) {
            let mut status = task.submit(session).await?;
            if is_first {
                status = status.of_first_submission()?;
            }
            let error = match status {
                Status::Failed(failure) if is_first => return Ok(Some(Status::Failed(failure))),
                Status::NumberTaken if is_first => {
                    task.progress.number_taken = true;
                    break;
                }
                // A submission before has placed it, perhaps, and shown its code: asking tells.
                Status::Failed(_) | Status::NumberTaken => break,
                Status::Unknown(error) => error,
                _ => None,
            };
            is_first = false;
            if task.progress.code.is_none() && !session.wait(task, &mut deadline).await? {
                return Ok(Some(Status::Unknown(error)));
            }
        }
        // From here on a buyer may pay: the next run of this task has to know.
        session.keep(task).await?;
        if is_open(task, session)
            && let (Some(code), Some(show)) = (&task.progress.code, task.kind.show.take())
        {
            show(code);
        }
        Ok(None)
    }
}
