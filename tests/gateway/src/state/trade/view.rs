//! Trades as people look at them, merchants and buyers alike.

use super::record::{Refund, Stage, Trade};
use super::trades::{TRADE_NO, Trades};
use crate::state::money::Fen;

/// What the code in a QR code begins with; then comes the id of its trade.
const QR_CODE: &str = "bax";

/// A trade with all that the pages show of it.
#[derive(Clone, Debug)]
pub(crate) struct TradeView {
    pub(crate) app_id: String,
    /// The merchant that the application acted for.
    pub(crate) acting_for: Option<String>,
    pub(crate) out_trade_no: String,
    pub(crate) trade_no: String,
    pub(crate) subject: String,
    pub(crate) stage: Stage,
    pub(crate) status: &'static str,
    /// The operation that placed it.
    pub(crate) placed_by: String,
    pub(crate) paid_at: Option<String>,
    /// In fen.
    pub(crate) total: i64,
    pub(crate) refunded: i64,
    pub(crate) refunds: Vec<RefundView>,
    pub(crate) notify_url: Option<String>,
    /// What the QR code of the trade says.
    pub(crate) qr_code: String,
}

/// Money that went back.
#[derive(Clone, Debug)]
pub(crate) struct RefundView {
    pub(crate) out_request_no: String,
    /// In fen.
    pub(crate) amount: i64,
    pub(crate) reason: Option<String>,
    pub(crate) at: String,
}

impl TradeView {
    /// What is to be paid, in yuan.
    pub(crate) fn total_amount(&self) -> String {
        Fen(self.total).to_string()
    }

    /// The path of what the QR code leads to, on this gateway.
    pub(crate) fn qr_path(&self) -> String {
        let code = self.qr_code.rsplit('/').next().unwrap_or_default();
        format!("/qr/{code}")
    }
}

impl Trades {
    /// What the QR code of a trade says: an address of this gateway, where a buyer can pay it.
    pub(super) fn qr_code(&self, id: u64) -> String {
        format!("{}/qr/{QR_CODE}{id:08}", self.address)
    }

    /// A buyer scans this code: its trade, which can be seen from now on.
    pub(in crate::state) fn scan(&mut self, code: &str) -> Option<String> {
        let id = code.strip_prefix(QR_CODE)?.parse().ok()?;
        if self.by_number.get(id)?.stage == Stage::Unscanned {
            self.show(id);
        }
        self.by_number.get(id).map(|trade| trade.trade_no.clone())
    }

    pub(in crate::state) fn view(&self, trade_no: &str) -> Option<TradeView> {
        let id = trade_no.strip_prefix(TRADE_NO)?.parse().ok()?;
        Some(self.view_of(id, self.by_number.get(id)?))
    }

    /// The last trades, the newest first, and how many there are. Numbers that were used up without
    /// a trade are left out.
    pub(in crate::state) fn last_views(&self, limit: usize) -> (Vec<TradeView>, usize) {
        let shown = || self.by_number.iter().filter(|trade| trade.stage != Stage::Unused);
        let count = shown().count();
        let last = shown().skip(count.saturating_sub(limit));
        let mut views: Vec<_> = last.filter_map(|trade| self.view(&trade.trade_no)).collect();
        views.reverse();
        (views, count)
    }

    fn view_of(&self, id: u64, trade: &Trade) -> TradeView {
        TradeView {
            app_id: trade.merchant.app_id.clone(),
            acting_for: trade.merchant.acting_for.clone(),
            out_trade_no: trade.out_trade_no.clone(),
            trade_no: trade.trade_no.clone(),
            subject: trade.subject.clone(),
            stage: trade.stage,
            status: trade.status(),
            placed_by: trade.placed.0.clone(),
            paid_at: trade.paid_at.clone(),
            total: trade.total.0,
            refunded: trade.refunded().0,
            refunds: trade.refunds.iter().map(RefundView::new).collect(),
            notify_url: trade.notify_url.clone(),
            qr_code: self.qr_code(id),
        }
    }
}

impl RefundView {
    fn new(refund: &Refund) -> Self {
        Self {
            out_request_no: refund.out_request_no.clone(),
            amount: refund.amount.0,
            reason: refund.reason.clone(),
            at: refund.at.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Stage;
    use crate::state::testing::App;

    #[test]
    fn who_opens_the_code_of_a_trade_scans_it() {
        let app = App::new();
        let order = json!({"out_trade_no": "a", "total_amount": "1.00", "subject": "s"});
        let response = app.call("alipay.trade.precreate", order).unwrap();
        let code = response["qr_code"].as_str().unwrap().rsplit('/').next().unwrap();
        assert_eq!(app.state.last_trades(9).0[0].stage, Stage::Unscanned);
        assert!(app.state.trades().is_empty(), "no merchant can see it yet");
        let trade_no = app.state.scan(code).unwrap();
        assert_eq!(app.state.trade(&trade_no).unwrap().stage, Stage::Waiting);
        assert!(app.state.pay_trade(&trade_no));
        assert_eq!(app.state.scan(code), Some(trade_no), "a paid trade is not opened again");
        assert_eq!(app.state.trades()[0].status, "TRADE_SUCCESS");
        for wrong in ["", "bax", "bax2", "1", "baxx", "bax-1"] {
            assert_eq!(app.state.scan(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_used_up_number_is_no_trade() {
        let app = App::new();
        app.call("alipay.trade.cancel", json!({"out_trade_no": "never"})).unwrap();
        app.pay("a", "1.00", "251234567890123456").unwrap();
        app.pay("b", "1.00", "251234567890123456").unwrap();
        let (last, count) = app.state.last_trades(1);
        assert_eq!((last[0].out_trade_no.as_str(), count), ("b", 2));
    }
}
