//! What a test can do with the state.

use super::money::Fen;
use super::{Ledger, State, TradeRecord, Upload};
use crate::gateway::Gateway;

impl State {
    pub(super) fn buyer_pays(&self, out_trade_no: &str) -> bool {
        let kept = &mut *self.kept();
        kept.trades.buyer_pays(&mut kept.book, out_trade_no)
    }

    /// The buyer of this trade pays; whether it is waiting for that.
    pub(crate) fn pays_trade(&self, trade_no: &str) -> bool {
        let kept = &mut *self.kept();
        kept.trades.pays_trade(&mut kept.book, trade_no)
    }

    pub(super) fn buyer_scans(&self, out_trade_no: &str) -> bool {
        self.kept().trades.buyer_scans(out_trade_no)
    }

    pub(super) fn set_balance(&self, fen: i64) {
        let kept = &mut *self.kept();
        kept.funds.set_balance(&mut kept.book, Fen(fen.max(0)));
    }

    pub(super) fn issue_user_code(&self, user_id: &str) -> String {
        self.kept().tokens.issue_user_code(user_id)
    }

    pub(super) fn issue_app_code(&self, merchant_app_id: &str) -> String {
        self.kept().tokens.issue_app_code(merchant_app_id)
    }

    pub(super) fn set_strict(&self, strict: bool) {
        self.kept().minis.strict = strict;
    }

    pub(super) fn keep(&self, number: usize) {
        let kept = &mut *self.kept();
        kept.trades.shelf.set_limit(number);
        kept.funds.set_limit(number);
        kept.tokens.set_limit(number);
        kept.files.set_limit(number);
        kept.minis.set_limit(number);
        kept.book.set_limit(number);
    }

    pub(super) fn trades(&self) -> Vec<TradeRecord> {
        self.kept().trades.records()
    }

    pub(super) fn uploads(&self) -> Vec<Upload> {
        self.kept().files.uploads()
    }

    pub(crate) fn ledger(&self) -> Ledger {
        let kept = self.kept();
        kept.book.snapshot(kept.trades.overdrawn())
    }
}

/// Money, trades, tokens, files.
impl Gateway {
    /// The money.
    pub fn ledger(&self) -> Ledger {
        self.shared.state.ledger()
    }

    /// The trades that merchants can see, the oldest first.
    pub fn trades(&self) -> Vec<TradeRecord> {
        self.shared.state.trades()
    }

    /// The buyer of the newest unpaid trade with this number pays it; false when there is none.
    /// Its receiver is notified, when the order has a `notify_url`.
    pub fn buyer_pays(&self, out_trade_no: &str) -> bool {
        let pays = self.shared.state.buyer_pays(out_trade_no);
        self.shared.tell_payments();
        pays
    }

    /// A buyer scans the QR code of the newest unpaid trade with this number: from then on queries
    /// find it. False when there is none.
    pub fn buyer_scans(&self, out_trade_no: &str) -> bool {
        self.shared.state.buyer_scans(out_trade_no)
    }

    /// Sets what every payout account holds, in fen; a million yuan, unless said otherwise.
    pub fn set_balance(&self, fen: i64) {
        self.shared.state.set_balance(fen);
    }

    /// A code that `alipay.system.oauth.token` takes once, for tokens of this user.
    pub fn issue_user_code(&self, user_id: &str) -> String {
        self.shared.state.issue_user_code(user_id)
    }

    /// A code that `alipay.open.auth.token.app` takes once, for tokens of the merchant with this
    /// application.
    pub fn issue_app_code(&self, merchant_app_id: &str) -> String {
        self.shared.state.issue_app_code(merchant_app_id)
    }

    /// The files that were uploaded, the oldest first.
    pub fn uploads(&self) -> Vec<Upload> {
        self.shared.state.uploads()
    }

    /// Whether a version of a mini program must have been uploaded before something is done with
    /// it; unless said so, unknown versions pass.
    pub fn set_strict(&self, strict: bool) {
        self.shared.state.set_strict(strict);
    }

    /// Keeps at most this many trades, transfers, tokens, files and versions each, and movements of
    /// the ledger; 100,000, unless said otherwise. What is finished is dropped first.
    pub fn keep_at_most(&self, number: usize) {
        self.shared.state.keep(number);
    }
}

#[cfg(test)]
mod tests {
    use crate::gateway::Gateway;

    #[tokio::test]
    async fn a_new_gateway_has_seen_no_money() {
        let gateway = Gateway::start().await.unwrap();
        assert!(!gateway.buyer_pays("a") && !gateway.buyer_scans("a"));
        assert!(gateway.trades().is_empty() && gateway.uploads().is_empty());
        assert_ne!(gateway.issue_user_code("1"), gateway.issue_user_code("1"));
        gateway.set_balance(100);
        assert!(gateway.ledger().entries.is_empty(), "no payout account is opened yet");
        assert_eq!(gateway.ledger().check(), Ok(()));
    }
}
