//! Payments with a QR code that the buyer scans.

use std::fmt;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize, Serializer};

use super::answer::{self, Codes, Failure};
use super::form::{self, Form, Unreadable};
use super::payment::{self, Payment, Progress};
use super::run::Run;
use super::steps::Steps;
use super::{Flow, FlowError, Outcome, check};
use crate::model::AlipayTradePrecreateModel;
use alipay_sdk_core::OutTradeNo;

/// Takes a payment with a QR code (`alipay.trade.precreate`, 统一收单线下交易预创建): the shop shows the
/// code, the buyer scans it and pays.
///
/// The trade is asked for every few seconds; when the [time](super::Timing::scan) is over, it is
/// cancelled. One that was serialised and read back asks for the code again if it has none yet, and shows
/// it as long as there is time.
#[derive(Debug, Deserialize)]
#[serde(try_from = "Form")]
#[must_use = "a flow does something when it is run"]
pub struct Precreate {
    order: AlipayTradePrecreateModel,
    progress: Progress,
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
        order.out_trade_no.get_or_insert_with(super::pay::new_number);
        Self::check(&order)?;
        Ok(Self { order, progress: Progress::new(), show: Show::default() })
    }

    fn check(order: &AlipayTradePrecreateModel) -> Result<(), FlowError> {
        check::amount("total_amount", order.total_amount.as_deref())?;
        check::number::<OutTradeNo>(order.out_trade_no.as_deref().unwrap_or_default())
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

    /// Whether a code may be asked for and shown.
    fn is_open(&self, run: &Run<'_>) -> bool {
        self.progress.is_open(run, run.timing.scan)
    }

    /// Places the order, or asks for its code again: the platform gives the same for the same order.
    async fn ask_for_code(&mut self, run: &Run<'_>) -> Result<Option<Failure>, FlowError> {
        let answer = run.client.alipay_trade().precreate(&self.order).await;
        let answer = match answer::signed(answer) {
            Ok(answer) => answer,
            Err(None) => return Ok(None),
            Err(Some(error)) => return Failure::of(error, self.number(), &CODES).map(Some),
        };
        let (number, answered) = (self.number(), answer.out_trade_no.as_deref());
        check::same_text("out_trade_no", Some(number), answered, number)?;
        self.progress.code = answer.qr_code.filter(|code| !code.is_empty());
        Ok(None)
    }
}

const CODES: Codes =
    Codes { used: &["ACQ.TRADE_HAS_SUCCESS"], other: &["ACQ.CONTEXT_INCONSISTENT"] };

impl Flow for Precreate {}

impl Serialize for Precreate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        form::write(Self::KIND, &self.order, &self.progress, serializer)
    }
}

impl TryFrom<Form> for Precreate {
    type Error = Unreadable;

    fn try_from(form: Form) -> Result<Self, Unreadable> {
        let (order, progress) = form.open(Self::KIND)?;
        Self::check(&order)?;
        Ok(Self { order, progress, show: Show::default() })
    }
}

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
        let mut first = std::mem::take(&mut self.progress.fresh);
        let mut deadline = run.within(run.timing.resolve);
        while self.progress.code.is_none() && self.is_open(run) {
            let error = match self.ask_for_code(run).await? {
                Some(Failure::Refused(closed)) if first => return Ok(Outcome::Closed(closed)),
                Some(Failure::Used) if first => {
                    return Err(answer::used_by_another(self.number()));
                }
                Some(Failure::NotDone(error)) if first => return Err(FlowError::NotDone(error)),
                // An attempt before has placed it, perhaps, and shown its code: asking tells.
                Some(Failure::Refused(_) | Failure::Used) => break,
                Some(Failure::NotDone(error) | Failure::Unknown(error)) => Some(error),
                None => None,
            };
            first = false;
            if self.progress.code.is_none() && !run.wait(&self, &mut deadline).await? {
                return Ok(Outcome::unknown(self, error));
            }
        }
        // From here on a buyer may pay: whoever goes on with this flow has to know.
        run.keep(&self).await?;
        if self.is_open(run)
            && let (Some(code), Some(show)) = (&self.progress.code, self.show.0.take())
        {
            show(code);
        }
        payment::settle(self, run, run.timing.scan).await
    }

    async fn give_up(self, run: &Run<'_>) -> Result<Outcome<Self>, FlowError> {
        payment::settle(self, run, Duration::ZERO).await
    }
}
