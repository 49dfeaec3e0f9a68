//! What a test does to the state: buyers pay, codes are issued, accounts are filled.

use std::time::Duration;

use super::handle::Gateway;
use crate::open_data;
use crate::state::{Ledger, TradeRecord, Upload};

/// Money, trades, tokens, files.
impl Gateway {
    /// Returns the ledger.
    pub fn ledger(&self) -> Ledger {
        self.parts.business.state.ledger()
    }

    /// Returns the trades that merchants can see, the oldest first.
    pub fn trades(&self) -> Vec<TradeRecord> {
        self.parts.business.state.trades()
    }

    /// Pays the newest unpaid trade with this number as its buyer. Returns `false` when there is
    /// none. The gateway notifies the `notify_url` of the order.
    pub fn buyer_pays(&self, out_trade_no: &str) -> bool {
        let pays = self.parts.business.state.buyer_pays(out_trade_no);
        self.parts.business.notify_payments();
        pays
    }

    /// Scans the QR code of the newest unpaid trade with this number as its buyer, so that queries
    /// find the trade. Returns `false` when there is none.
    pub fn buyer_scans(&self, out_trade_no: &str) -> bool {
        self.parts.business.state.buyer_scans(out_trade_no)
    }

    /// Sets the balance of every payout account, in fen. The default is a million yuan.
    pub fn set_balance(&self, fen: i64) {
        self.parts.business.state.set_balance(fen);
    }

    /// Issues a code that `alipay.system.oauth.token` exchanges once for tokens of this user.
    pub fn issue_user_code(&self, user_id: &str) -> String {
        self.parts.business.state.issue_user_code(user_id)
    }

    /// Issues a code that `alipay.open.auth.token.app` exchanges once for tokens of the merchant
    /// with this application.
    pub fn issue_app_code(&self, merchant_app_id: &str) -> String {
        self.parts.business.state.issue_app_code(merchant_app_id)
    }

    /// Returns the response of `my.getPhoneNumber` for a user with this mobile number, which a mini
    /// program of [`app`](Self::app) posts to its server.
    pub fn phone_number(&self, mobile: &str) -> String {
        let posted = open_data::phone_number(&self.parts.apps, &self.app().app_id, mobile);
        posted.unwrap_or_default().to_string()
    }

    /// Moves the clock of trades and bills forward. Overdue trades are closed, and their receivers
    /// notified. A day later there is a bill of today. Requests and tokens keep the real time.
    pub fn advance(&self, time: Duration) {
        // More than a century is as good as one.
        let longest = time::Duration::days(36_525);
        let time = time::Duration::try_from(time).unwrap_or(longest).min(longest);
        self.parts.business.state.advance(time);
        self.parts.business.notify_payments();
    }

    /// Returns the uploaded files, the oldest first.
    pub fn uploads(&self) -> Vec<Upload> {
        self.parts.business.state.uploads()
    }

    /// Sets whether the gateway is stricter than the platform is known to be. It then requires that
    /// a version of a mini program was uploaded before its use. In v3 it requires the serial of the
    /// root in certificate mode, and in v2 a time stamp within ten minutes.
    pub fn set_strict(&self, strict: bool) {
        self.parts.apps.set_strict(strict);
        self.parts.business.state.set_strict(strict);
    }

    /// Sets how many trades, transfers, tokens, files, versions and movements of the ledger the
    /// gateway keeps: 100,000 of each by default. Finished trades are dropped first.
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
