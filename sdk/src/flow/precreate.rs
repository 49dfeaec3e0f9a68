//! Payments with a QR code that the buyer scans.

use std::fmt;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::answer::{self, Codes, Failure};
use super::payment::{self, Payment, Progress};
use super::run::Run;
use super::steps::Steps;
use super::{Flow, FlowError, Outcome, check};
use crate::model::{AlipayTradePrecreateModel, AlipayTradePrecreateResponseModel};
use alipay_sdk_core::OutTradeNo;

/// Takes a payment with a QR code (`alipay.trade.precreate`, 统一收单线下交易预创建): the shop shows the
/// code, the buyer scans it and pays.
///
/// The trade is asked for every few seconds; when the [time](super::Timing::scan) is over, it is
/// cancelled.
#[derive(Debug, Serialize, Deserialize)]
#[must_use = "a flow does something when it is run"]
pub struct Precreate {
    order: AlipayTradePrecreateModel,
    progress: Progress,
    /// The text of the code, once the platform has given it.
    code: Option<String>,
    #[serde(skip)]
    show: Show,
}

/// What is done with the text of the code.
type ShowCode = Box<dyn FnOnce(&str) + Send + Sync>;

/// Who shows the code.
#[derive(Default)]
struct Show(Option<ShowCode>);

impl fmt::Debug for Show {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Show({})", self.0.is_some())
    }
}

impl Precreate {
    /// A payment of `total_amount`. Without an `out_trade_no` it gets one.
    ///
    /// # Errors
    /// [`FlowError::Order`] when the amount is missing, or amount or number cannot be sent.
    pub fn new(mut order: AlipayTradePrecreateModel) -> Result<Self, FlowError> {
        check::amount("total_amount", order.total_amount.as_deref())?;
        let number = order.out_trade_no.get_or_insert_with(super::pay::new_number);
        check::number::<OutTradeNo>(number)?;
        Ok(Self { order, progress: Progress::new(), code: None, show: Show::default() })
    }

    /// What to do with the text of the code (`qr_code`) once it is there. It is not kept in a store:
    /// set it again on a flow that is resumed.
    pub fn show(mut self, show: impl FnOnce(&str) + Send + Sync + 'static) -> Self {
        self.show = Show(Some(Box::new(show)));
        self
    }

    /// What is sent, with its number.
    pub fn order(&self) -> &AlipayTradePrecreateModel {
        &self.order
    }

    /// The text of the code, in an answer that must be about this order.
    fn code_of(
        &self,
        answer: AlipayTradePrecreateResponseModel,
    ) -> Result<Option<String>, FlowError> {
        let (number, answered) = (self.number(), answer.out_trade_no.as_deref());
        check::same_text("out_trade_no", Some(number), answered, number)?;
        Ok(answer.qr_code.filter(|code| !code.is_empty()))
    }
}

const CODES: Codes = Codes {
    used: &["ACQ.TRADE_HAS_SUCCESS", "ACQ.TRADE_HAS_CLOSE"],
    other: &["ACQ.CONTEXT_INCONSISTENT"],
};

impl Flow for Precreate {}

impl Payment for Precreate {
    fn total(&self) -> Option<&str> {
        self.order.total_amount.as_deref()
    }

    fn progress(&mut self) -> &mut Progress {
        &mut self.progress
    }
}

impl Steps for Precreate {
    const KIND: &'static str = "precreate";

    fn key(&self) -> String {
        self.number().to_owned()
    }

    fn number(&self) -> &str {
        self.order.out_trade_no.as_deref().unwrap_or_default()
    }

    fn start(&mut self, now: SystemTime) {
        self.progress.start(now);
    }

    fn resumed(self, kept: Self) -> Result<Self, FlowError> {
        check::same_order(self.order == kept.order, self.number())?;
        Ok(Self { show: self.show, ..kept })
    }

    async fn drive(mut self, run: &Run<'_>) -> Result<Outcome<Self>, FlowError> {
        let mut fresh = std::mem::take(&mut self.progress.fresh);
        let mut deadline = run.within(run.timing.resolve);
        // The platform gives the same code for the same order: asking again does no harm.
        while self.code.is_none() {
            let answer = run.client.alipay_trade().precreate(&self.order).await;
            let failure = match answer::signed(answer) {
                Ok(answer) => {
                    self.code = self.code_of(answer)?;
                    None
                }
                Err(None) => None,
                Err(Some(error)) => Some(Failure::of(error, self.number(), &CODES)?),
            };
            let error = match failure {
                Some(Failure::Refused(closed)) => return Ok(Outcome::Closed(closed)),
                Some(Failure::Used) if fresh => {
                    return Err(answer::used_by_another(self.number()));
                }
                // Paid or closed already, by an earlier run.
                Some(Failure::Used) => break,
                Some(Failure::NotDone(error)) if fresh => return Err(FlowError::NotDone(error)),
                Some(Failure::NotDone(error) | Failure::Unknown(error)) => Some(error),
                None => None,
            };
            fresh = false;
            if self.code.is_none() && !run.wait(&self, &mut deadline).await? {
                return Ok(Outcome::unknown(self, error));
            }
        }
        if let (Some(code), Some(show)) = (&self.code, self.show.0.take()) {
            show(code);
        }
        payment::settle(self, run, run.timing.scan).await
    }

    async fn give_up(self, run: &Run<'_>) -> Result<Outcome<Self>, FlowError> {
        payment::settle(self, run, Duration::ZERO).await
    }
}
