//! Asking for trades, canceling and closing them.

use serde_json::{Value, json};

use super::record::{Stage, Trade};
use super::trades::Trades;
use crate::rejection::{Rejection, Reply};
use crate::request::Checked;
use crate::state::book::Book;
use crate::state::input::Merchant;
use crate::state::money::Fen;

impl Trades {
    pub(in crate::state) fn query(
        &mut self,
        book: &mut Book,
        merchant: &Merchant,
        request: &Checked,
    ) -> Reply {
        let id = self.visible(merchant, request)?;
        let trade = self.at(id)?;
        trade.queries_left = trade.queries_left.map(|left| left.saturating_sub(1));
        if trade.queries_left == Some(0) {
            self.settle(book, id);
        }
        Ok(self.at(id)?.details())
    }

    pub(in crate::state) fn cancel(
        &mut self,
        book: &mut Book,
        merchant: &Merchant,
        request: &Checked,
    ) -> Reply {
        let Some(id) = self.find(merchant, request)? else {
            return Ok(self.cancel_unknown(book, merchant, request));
        };
        let trade = self.at(id)?;
        if trade.canceled.is_none() {
            let left = trade.left();
            let action = if trade.paid_at.is_some() { "refund" } else { "close" };
            trade.canceled = Some(Some(action));
            if left > Fen::ZERO {
                let out_request_no = format!("cancel of {}", trade.trade_no);
                self.pay_back(book, id, out_request_no, left, None)?;
            }
            self.close_unpaid(id, book.now());
        }
        let trade = self.at(id)?;
        let mut response = json!({
            "out_trade_no": trade.out_trade_no, "trade_no": trade.trade_no, "retry_flag": "N",
        });
        if let Some(action) = trade.canceled.flatten() {
            response["action"] = action.into();
        } else {
            drop(response.as_object_mut().map(|fields| fields.remove("trade_no")));
        }
        if let (Some(Some("refund")), Some(refund)) = (trade.canceled, trade.refunds.last()) {
            response["gmt_refund_pay"] = refund.at.as_str().into();
        }
        Ok(response)
    }

    /// There is no such trade, and with this number there will be none: a payment that is still
    /// under way must not succeed after its cancellation.
    fn cancel_unknown(&mut self, book: &Book, merchant: &Merchant, request: &Checked) -> Value {
        let mut response = json!({ "retry_flag": "N" });
        if let Some(out_trade_no) = request.body_text("out_trade_no") {
            response["out_trade_no"] = out_trade_no.into();
            let trade = Trade {
                stage: Stage::Unused,
                canceled: Some(None),
                ..self.blank(book, merchant, out_trade_no)
            };
            self.by_number.add_finished((merchant.clone(), out_trade_no.to_owned()), trade);
        }
        response
    }

