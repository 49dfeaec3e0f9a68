//! Trades as people look at them, merchants and buyers alike.

use super::record::{Stage, Trade, TradeRecord};
use super::trades::{TRADE_NO, Trades};
use crate::state::money::Fen;

/// What the code in a QR code begins with; then comes the id of its trade.
const QR_CODE: &str = "bax";

/// A trade with all that the pages show of it.
#[derive(Clone, Debug)]
pub(crate) struct TradeView {
    pub(crate) record: TradeRecord,
    /// The merchant that the application acted for.
    pub(crate) acting_for: Option<String>,
    pub(crate) stage: Stage,
    /// The operation that placed it.
    pub(crate) placed_by: String,
    pub(crate) notify_url: Option<String>,
    /// What the QR code of the trade says.
    pub(crate) qr_code: String,
}

impl TradeView {
    /// The amount that is to be paid, in yuan.
    pub(crate) fn total_amount(&self) -> String {
        Fen(self.record.total).to_string()
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
            record: trade.record(),
            acting_for: trade.merchant.acting_for.clone(),
            stage: trade.stage,
            placed_by: trade.placed.0.clone(),
            notify_url: trade.notify_url.clone(),
            qr_code: self.qr_code(id),
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
        let address = app.precreate("a");
        let code = address.rsplit('/').next().unwrap();
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
        assert_eq!((last[0].record.out_trade_no.as_str(), count), ("b", 2));
    }
}
