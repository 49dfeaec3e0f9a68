//! What a test does to the state: buyers pay, codes are issued, accounts are filled.

use std::time::Duration;

use super::handle::Gateway;
use crate::open_data;
use crate::state::{Ledger, TradeRecord, Upload};

/// Money, trades, tokens, files.
impl Gateway {
    /// The money.
    pub fn ledger(&self) -> Ledger {
        self.parts.business.state.ledger()
    }

    /// The trades that merchants can see, the oldest first.
    pub fn trades(&self) -> Vec<TradeRecord> {
        self.parts.business.state.trades()
    }

    /// The buyer of the newest unpaid trade with this number pays it; false when there is none.
    /// Its receiver is notified, when the order has a `notify_url`.
    pub fn buyer_pays(&self, out_trade_no: &str) -> bool {
        let pays = self.parts.business.state.buyer_pays(out_trade_no);
        self.parts.business.notify_payments();
        pays
    }

    /// A buyer scans the QR code of the newest unpaid trade with this number: from then on queries
    /// find it. False when there is none.
    pub fn buyer_scans(&self, out_trade_no: &str) -> bool {
        self.parts.business.state.buyer_scans(out_trade_no)
    }

    /// Sets what every payout account holds, in fen; the default is a million yuan.
    pub fn set_balance(&self, fen: i64) {
        self.parts.business.state.set_balance(fen);
    }

    /// A code that `alipay.system.oauth.token` takes once, for tokens of this user.
    pub fn issue_user_code(&self, user_id: &str) -> String {
        self.parts.business.state.issue_user_code(user_id)
    }

    /// A code that `alipay.open.auth.token.app` takes once, for tokens of the merchant with this
    /// application.
    pub fn issue_app_code(&self, merchant_app_id: &str) -> String {
        self.parts.business.state.issue_app_code(merchant_app_id)
    }

    /// What `my.getPhoneNumber` gives the page of a mini program, which posts it to its server: of
    /// a user with this number, for [`app`](Self::app).
    pub fn phone_number(&self, mobile: &str) -> String {
        let posted = open_data::phone_number(&self.parts.apps, &self.app().app_id, mobile);
        posted.unwrap_or_default().to_string()
    }

    /// Lets time pass: what is overdue is closed, and the receivers are told; tomorrow there is a
    /// bill of today. The time of requests and of tokens stays the real one.
    pub fn advance(&self, time: Duration) {
        // More than a century is as good as one.
        let longest = time::Duration::days(36_525);
        let time = time::Duration::try_from(time).unwrap_or(longest).min(longest);
        self.parts.business.state.advance(time);
        self.parts.business.notify_payments();
    }

    /// The files that were uploaded, the oldest first.
    pub fn uploads(&self) -> Vec<Upload> {
        self.parts.business.state.uploads()
    }

    /// Whether more is demanded than the platform is known to demand: a version of a mini program
    /// that was uploaded before something is done with it; in v3 the serial of the root in
    /// certificate mode; in v2 a time stamp within ten minutes.
    pub fn set_strict(&self, strict: bool) {
        self.parts.apps.set_strict(strict);
        self.parts.business.state.set_strict(strict);
    }

    /// Keeps at most this many trades, transfers, tokens, files and versions each, and movements of
    /// the ledger; the default is 100,000. Finished trades are dropped first.
    pub fn keep_at_most(&self, number: usize) {
        self.parts.business.state.set_limit(number);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
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
