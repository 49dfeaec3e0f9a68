//! Refunds.

use serde_json::{Value, json};

use super::record::{Stage, Trade};
use super::trades::Trades;
use crate::rejection::{Rejection, Reply};
use crate::request::Checked;
use crate::state::book::Book;
use crate::state::input::{Merchant, invalid, required};
use crate::state::money::Fen;

const INVALID: &str = "ACQ.INVALID_PARAMETER";

/// A refund that is done, now or before.
struct Done {
    trade: u64,
    /// Its place among the refunds of the trade.
    place: usize,
    /// Whether money moved just now.
    moved: bool,
}

impl Trades {
    pub(in crate::state) fn refund(
        &mut self,
        book: &mut Book,
        merchant: &Merchant,
        request: &Checked,
    ) -> Reply {
        let done = self.refund_once(book, merchant, request)?;
        let trade = self.at(done.trade)?;
        let mut response = trade.identity();
        response["fund_change"] = if done.moved { "Y" } else { "N" }.into();
        // All that went back, as the platform has it; the next is only this refund.
        response["refund_fee"] = trade.refunded().to_string().into();
        if let Some(refund) = trade.refunds.get(done.place) {
            response["send_back_fee"] = Fen(refund.amount).to_string().into();
            response["gmt_refund_pay"] = refund.at.as_str().into();
            response["refund_detail_item_list"] = Trade::fund_bills(Fen(refund.amount));
        }
        Ok(response)
    }

    /// A refund that is only taken: its query tells the rest.
    pub(in crate::state) fn apply_for_refund(
        &mut self,
        book: &mut Book,
        merchant: &Merchant,
        request: &Checked,
    ) -> Reply {
        required(request, "out_request_no", INVALID)?;
        let done = self.refund_once(book, merchant, request)?;
        let trade = self.at(done.trade)?;
        let mut response = json!({
            "trade_no": trade.trade_no, "out_trade_no": trade.out_trade_no,
            "refund_status": "REFUND_PROCESSING",
        });
        if let Some(refund) = trade.refunds.get(done.place) {
            response["out_request_no"] = refund.out_request_no.as_str().into();
            response["refund_amount"] = Fen(refund.amount).to_string().into();
        }
        Ok(response)
    }

    /// Asks for a refund that there is not: a response without `refund_status`, no rejection.
    pub(in crate::state) fn query_refund(
        &mut self,
        merchant: &Merchant,
        request: &Checked,
    ) -> Reply {
        let out_request_no = required(request, "out_request_no", INVALID)?;
        let id = self.visible(merchant, request)?;
        let trade = self.at(id)?;
        let mut response = json!({
            "trade_no": trade.trade_no, "out_trade_no": trade.out_trade_no,
            "out_request_no": out_request_no,
        });
        let refund = trade.refunds.iter().find(|refund| refund.out_request_no == out_request_no);
        if let Some(refund) = refund {
            response["total_amount"] = trade.total.to_string().into();
            response["refund_amount"] = Fen(refund.amount).to_string().into();
            response["refund_status"] = "REFUND_SUCCESS".into();
            response["gmt_refund_pay"] = refund.at.as_str().into();
            if let Some(reason) = &refund.reason {
                response["refund_reason"] = Value::from(reason.as_str());
            }
        }
        Ok(response)
    }