    pub(in crate::state) fn close(
        &mut self,
        book: &Book,
        merchant: &Merchant,
        request: &Checked,
    ) -> Reply {
        let id = self.visible(merchant, request)?;
        let trade = self.at(id)?;
        match trade.stage {
            Stage::Waiting => {}
            Stage::Paid => {
                return Err(Rejection::business("ACQ.TRADE_STATUS_ERROR", "交易状态不合法"));
            }
            _ => {
                return Err(Rejection::business("ACQ.REASON_TRADE_STATUS_INVALID", "交易状态异常"));
            }
        }
        let response = json!({"out_trade_no": trade.out_trade_no, "trade_no": trade.trade_no});
        self.close_unpaid(id, book.now());
        Ok(response)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::state::testing::{App, code};

    #[test]
    fn an_unscanned_code_is_not_taken_for_a_waiting_trade() {
        let app = App::new();
        assert!(app.precreate("a").ends_with("/qr/bax00000001"));
        let number = json!({"out_trade_no": "a"});
        assert_eq!(code(app.call("alipay.trade.query", number.clone())), "ACQ.TRADE_NOT_EXIST");
        assert!(app.state.buyer_scans("a"));
        let trade = app.call("alipay.trade.query", number.clone()).unwrap();
        assert_eq!(trade["trade_status"], "WAIT_BUYER_PAY");
        assert!(app.state.buyer_pays("a") && !app.state.buyer_pays("a"));
        let trade = app.call("alipay.trade.query", number).unwrap();
        assert_eq!(trade["trade_status"], "TRADE_SUCCESS");
        assert_eq!(trade["total_amount"], "1.00");
        assert!(trade["send_pay_date"].is_string());
    }

    #[test]
    fn canceling_an_unpaid_trade_lets_nobody_pay_it_later() {
        let app = App::new();
        app.pay("a", "1.00", "289999999999999901").unwrap();
        let first = app.call("alipay.trade.cancel", json!({"out_trade_no": "a"})).unwrap();
        assert_eq!((&first["action"], &first["retry_flag"]), (&json!("close"), &json!("N")));
        let again = app.call("alipay.trade.cancel", json!({"out_trade_no": "a"})).unwrap();
        assert_eq!(again, first);
        assert_eq!(code(app.pay("a", "1.00", "251234567890123456")), "ACQ.TRADE_HAS_CLOSE");
        assert!(!app.state.buyer_pays("a"));
        assert_eq!(app.state.ledger().totals.paid, 0);
    }

    #[test]
    fn canceling_a_paid_trade_gives_all_money_back_once() {
        let app = App::new();
        app.pay("a", "1.00", "251234567890123456").unwrap();
        app.call(
            "alipay.trade.refund",
            json!({
                "out_trade_no": "a", "refund_amount": "0.30", "out_request_no": "1"
            }),
        )
        .unwrap();
        let first = app.call("alipay.trade.cancel", json!({"out_trade_no": "a"})).unwrap();
        assert_eq!(first["action"], "refund");
        assert_eq!(app.call("alipay.trade.cancel", json!({"out_trade_no": "a"})).unwrap(), first);
        let totals = app.state.ledger().totals;
        assert_eq!((totals.paid, totals.refunded), (100, 100));
    }

    #[test]
    fn canceling_an_unknown_number_uses_it_up() {
        let app = App::new();
        for _ in 0..2 {
            let response = app.call("alipay.trade.cancel", json!({"out_trade_no": "a"})).unwrap();
            assert_eq!(response, json!({"out_trade_no": "a", "retry_flag": "N"}));
        }
        assert_eq!(code(app.pay("a", "1.00", "251234567890123456")), "ACQ.TRADE_HAS_CLOSE");
        let query = app.call("alipay.trade.query", json!({"out_trade_no": "a"}));
        assert_eq!(code(query), "ACQ.TRADE_NOT_EXIST");
        assert!(app.state.trades().is_empty());
    }

    #[test]
    fn only_waiting_trades_are_closed() {
        let app = App::new();
        let close = |number: &str| app.call("alipay.trade.close", json!({"out_trade_no": number}));
        app.pay("a", "1.00", "289999999999999901").unwrap();
        close("a").unwrap();
        assert_eq!(code(close("a")), "ACQ.REASON_TRADE_STATUS_INVALID");
        app.pay("b", "1.00", "251234567890123456").unwrap();
        assert_eq!(code(close("b")), "ACQ.TRADE_STATUS_ERROR");
        assert_eq!(code(close("c")), "ACQ.TRADE_NOT_EXIST");
        assert_eq!(code(app.call("alipay.trade.close", json!({}))), "ACQ.INVALID_PARAMETER");
    }

    #[test]
    fn merchants_do_not_see_each_others_trades() {
        let app = App::new();
        let response = app.pay("a", "1.00", "251234567890123456").unwrap();
        for other in [app.acting_for_merchant(), app.of_app("2021000000000002")] {
            for number in [json!({"out_trade_no": "a"}), json!({"trade_no": response["trade_no"]})]
            {
                let query = other.call("alipay.trade.query", number);
                assert_eq!(code(query), "ACQ.TRADE_NOT_EXIST");
            }
            other.pay("a", "2.00", "251234567890123456").unwrap();
        }
        let mixed = json!({"out_trade_no": "b", "trade_no": response["trade_no"]});
        assert_eq!(code(app.call("alipay.trade.query", mixed)), "ACQ.TRADE_NOT_EXIST");
    }

    #[test]
    fn the_oldest_finished_trades_go_first() {
        let app = App::new();
        app.state.set_limit(2);
        app.pay("waits", "1.00", "289999999999999901").unwrap();
        app.pay("a", "1.00", "251234567890123456").unwrap();
        app.pay("b", "1.00", "251234567890123456").unwrap();
        let numbers: Vec<_> =
            app.state.trades().into_iter().map(|trade| trade.out_trade_no).collect();
        assert_eq!(numbers, ["waits", "b"]);
        assert_eq!(app.state.ledger().totals.paid, 200);
    }
}
