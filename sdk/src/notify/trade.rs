//! What a notification tells of a trade.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::fact::{Fact, tells_refund};
use super::{Notification, NotificationError, TradeStatus};
use alipay_sdk_core::{Amount, impl_debug, json};

/// A notification of a trade (`trade_status_sync`). `Debug` shows only numbers, status and amounts.
///
/// Amounts are in yuan. Times have the platform's form, `yyyy-MM-dd HH:mm:ss` in UTC+8. An optional
/// field is `None` when it is missing or does not have its documented form. The
/// [`parameters`](Notification::parameters) hold all values.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TradeNotification {
    /// The platform's number of the trade.
    pub trade_no: String,
    /// The merchant's number of the trade. Look the order up by it.
    pub out_trade_no: String,
    /// The merchant's number of the refund, which is the `out_request_no` of the refund call.
    pub out_biz_no: Option<String>,
    /// The state of the trade.
    pub trade_status: TradeStatus,
    /// The amount of the order. Compare it with yours.
    pub total_amount: Amount,
    /// The amount that the seller receives.
    pub receipt_amount: Option<Amount>,
    /// The amount that the buyer pays.
    pub buyer_pay_amount: Option<Amount>,
    /// The amount that an invoice may have.
    pub invoice_amount: Option<Amount>,
    /// The amount that is paid with points (集分宝).
    pub point_amount: Option<Amount>,
    /// The sum of all refunds.
    pub refund_fee: Option<Amount>,
    /// The application that the merchant authorized.
    pub auth_app_id: Option<String>,
    /// The seller's 2088 number.
    pub seller_id: Option<String>,
    /// The buyer's 2088 number.
    pub buyer_id: Option<String>,
    /// The buyer's id for this application (OpenID).
    pub buyer_open_id: Option<String>,
    /// The title of the order.
    pub subject: Option<String>,
    /// The description of the order.
    pub body: Option<String>,
    /// When the trade was created.
    pub gmt_create: Option<String>,
    /// When the trade was paid.
    pub gmt_payment: Option<String>,
    /// When a refund was made.
    pub gmt_refund: Option<String>,
    /// When the trade was closed.
    pub gmt_close: Option<String>,
    /// The sources of the money (`fund_bill_list`). The list is empty when an entry cannot be read.
    pub fund_bills: Vec<FundBill>,
    /// The vouchers used (`voucher_detail_list`), the text of a JSON array.
    pub voucher_detail_list: Option<String>,
    /// The `passback_params` of the order, decoded.
    pub passback_params: Option<String>,
    /// What became true of the trade.
    fact: Option<Fact>,
    tells_refund: bool,
}

/// A part of the money, and its source.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FundBill {
    /// The source (`fundChannel`), for instance `ALIPAYACCOUNT`.
    pub channel: String,
    /// The amount in yuan.
    pub amount: Amount,
}

impl TradeNotification {
    pub(super) fn read(from: &Notification) -> Result<Self, NotificationError> {
        let optional = |name: &str| from.get(name).map(str::to_owned);
        let amount = |name: &str| from.get(name).and_then(|text| text.parse::<Amount>().ok());
        let total = required(from, "total_amount")?.parse();
        Ok(Self {
            trade_no: required(from, "trade_no")?.to_owned(),
            out_trade_no: required(from, "out_trade_no")?.to_owned(),
            out_biz_no: optional("out_biz_no"),
            trade_status: TradeStatus::from(required(from, "trade_status")?),
            total_amount: total
                .map_err(|_| unreadable("total_amount", "is not an amount in yuan"))?,
            receipt_amount: amount("receipt_amount"),
            buyer_pay_amount: amount("buyer_pay_amount"),
            invoice_amount: amount("invoice_amount"),
            point_amount: amount("point_amount"),
            refund_fee: amount("refund_fee"),
            fact: Fact::told_by(from),
            tells_refund: tells_refund(from),
            auth_app_id: optional("auth_app_id"),
            seller_id: optional("seller_id"),
            buyer_id: optional("buyer_id"),
            buyer_open_id: optional("buyer_open_id"),
            subject: optional("subject"),
            body: optional("body"),
            gmt_create: optional("gmt_create"),
            gmt_payment: optional("gmt_payment"),
            gmt_refund: optional("gmt_refund"),
            gmt_close: optional("gmt_close"),
            fund_bills: from.get("fund_bill_list").and_then(fund_bills).unwrap_or_default(),
            voucher_detail_list: optional("voucher_detail_list"),
            passback_params: from.get("passback_params").and_then(passed_back),
        })
    }

    /// Returns whether the trade is paid: `TRADE_SUCCESS` or `TRADE_FINISHED`. A partial refund
    /// does not change that.
    pub fn is_paid(&self) -> bool {
        self.trade_status.is_paid()
    }

    /// Returns the fact that the notification tells. It is `None` for other states, and for a
    /// refund that names neither its number nor the total.
    pub fn fact(&self) -> Option<&Fact> {
        self.fact.as_ref()
    }

    /// Returns whether the notification reports a new refund. Handle refunds apart from payments,
    /// because their `trade_status` may be the same. `TRADE_FINISHED` reports no new refund, even
    /// when it names an earlier one.
    pub fn is_refund(&self) -> bool {
        self.tells_refund
    }
}

fn unreadable(name: &'static str, problem: &'static str) -> NotificationError {
    NotificationError::Unreadable { name, problem }
}

fn required<'n>(from: &'n Notification, name: &'static str) -> Result<&'n str, NotificationError> {
    let is_unread = from.unread().iter().any(|unread| unread == name);
    let problem = if is_unread { "is in a charset that is not known" } else { "is missing" };
    from.get(name).ok_or(unreadable(name, problem))
}

/// `[{"amount":"88.88","fundChannel":"ALIPAYACCOUNT"}]`
fn fund_bills(text: &str) -> Option<Vec<FundBill>> {
    let bills = json::parse(text.as_bytes()).ok()?;
    let bill = |bill: &Value| {
        let member = |name: &str| bill.get(name).and_then(Value::as_str);
        let channel = member("fundChannel").or_else(|| member("fund_channel"));
        Some(FundBill { channel: channel?.to_owned(), amount: member("amount")?.parse().ok()? })
    };
    bills.as_array()?.iter().map(bill).collect()
}

/// The order gave it encoded as forms are, blanks as `+`, and so it comes back.
fn passed_back(text: &str) -> Option<String> {
    let spaced = text.replace('+', " ");
    Some(percent_decode_str(&spaced).decode_utf8().ok()?.into_owned())
}

impl_debug!(TradeNotification, |this| {
    trade_no: this.trade_no,
    out_trade_no: this.out_trade_no,
    trade_status: this.trade_status,
    total_amount: this.total_amount,
    refund_fee: this.refund_fee,
});