    /// Pays back, unless it already has for this number.
    fn refund_once(
        &mut self,
        book: &mut Book,
        merchant: &Merchant,
        request: &Checked,
    ) -> Result<Done, Rejection> {
        let amount = Fen::parse(required(request, "refund_amount", INVALID)?)
            .ok_or_else(|| invalid(INVALID, "refund_amount with at most two decimals"))?;
        let id = self.visible(merchant, request)?;
        let trade = self.at(id)?;
        let number = request.body_text("out_request_no").unwrap_or(&trade.out_trade_no).to_owned();
        let known = trade.refunds.iter().position(|refund| refund.out_request_no == number);
        if let Some(place) = known {
            if trade.refunds.get(place).is_some_and(|refund| refund.amount == amount.0) {
                return Ok(Done { trade: id, place, moved: false });
            }
            return Err(Rejection::business("ACQ.DISCORDANT_REPEAT_REQUEST", "不一致的请求")
                .expected("the amount that this out_request_no was used with before"));
        }
        match trade.stage {
            Stage::Paid => {}
            Stage::Closed => {
                return Err(Rejection::business("ACQ.TRADE_HAS_CLOSE", "交易已经关闭"));
            }
            _ => return Err(Rejection::business("ACQ.TRADE_STATUS_ERROR", "交易状态非法")),
        }
        if amount == Fen::ZERO {
            return Err(Rejection::business("ACQ.REASON_TRADE_REFUND_FEE_ERR", "退款金额无效"));
        }
        let whole = request.body_text("out_request_no").is_none();
        if amount > trade.left() || (whole && amount != trade.total) {
            let expected =
                format!("at most {}; a partial refund needs out_request_no", trade.left());
            return Err(Rejection::business("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "退款金额超限")
                .expected(expected));
        }
        let reason = request.body_text("refund_reason").map(str::to_owned);
        let place = self.pay_back(book, id, number, amount, reason)?;
        Ok(Done { trade: id, place, moved: true })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::rejection::Rejection;
    use crate::state::testing::{App, code};

    fn paid() -> App {
        let app = App::new();
        app.pay("a", "1.00", "251234567890123456").unwrap();
        app
    }

    fn refund(app: &App, amount: &str, number: &str) -> Result<Value, Rejection> {
        let mut body = json!({"out_trade_no": "a", "refund_amount": amount});
        if !number.is_empty() {
            body["out_request_no"] = number.into();
        }
        app.call("alipay.trade.refund", body)
    }

    #[test]
    fn a_retried_refund_gives_no_money_twice() {
        let app = paid();
        let first = refund(&app, "0.30", "1").unwrap();
        assert_eq!((&first["fund_change"], &first["refund_fee"]), (&json!("Y"), &json!("0.30")));
        let again = refund(&app, "0.30", "1").unwrap();
        assert_eq!((&again["fund_change"], &again["refund_fee"]), (&json!("N"), &json!("0.30")));
        let second = refund(&app, "0.3", "2").unwrap();
        assert_eq!(
            (&second["refund_fee"], &second["send_back_fee"]),
            (&json!("0.60"), &json!("0.30"))
        );
        assert_eq!(code(refund(&app, "0.31", "1")), "ACQ.DISCORDANT_REPEAT_REQUEST");
        assert_eq!(app.state.ledger().totals.refunded, 60);
    }

    #[test]
    fn no_more_goes_back_than_was_paid() {
        let app = paid();
        refund(&app, "0.99", "1").unwrap();
        assert_eq!(code(refund(&app, "0.02", "2")), "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL");
        refund(&app, "0.01", "3").unwrap();
        assert_eq!(app.state.trades()[0].status, "TRADE_CLOSED");
        assert_eq!(code(refund(&app, "0.01", "4")), "ACQ.TRADE_HAS_CLOSE");
        assert_eq!(refund(&app, "0.01", "3").unwrap()["fund_change"], "N");
        assert_eq!(app.state.ledger().check(), Ok(()));
    }

    #[test]
    fn without_a_number_only_all_goes_back() {
        let app = paid();
        assert_eq!(code(refund(&app, "0.50", "")), "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL");
        assert_eq!(refund(&app, "1.00", "").unwrap()["fund_change"], "Y");
        assert_eq!(refund(&app, "1.00", "").unwrap()["fund_change"], "N");
        assert_eq!(app.state.ledger().totals.refunded, 100);
    }

    #[test]
    fn wrong_refunds_move_nothing() {
        let app = paid();
        for (amount, expected) in [
            ("", "ACQ.INVALID_PARAMETER"),
            ("0.001", "ACQ.INVALID_PARAMETER"),
            ("-0.01", "ACQ.INVALID_PARAMETER"),
            ("0.00", "ACQ.REASON_TRADE_REFUND_FEE_ERR"),
        ] {
            assert_eq!(code(refund(&app, amount, "1")), expected, "{amount}");
        }
        app.pay("b", "1.00", "289999999999999901").unwrap();
        for (number, expected) in [("b", "ACQ.TRADE_STATUS_ERROR"), ("c", "ACQ.TRADE_NOT_EXIST")] {
            let body = json!({"out_trade_no": number, "refund_amount": "1.00"});
            assert_eq!(code(app.call("alipay.trade.refund", body)), expected);
        }
        assert_eq!(app.state.ledger().totals.refunded, 0);
    }

    #[test]
    fn only_refunds_that_happened_are_reported_as_such() {
        let app = paid();
        let body = json!({
            "out_trade_no": "a", "refund_amount": "0.30", "out_request_no": "1",
            "refund_reason": "broken",
        });
        let response = app.call("alipay.trade.refund.apply", body).unwrap();
        assert_eq!(response["refund_status"], "REFUND_PROCESSING");
        let query = |number: &str| {
            let body = json!({"out_trade_no": "a", "out_request_no": number});
            app.call("alipay.trade.fastpay.refund.query", body).unwrap()
        };
        let found = query("1");
        assert_eq!(found["refund_status"], "REFUND_SUCCESS");
        assert_eq!(
            (&found["refund_amount"], &found["refund_reason"]),
            (&json!("0.30"), &json!("broken"))
        );
        assert!(query("2").get("refund_status").is_none());
    }
}
