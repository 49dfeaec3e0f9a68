//! Rows of the bill of balances (`signcustomer`, 账务明细): every movement of the account.

use super::cell::{amount_if_any, amount_or_zero, outgoing, text, time};
use super::columns::{Cells, TextRow};
use super::error::BillError;
use super::row::{BillRow, bill_row};
use super::sheet::Subject;
use super::sums::{Sum, SumKind, Sums};
use alipay_sdk_core::{Amount, BeijingTime, impl_debug};

bill_row! {
    /// A movement in the bill of balances. Fees are movements of their own. Where the bill has no
    /// value, texts are empty, and the time and the balance are `None`.
    ///
    /// `Debug` leaves out what may be personal.
    BalanceRow {
        /// 账务流水号: the number of the movement.
        account_log_no: String = text ["账务流水号"],
        /// 业务流水号: the platform's number of the trade or transfer.
        business_no: String = text ["业务流水号"],
        /// 商户订单号: the merchant's number.
        out_trade_no: String = text ["商户订单号"],
        /// 商品名称.
        subject: String = text ["商品名称"],
        /// 发生时间.
        time: Option<BeijingTime> = time ["发生时间"],
        /// 对方账号: masked by the platform.
        other_account: String = text ["对方账号", "对方账户"],
        /// 收入金额: money that came in, or zero.
        income: Amount = amount_or_zero ["收入金额"],
        /// 支出金额: money that went out, never above zero.
        expense: Amount = outgoing ["支出金额"],
        /// 账户余额: the balance of the account then. Rows of one second may be in any order.
        balance: Option<Amount> = amount_if_any ["账户余额"],
        /// 交易渠道.
        channel: String = text ["交易渠道"],
        /// 业务类型: 在线支付, 交易退款, 转账, 收费 and others.
        kind: String = text ["业务类型"],
        /// 备注.
        remark: String = text ["备注"],
        /// 业务描述.
        description: String = text ["业务描述"],
        /// 业务账单来源.
        source: String = text ["业务账单来源"],
        /// 业务基础订单号.
        base_order_no: String = text ["业务基础订单号"],
        /// 业务订单号.
        order_no: String = text ["业务订单号"],
    }
}

impl BalanceRow {
    /// Returns the change of the balance, which is positive for incoming money. It is `None` on
    /// overflow.
    pub fn amount(&self) -> Option<Amount> {
        self.income.checked_add(self.expense)
    }
}

impl_debug!(BalanceRow, |this| {
    account_log_no: this.account_log_no,
    business_no: this.business_no,
    out_trade_no: this.out_trade_no,
    kind: this.kind,
    income: this.income,
    expense: this.expense,
    time: this.time,
});

const fn sum(
    name: &'static str,
    kind: SumKind,
    (label, word): (&'static str, &'static str),
) -> Sum {
    Sum { name, kind, footer: Some((label, word)), summary: Some(name) }
}

impl BillRow for BalanceRow {
    const SUBJECT: Option<Subject> = Some(Subject::Balances);
    const TITLES: &'static [&'static [&'static str]] = Self::TITLES;
    const REQUIRED: &'static [&'static str] = &["账务流水号", "收入金额", "支出金额"];
    /// In the order of `add_to`.
    const SUMS: &'static [Sum] = &[
        sum("收入笔数", SumKind::Count, ("收入合计", "笔")),
        sum("收入金额", SumKind::Money, ("收入合计", "")),
        sum("支出笔数", SumKind::Count, ("支出合计", "笔")),
        sum("支出金额", SumKind::Outgoing, ("支出合计", "")),
        Sum { name: "总金额", kind: SumKind::Money, footer: None, summary: Some("总金额") },
    ];

    fn read(cells: Cells<'_>) -> Result<Self, BillError> {
        Self::from_cells(cells)
    }

    fn add_to(&self, sums: &mut Sums) {
        if self.income != Amount::ZERO {
            sums.count(0);
            sums.add_amount(1, Some(self.income));
        }
        if self.expense != Amount::ZERO {
            sums.count(2);
            sums.add_amount(3, Some(self.expense));
        }
        sums.add_amount(4, self.amount());
    }
}
