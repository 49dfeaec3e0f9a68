//! Rows of the bill of trades (`trade`, 业务明细): payments and refunds.

use super::cell::{amount, amount_if_any, negative, text, time};
use super::columns::{Cells, TextRow};
use super::error::BillError;
use super::row::{BillRow, bill_row};
use super::sheet::Subject;
use super::sums::{Sum, SumKind, Sums};
use alipay_sdk_core::{Amount, BeijingTime, impl_debug};

bill_row! {
    /// A payment or a refund in the bill of trades. Where the bill has no value, texts are empty,
    /// and amounts and times are `None`.
    ///
    /// `Debug` leaves out what may be personal.
    TradeRow {
        /// 支付宝交易号: the platform's number of the trade.
        trade_no: String = text ["支付宝交易号"],
        /// 商户订单号: the merchant's number of the trade.
        out_trade_no: String = text ["商户订单号"],
        /// 业务类型.
        kind: TradeKind = kind ["业务类型"],
        /// 商品名称.
        subject: String = text ["商品名称"],
        /// 创建时间: when the trade was created, also in the row of a refund.
        created_at: Option<BeijingTime> = time ["创建时间"],
        /// 完成时间: when the money moved.
        finished_at: Option<BeijingTime> = time ["完成时间"],
        /// 门店编号.
        store_id: String = text ["门店编号"],
        /// 门店名称.
        store_name: String = text ["门店名称", "交易门店"],
        /// 操作员.
        operator_id: String = text ["操作员"],
        /// 终端号.
        terminal_id: String = text ["终端号"],
        /// 对方账户: the buyer, masked by the platform.
        buyer: String = text ["对方账户"],
        /// 订单金额. It is mostly negative for a refund; [`amount`](Self::amount) always is.
        total_amount: Amount = amount ["订单金额"],
        /// 商家实收: the amount that the merchant received or refunded.
        receipt_amount: Amount = amount ["商家实收"],
        /// 支付宝红包.
        red_packet: Option<Amount> = amount_if_any ["支付宝红包"],
        /// 集分宝.
        points: Option<Amount> = amount_if_any ["集分宝"],
        /// 支付宝优惠.
        alipay_discount: Option<Amount> = amount_if_any ["支付宝优惠"],
        /// 商家优惠.
        merchant_discount: Option<Amount> = amount_if_any ["商家优惠"],
        /// 券核销金额.
        voucher_amount: Option<Amount> = amount_if_any ["券核销金额"],
        /// 券名称.
        voucher_name: String = text ["券名称"],
        /// 商家红包消费金额.
        merchant_red_packet: Option<Amount> = amount_if_any ["商家红包消费金额"],
        /// 卡消费金额.
        card_amount: Option<Amount> = amount_if_any ["卡消费金额"],
        /// 退款批次号/请求号: the number of the refund (`out_request_no`).
        out_request_no: String = text ["退款批次号/请求号", "退款批次号", "退款请求号"],
        /// 服务费, with the sign that the bill gives it.
        service_fee: Option<Amount> = amount_if_any ["服务费"],
        /// 分润.
        profit_share: Option<Amount> = amount_if_any ["分润"],
        /// 备注.
        remark: String = text ["备注"],
    }
}

/// The kind of a row in the bill of trades.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TradeKind {
    /// 交易: a payment.
    Payment,
    /// 退款: a refund.
    Refund,
    /// Any other kind, as the bill names it.
    Other(String),
}

fn kind(value: &str) -> Result<TradeKind, String> {
    Ok(match value {
        "交易" => TradeKind::Payment,
        "退款" => TradeKind::Refund,
        other => TradeKind::Other(other.to_owned()),
    })
}

impl TradeRow {
    /// Returns 订单金额. It is negative for a refund, whatever sign the bill has.
    pub fn amount(&self) -> Amount {
        self.signed(self.total_amount)
    }

    fn signed(&self, amount: Amount) -> Amount {
        if self.kind == TradeKind::Refund { negative(amount) } else { amount }
    }
}

impl_debug!(TradeRow, |this| {
    trade_no: this.trade_no,
    out_trade_no: this.out_trade_no,
    kind: this.kind,
    out_request_no: this.out_request_no,
    total_amount: this.total_amount,
    receipt_amount: this.receipt_amount,
    finished_at: this.finished_at,
});

const fn count(
    name: &'static str,
    footer: (&'static str, &'static str),
    summary: &'static str,
) -> Sum {
    Sum { name, kind: SumKind::Count, footer: Some(footer), summary: Some(summary) }
}

const fn below(name: &'static str, kind: SumKind, footer: (&'static str, &'static str)) -> Sum {
    Sum { name, kind, footer: Some(footer), summary: None }
}

/// A sum over all rows, which is called in the summary as its column is here.
const fn total(name: &'static str) -> Sum {
    Sum { name, kind: SumKind::Money, footer: None, summary: Some(name) }
}

impl BillRow for TradeRow {
    const SUBJECT: Option<Subject> = Some(Subject::Trades);
    const TITLES: &'static [&'static [&'static str]] = Self::TITLES;
    const REQUIRED: &'static [&'static str] =
        &["支付宝交易号", "商户订单号", "业务类型", "订单金额", "商家实收"];
    /// In the order of `add_to`.
    const SUMS: &'static [Sum] = &[
        count("交易笔数", ("交易合计", "笔"), "交易订单总笔数"),
        below("交易 商家实收", SumKind::Money, ("交易合计", "商家实收")),
        below("交易 商家优惠", SumKind::Money, ("交易合计", "商家优惠")),
        count("退款笔数", ("退款合计", "笔"), "退款订单总笔数"),
        below("退款 商家实收", SumKind::Outgoing, ("退款合计", "商家实收退款")),
        below("退款 商家优惠", SumKind::Outgoing, ("退款合计", "商家优惠退款")),
        total("订单金额"),
        total("商家实收"),
        total("支付宝优惠"),
        total("商家优惠"),
        total("卡消费金额"),
        total("服务费"),
        total("分润"),
    ];

    fn read(cells: Cells<'_>) -> Result<Self, BillError> {
        Self::from_cells(cells)
    }

    fn add_to(&self, sums: &mut Sums) {
        let received = Some(self.signed(self.receipt_amount));
        let discount = self.merchant_discount.map(|discount| self.signed(discount));
        let first = match self.kind {
            TradeKind::Payment => Some(0),
            TradeKind::Refund => Some(3),
            TradeKind::Other(_) => None,
        };
        if let Some(first) = first {
            sums.count(first);
            sums.add_amount(first + 1, received);
            sums.add_amount(first + 2, discount);
        }
        let totals = [
            Some(self.amount()),
            received,
            self.alipay_discount,
            self.merchant_discount,
            self.card_amount,
            self.service_fee,
            self.profit_share,
        ];
        totals.into_iter().zip(6..).for_each(|(amount, sum)| sums.add_amount(sum, amount));
    }
}
