//! The orders of a campaign, each from the seed and its place alone.

use std::ops::Range;

use alipay_gateway::test_values;
use alipay_sdk::Amount;
use alipay_sdk::flow::{Pay, Precreate, Refund, Task, Transfer};
use alipay_sdk::model::{
    AlipayFundTransUniTransferModel, AlipayTradePayModel, AlipayTradePrecreateModel,
    AlipayTradeRefundModel, Participant,
};
use anyhow::Result;
use clap::Args;
use fastrand::Rng;

/// How many orders of each kind.
#[derive(Args, Clone, Copy)]
pub(crate) struct Sizes {
    #[arg(long)]
    pub(crate) payments: usize,
    #[arg(long)]
    pub(crate) refunds: usize,
    #[arg(long)]
    pub(crate) transfers: usize,
    #[arg(long)]
    pub(crate) notices: usize,
}

impl Sizes {
    pub(crate) fn all(self) -> usize {
        self.payments + self.refunds + self.transfers + self.notices
    }
}

/// One order of a campaign, by its place among those of its kind.
#[derive(Clone, Copy)]
pub(crate) enum Order {
    Payment(usize),
    Refund(usize),
    Transfer(usize),
    /// What the platform tells of the payment at this place.
    Notice(usize),
}

/// All orders.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
    pub(crate) sizes: Sizes,
}

impl Plan {
    /// Payments first, then refunds, transfers, and what is told of the payments.
    pub(crate) fn order(self, index: usize) -> Order {
        let mut left = index;
        for (size, order) in [
            (self.sizes.payments, Order::Payment as fn(usize) -> Order),
            (self.sizes.refunds, Order::Refund),
            (self.sizes.transfers, Order::Transfer),
        ] {
            if left < size {
                return order(left);
            }
            left -= size;
        }
        Order::Notice(left)
    }

    /// How many steps it takes to ship the goods of a payment.
    pub(crate) fn steps(self, index: usize) -> usize {
        self.chance(6, index).usize(1..40)
    }

    fn chance(self, kind: u64, index: usize) -> Rng {
        Rng::with_seed(Rng::with_seed(self.seed ^ kind).u64(..) ^ index as u64)
    }

    pub(crate) fn number(self, index: usize) -> String {
        format!("p{index:06}")
    }

    /// What the payment is about.
    pub(crate) fn total(self, index: usize) -> Amount {
        Amount::from_fen(self.chance(1, index).i64(1..100_000))
    }

    /// Whether the buyer of this payment is shown a code, which nobody scans.
    pub(crate) fn is_code(self, index: usize) -> bool {
        index % 33 == 32
    }

    pub(crate) fn code(self, index: usize) -> Result<Task<Precreate>> {
        let order = AlipayTradePrecreateModel::new().out_trade_no(self.number(index));
        Ok(Precreate::new(order.total_amount(self.total(index)).subject("tea"))?)
    }

    pub(crate) fn face_to_face(self, index: usize) -> Result<Task<Pay>> {
        let code = match self.chance(2, index).u8(0..100) {
            0..60 => "281234567890123456",
            60..71 => test_values::AUTH_CODE_WAITS_FOR_QUERIES,
            71..77 => test_values::AUTH_CODE_WAITS,
            77..85 => test_values::AUTH_CODE_ERROR_BUT_PAID,
            85..90 => test_values::AUTH_CODE_ERROR,
            90..94 => test_values::AUTH_CODE_ERROR_BUT_WAITS,
            94..98 => test_values::AUTH_CODE_POOR_BUYER,
            _ => test_values::AUTH_CODE_INVALID,
        };
        let order = AlipayTradePayModel::new().out_trade_no(self.number(index));
        let order = order.total_amount(self.total(index)).subject("tea");
        Ok(Pay::new(order.scene("bar_code").auth_code(code))?)
    }

    /// The payments of which the first that is paid gets two refunds: this one and its neighbor.
    pub(crate) fn refundable(self, index: usize) -> Range<usize> {
        let slots = self.sizes.refunds.div_ceil(2);
        let width = self.sizes.payments / slots;
        let slot = index / 2;
        slot * width..(slot + 1) * width
    }

    pub(crate) fn refund_number(self, payment: usize, place: usize) -> String {
        format!("r{payment:06}_{place}")
    }

    /// A part of a payment, the rest of it, or more than there is.
    pub(crate) fn refund_amount(self, payment: usize, place: usize) -> Amount {
        let total = self.total(payment).fen();
        let mut chance = self.chance(3, payment);
        let part = chance.i64(0..total).max(1);
        let too_much = chance.u8(0..10) == 0;
        Amount::from_fen(match place {
            0 => part,
            _ if too_much => total + 1,
            _ => (total - part).max(1),
        })
    }

    pub(crate) fn refund(self, payment: usize, place: usize) -> Result<Task<Refund>> {
        let order = AlipayTradeRefundModel::new()
            .out_trade_no(self.number(payment))
            .out_request_no(self.refund_number(payment, place));
        Ok(Refund::new(order.refund_amount(self.refund_amount(payment, place)))?)
    }

    pub(crate) fn transfer_number(self, index: usize) -> String {
        format!("t{index:06}")
    }

    pub(crate) fn transfer_amount(self, index: usize) -> Amount {
        Amount::from_fen(self.chance(5, index).i64(10..10_000))
    }

    pub(crate) fn transfer(self, index: usize) -> Result<Task<Transfer>> {
        let payee = match self.chance(4, index).u8(0..100) {
            0..80 => "somebody@example.com",
            80..88 => test_values::PAYEE_SLOW,
            88..96 => test_values::PAYEE_ERROR_BUT_TRANSFERRED,
            _ => test_values::PAYEE_UNKNOWN,
        };
        let payee = Participant::new().identity(payee).identity_type("ALIPAY_LOGON_ID");
        let order = AlipayFundTransUniTransferModel::new()
            .out_biz_no(self.transfer_number(index))
            .trans_amount(self.transfer_amount(index))
            .order_title("wages")
            .payee_info(payee.name("Somebody"));
        Ok(Transfer::new(order)?)
    }
}
