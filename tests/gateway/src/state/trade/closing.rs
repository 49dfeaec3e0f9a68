//! Trades that end: paid, closed, or left until it was too late.

use time::OffsetDateTime;

use super::record::{Stage, Trade};
use super::trades::Trades;
use crate::clock;
use crate::state::book::Book;
use crate::state::ledger::EntryKind;

impl Trades {
    /// The buyer pays, once.
    pub(super) fn settle(&mut self, book: &mut Book, id: u64) {
        let Some(trade) = self.by_number.get_mut(id).filter(|trade| trade.is_open()) else {
            return;
        };
        trade.stage = Stage::Paid;
        trade.paid_at = Some(book.time());
        trade.queries_left = None;
        book.move_money(trade.movement(EntryKind::Payment, trade.total));
        self.notices.extend(trade.paid_notice());
        self.finish(id);
    }

    /// Closes a trade that nobody has paid; what nobody could see only uses its number up.
    pub(super) fn close_unpaid(&mut self, id: u64, at: OffsetDateTime) {
        let Some(trade) = self.by_number.get_mut(id).filter(|trade| trade.is_open()) else {
            return;
        };
        trade.queries_left = None;
        trade.closed_at = Some(clock::in_china(at));
        if trade.is_visible() {
            trade.stage = Stage::Closed;
            self.notices.extend(trade.closed_notice());
        } else {
            trade.stage = Stage::Unused;
        }
        self.finish(id);
    }

    /// Closes what nobody has paid in time.
    pub(in crate::state) fn close_overdue(&mut self, book: &Book) {
        if self.deadlines.is_empty() {
            return;
        }
        let now = book.now();
        while let Some((due, id)) = self.deadlines.first().copied().filter(|(due, _)| *due <= now) {
            self.deadlines.remove(&(due, id));
            let is_due = |trade: &Trade| trade.due() == Some(due);
            if self.by_number.get(id).is_some_and(is_due) {
                self.close_unpaid(id, due);
            }
        }
    }

    /// From now on its deadline counts, which has changed or is new.
    pub(super) fn watch(&mut self, id: u64) {
        if let Some(due) = self.by_number.get(id).and_then(Trade::due) {
            self.deadlines.insert((due, id));
        }
        // Those of trades that were dropped must not pile up.
        if self.deadlines.len() > 2 * self.by_number.len() + 1000 {
            self.deadlines.retain(|(_, id)| self.by_number.get(*id).is_some());
        }
    }

    /// A buyer scans the QR code of the newest trade of this number; whether there is one.
    pub(in crate::state) fn buyer_scans(&mut self, out_trade_no: &str) -> bool {
        let Some(id) = self.find_open(out_trade_no) else { return false };
        self.show(id);
        true
    }

    /// A trade that merchants can see from now on.
    pub(super) fn show(&mut self, id: u64) {
        if let Some(trade) = self.by_number.get_mut(id) {
            trade.stage = Stage::Waiting;
            self.watch(id);
        }
    }

    #[cfg(test)]
    pub(in crate::state) fn deadlines(&self) -> usize {
        self.deadlines.len()
    }

