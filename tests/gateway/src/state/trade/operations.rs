//! The operations on trades.

use super::trades::Trades;
use crate::refusal::Reply;
use crate::request::Checked;
use crate::state::input::Merchant;
use crate::state::ledger::Book;

impl Trades {
    /// The answer to an operation on trades.
    pub(in crate::state) fn answer(
        &mut self,
        book: &mut Book,
        merchant: &Merchant,
        request: &Checked,
    ) -> Option<Reply> {
        Some(match &*request.operation.id {
            "alipay.trade.create"
            | "alipay.trade.app.pay"
            | "alipay.trade.page.pay"
            | "alipay.trade.wap.pay" => self.create(merchant, request),
            "alipay.trade.precreate" => self.precreate(merchant, request),
            "alipay.trade.pay" => self.pay(book, merchant, request),
            "alipay.trade.query" => self.query(book, merchant, request),
            "alipay.trade.cancel" => self.cancel(book, merchant, request),
            "alipay.trade.close" => self.close(merchant, request),
            "alipay.trade.refund" => self.refund(book, merchant, request),
            "alipay.trade.refund.apply" => self.apply_for_refund(book, merchant, request),
            "alipay.trade.fastpay.refund.query" => self.query_refund(merchant, request),
            _ => return None,
        })
    }
}