    fn finish(&mut self, id: u64) {
        if let Some(trade) = self.by_number.get(id) {
            for due in [trade.deadline.trade, trade.deadline.qr_code] {
                self.deadlines.remove(&(due, id));
            }
        }
        self.by_number.finish(id);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use time::Duration;

    use crate::clock;
    use crate::state::testing::{App, code};

    fn order(more: &Value) -> Value {
        let mut order = json!({"out_trade_no": "a", "total_amount": "1.00", "subject": "s"});
        let more = more.as_object().unwrap().clone();
        order.as_object_mut().unwrap().extend(more);
        order
    }

    fn status(app: &App) -> String {
        match app.call("alipay.trade.query", json!({"out_trade_no": "a"})) {
            Ok(trade) => trade["trade_status"].as_str().unwrap().to_owned(),
            Err(rejection) => rejection.code,
        }
    }

    #[test]
    fn an_overdue_trade_cannot_be_paid_any_more() {
        let app = App::new();
        let placed = order(&json!({
            "timeout_express": "5m", "notify_url": "http://127.0.0.1/notify"
        }));
        let trade = app.call("alipay.trade.page.pay", placed).unwrap();
        app.state.advance(Duration::minutes(4));
        assert_eq!(status(&app), "WAIT_BUYER_PAY");
        assert!(app.told().is_empty());
        app.state.advance(Duration::minutes(1));
        let told = app.told();
        assert_eq!(told.len(), 1, "its receiver is told though nobody has asked");
        assert_eq!(told[0]["trade_status"], "TRADE_CLOSED");
        assert!(!app.state.pay_trade(trade["trade_no"].as_str().unwrap()), "the page was open");
        assert!(!app.state.buyer_pays("a"));
        assert_eq!(status(&app), "TRADE_CLOSED");
        assert_eq!(app.state.ledger().totals.paid, 0);
    }

    #[test]
    fn the_time_counts_from_the_first_time_it_was_placed() {
        let app = App::new();
        let placed = order(&json!({"timeout_express": "2m"}));
        app.call("alipay.trade.create", placed.clone()).unwrap();
        app.state.advance(Duration::seconds(90));
        app.call("alipay.trade.create", placed).unwrap();
        app.state.advance(Duration::seconds(30));
        assert_eq!(status(&app), "TRADE_CLOSED");
    }

    #[test]
    fn a_trade_closes_at_its_time_whenever_somebody_looks() {
        let app = App::new();
        let at = clock::in_china(app.state.now() + Duration::minutes(10));
        let placed = order(&json!({"time_expire": at, "timeout_express": "1m"}));
        app.call("alipay.trade.create", placed.clone()).unwrap();
        app.state.advance(Duration::minutes(9));
        assert_eq!(status(&app), "WAIT_BUYER_PAY", "time_expire comes before timeout_express");
        app.state.advance(Duration::days(1));
        assert_eq!(status(&app), "TRADE_CLOSED");
        assert_eq!(app.state.trades()[0].closed_at.as_deref(), Some(&*at));
        let again = app.call("alipay.trade.create", placed);
        assert_eq!(code(again), "ACQ.TRADE_HAS_CLOSE", "a retry is not taken for a new order");
    }

    #[test]
    fn a_counter_waits_for_three_hours_and_what_is_paid_is_not_closed() {
        let (nearly, long) = (Duration::minutes(179), Duration::days(20));
        for (code, wait, before, after) in [
            ("289999999999999901", nearly, "WAIT_BUYER_PAY", "TRADE_CLOSED"),
            ("251234567890123456", long, "TRADE_SUCCESS", "TRADE_SUCCESS"),
        ] {
            let app = App::new();
            app.pay("a", "1.00", code).unwrap();
            app.state.advance(wait);
            assert_eq!(status(&app), before);
            app.state.advance(Duration::minutes(1));
            assert_eq!(status(&app), after);
        }
    }

    #[test]
    fn an_unscanned_code_leaves_its_number_free() {
        let app = App::new();
        let placed = order(&json!({"timeout_express": "1d", "qr_code_timeout_express": "5m"}));
        app.call("alipay.trade.precreate", placed.clone()).unwrap();
        app.state.advance(Duration::minutes(5));
        assert!(!app.state.buyer_scans("a") && !app.state.buyer_pays("a"));
        assert_eq!(status(&app), "ACQ.TRADE_NOT_EXIST");
        app.call("alipay.trade.precreate", placed).unwrap();
        assert!(app.state.buyer_scans("a"));
        app.state.advance(Duration::hours(3));
        assert_eq!(status(&app), "WAIT_BUYER_PAY", "once scanned the time of the trade counts");
        app.state.advance(Duration::days(1));
        assert_eq!(status(&app), "TRADE_CLOSED");
    }

    #[test]
    fn times_that_make_no_sense_are_rejected() {
        let app = App::new();
        for more in [
            json!({"timeout_express": "16d"}),
            json!({"timeout_express": "1.5h"}),
            json!({"time_expire": "2020-01-01 00:00:00"}),
            json!({"time_expire": "tomorrow"}),
            json!({"qr_code_timeout_express": "0m"}),
        ] {
            let response = app.call("alipay.trade.precreate", order(&more));
            assert_eq!(code(response), "ACQ.INVALID_PARAMETER", "{more}");
        }
    }

    #[test]
    fn deadlines_do_not_outlive_their_trades() {
        let app = App::new();
        app.state.set_limit(10);
        for number in 0..3000 {
            app.pay(&format!("t{number}"), "1.00", "289999999999999901").unwrap();
        }
        assert!(app.state.deadlines() <= 1020, "{}", app.state.deadlines());
        for number in 0..3000 {
            app.pay(&format!("p{number}"), "1.00", "251234567890123456").unwrap();
        }
        assert!(app.state.deadlines() <= 1020, "{}", app.state.deadlines());
    }
}
