//! Placing trades: create, precreate, pay.

use std::collections::BTreeMap;

use serde_json::json;

use super::auth_code::Outcome;
use super::deadline::Deadline;
use super::record::{Stage, Trade};
use super::trades::Trades;
use crate::rejection::{Rejection, Reply};
use crate::request::Checked;
use crate::state::book::Book;
use crate::state::buyer::Buyer;
use crate::state::input::{Merchant, fingerprint, invalid, required, required_amount};
use crate::state::money::Fen;

const INVALID: &str = "ACQ.INVALID_PARAMETER";

/// The most that a trade can be about.
const MOST: Fen = Fen(10_000_000_000);

/// The amount that is to be paid.
struct Order<'a> {
    out_trade_no: &'a str,
    total: Fen,
    subject: &'a str,
    placed: (String, u64),
}

impl<'a> Order<'a> {
    fn read(request: &'a Checked) -> Result<Self, Rejection> {
        let out_trade_no = required(request, "out_trade_no", INVALID)?;
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        if out_trade_no.len() > 64 || !out_trade_no.bytes().all(allowed) {
            let expected = "out_trade_no of at most 64 ASCII letters, digits, underscores";
            return Err(invalid(INVALID, expected));
        }
        let subject = required(request, "subject", INVALID)?;
        if subject.chars().count() > 256 {
            return Err(invalid(INVALID, "subject of at most 256 characters"));
        }
        let total = required_amount(request, "total_amount", INVALID)?;
        if total > MOST {
            return Err(Rejection::business("ACQ.TOTAL_FEE_EXCEED", "订单总金额不在允许范围内")
                .expected(format!("at most {MOST}")));
        }
        // Another code may be shown for the same trade.
        let parameters = fingerprint(&request.body, &["auth_code", "scene"]);
        let placed = (request.operation.id.clone(), parameters);
        Ok(Self { out_trade_no, total, subject, placed })
    }

    /// Whether it is that of the trade: of all parameters, if the same operation placed it.
    fn is_of(&self, trade: &Trade) -> bool {
        let essentials = self.total == trade.total && self.subject == trade.subject;
        essentials && (self.placed.0 != trade.placed.0 || self.placed == trade.placed)
    }
}

impl Trades {
    pub(in crate::state) fn create(
        &mut self,
        book: &Book,
        merchant: &Merchant,
        request: &Checked,
    ) -> Reply {
        let id = self.place(book, merchant, request, Stage::Waiting)?;
        let trade = self.at(id)?;
        Ok(json!({"out_trade_no": trade.out_trade_no, "trade_no": trade.trade_no}))
    }

    pub(in crate::state) fn precreate(
        &mut self,
        book: &Book,
        merchant: &Merchant,
        request: &Checked,
    ) -> Reply {
        let id = self.place(book, merchant, request, Stage::Unscanned)?;
        let qr_code = self.qr_code(id);
        let trade = self.at(id)?;
        Ok(json!({"out_trade_no": trade.out_trade_no, "qr_code": qr_code}))
    }

    pub(in crate::state) fn pay(
        &mut self,
        book: &mut Book,
        merchant: &Merchant,
        request: &Checked,
    ) -> Reply {
        let order = Order::read(request)?;
        let outcome = Outcome::read(request)?;
        self.find_reusable(merchant, &order)?;
        match outcome {
            Outcome::Invalid => {
                return Err(Rejection::business("ACQ.PAYMENT_AUTH_CODE_INVALID", "支付授权码无效"));
            }
            Outcome::NothingButError => return Err(system_error()),
            _ => {}
        }
        let id = self.place(book, merchant, request, Stage::Waiting)?;
        match outcome {
            Outcome::Paid | Outcome::PaidButError => self.settle(book, id),
            // A retry does not start the count anew.
            Outcome::Waits(queries) => {
                let trade = self.at(id)?;
                trade.queries_left = trade.queries_left.or(queries);
            }
            _ => {}
        }
        match outcome {
            Outcome::Poor => {
                Err(Rejection::business("ACQ.BUYER_BALANCE_NOT_ENOUGH", "买家余额不足"))
            }
            Outcome::PaidButError | Outcome::WaitsButError => Err(system_error()),
            _ => Ok(payment(self.at(id)?)),
        }
    }

    /// The trade of this number, if it can still be placed, or has been like this.
    fn find_reusable(
        &self,
        merchant: &Merchant,
        order: &Order<'_>,
    ) -> Result<Option<u64>, Rejection> {
        let Some(id) = self.by_number.id(&(merchant.clone(), order.out_trade_no.to_owned())) else {
            return Ok(None);
        };
        let Some(trade) = self.by_number.get(id) else { return Ok(None) };
        let (code, message) = match trade.stage {
            // A QR code that nobody has scanned in time.
            Stage::Unused if trade.canceled.is_none() => return Ok(None),
            Stage::Paid => ("ACQ.TRADE_HAS_SUCCESS", "交易已被支付"),
            Stage::Closed | Stage::Unused => ("ACQ.TRADE_HAS_CLOSE", "交易已经关闭"),
            _ if !order.is_of(trade) => ("ACQ.CONTEXT_INCONSISTENT", "交易信息被篡改"),
            _ => return Ok(Some(id)),
        };
        Err(Rejection::business(code, message))
    }

    fn place(
        &mut self,
        book: &Book,
        merchant: &Merchant,
        request: &Checked,
        stage: Stage,
    ) -> Result<u64, Rejection> {
        let order = Order::read(request)?;
        if let Some(id) = self.find_reusable(merchant, &order)? {
            if stage == Stage::Waiting {
                self.show(id);
            }
            return Ok(id);
        }
        // Of a retry its times do not count: they may be over by now.
        let deadline = Deadline::read(request, book.now())?;
        let named = |name: &str, default: String| match request.body_text(name) {
            Some(named) => named.to_owned(),
            None => default,
        };
        let Buyer { user_id, open_id } = Buyer::default();
        let trade = Trade {
            stage,
            total: order.total,
            subject: order.subject.to_owned(),
            notify_url: request.body_text("notify_url").map(str::to_owned),
            echoed: echoed(request),
            deadline,
            placed: order.placed,
            buyer: Buyer {
                user_id: named("buyer_id", user_id),
                open_id: named("buyer_open_id", open_id),
            },
            ..self.blank(book, merchant, order.out_trade_no)
        };
        let id = self.by_number.add((merchant.clone(), order.out_trade_no.to_owned()), trade);
        self.watch(id);
        Ok(id)
    }
}

/// What the receiver of the trade is told as the order says it.
fn echoed(request: &Checked) -> BTreeMap<String, String> {
    let field = |name: &str| Some((name.to_owned(), request.body_text(name)?.to_owned()));
    ["passback_params", "body"].into_iter().filter_map(field).collect()
}

/// The response to a payment. While the buyer has to confirm, it says when nothing was paid, and
/// from where.
fn payment(trade: &Trade) -> serde_json::Value {
    let total = trade.total.to_string();
    let mut response = trade.identity();
    response["total_amount"] = total.as_str().into();
    if let Some(at) = &trade.paid_at {
        for name in ["receipt_amount", "buyer_pay_amount", "invoice_amount"] {
            response[name] = total.as_str().into();
        }
        response["point_amount"] = "0.00".into();
        response["gmt_payment"] = at.as_str().into();
        response["fund_bill_list"] = Trade::fund_bills(trade.total);
    }
    response
}

fn system_error() -> Rejection {
    Rejection::business("ACQ.SYSTEM_ERROR", "接口返回错误")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::state::test_values::{
        AUTH_CODE_ERROR, AUTH_CODE_ERROR_BUT_PAID, AUTH_CODE_ERROR_BUT_WAITS, AUTH_CODE_INVALID,
        AUTH_CODE_POOR_BUYER, AUTH_CODE_WAITS, AUTH_CODE_WAITS_FOR_QUERIES,
    };
    use crate::state::testing::{App, code};

    const PAYS: &str = "251234567890123456";

    fn status(app: &App, number: &str) -> String {
        match app.call("alipay.trade.query", json!({"out_trade_no": number})) {
            Ok(trade) => trade["trade_status"].as_str().unwrap().to_owned(),
            Err(rejection) => rejection.code,
        }
    }

    #[test]
    fn an_ordinary_code_pays_once() {
        let app = App::new();
        let response = app.pay("a", "88.88", PAYS).unwrap();
        assert_eq!(response["fund_bill_list"][0]["amount"], "88.88");
        assert!(response["gmt_payment"].is_string());
        assert_eq!(code(app.pay("a", "88.88", PAYS)), "ACQ.TRADE_HAS_SUCCESS");
        assert_eq!(app.state.ledger().totals.paid, 8888);
    }

    #[test]
    fn wrong_orders_are_not_placed() {
        let app = App::new();
        let good = json!({"out_trade_no": "a", "total_amount": "1.00", "subject": "s"});
        let assert_rejected = |name: &str, value: &str, expected: &str| {
            let mut order = good.clone();
            order[name] = value.into();
            for operation in ["alipay.trade.create", "alipay.trade.precreate", "alipay.trade.pay"] {
                assert_eq!(code(app.call(operation, order.clone())), expected, "{name} {value}");
            }
        };
        for number in ["", "a-1", "a 1", "订单1", &"a".repeat(65)] {
            assert_rejected("out_trade_no", number, "ACQ.INVALID_PARAMETER");
        }
        for amount in ["", "0.00", "-1.00", "1.001"] {
            assert_rejected("total_amount", amount, "ACQ.INVALID_PARAMETER");
        }
        assert_rejected("subject", "", "ACQ.INVALID_PARAMETER");
        assert_rejected("total_amount", "100000000.01", "ACQ.TOTAL_FEE_EXCEED");
        assert!(app.state.trades().is_empty());
        app.pay("a", "0.01", PAYS).unwrap();
        app.pay(&"B_9".repeat(21), "100000000.00", PAYS).unwrap();
    }

    #[test]
    fn the_message_says_what_is_missing() {
        let app = App::new();
        let order = json!({"out_trade_no": "a", "total_amount": "1.00"});
        let rejection = app.call("alipay.trade.create", order).unwrap_err();
        assert_eq!(rejection.message, "参数无效：subject is required");
    }

    #[test]
    fn the_same_order_again_is_the_same_trade() {
        let app = App::new();
        let order = json!({"out_trade_no": "a", "total_amount": "1.00", "subject": "s"});
        let first = app.call("alipay.trade.create", order.clone()).unwrap();
        assert_eq!(app.call("alipay.trade.create", order.clone()).unwrap(), first);
        for (name, value) in [("total_amount", "1.01"), ("subject", "t"), ("body", "b")] {
            let mut other = order.clone();
            other[name] = value.into();
            let response = app.call("alipay.trade.create", other);
            assert_eq!(code(response), "ACQ.CONTEXT_INCONSISTENT");
        }
        assert_eq!(app.state.trades().len(), 1);
        assert_eq!(code(app.pay("a", "2.00", PAYS)), "ACQ.CONTEXT_INCONSISTENT");
    }

    #[test]
    fn a_payment_to_confirm_is_not_taken_for_paid() {
        let app = App::new();
        let response = app.pay("a", "1.00", AUTH_CODE_WAITS).unwrap();
        assert!(response.get("gmt_payment").is_none() && response.get("fund_bill_list").is_none());
        assert_eq!(app.pay("a", "1.00", AUTH_CODE_WAITS).unwrap(), response);
        assert_eq!(status(&app, "a"), "WAIT_BUYER_PAY");
        assert!(app.state.buyer_pays("a"));
        assert_eq!(status(&app, "a"), "TRADE_SUCCESS");
    }

    #[test]
    fn the_buyer_confirms_at_the_third_query() {
        let app = App::new();
        app.pay("a", "1.00", AUTH_CODE_WAITS_FOR_QUERIES).unwrap();
        let seen: Vec<_> = (0..3).map(|_| status(&app, "a")).collect();
        assert_eq!(seen, ["WAIT_BUYER_PAY", "WAIT_BUYER_PAY", "TRADE_SUCCESS"]);
    }

    #[test]
    fn rejected_payments_leave_what_the_platform_leaves() {
        let app = App::new();
        for (special, expected, after) in [
            (AUTH_CODE_POOR_BUYER, "ACQ.BUYER_BALANCE_NOT_ENOUGH", "WAIT_BUYER_PAY"),
            (AUTH_CODE_INVALID, "ACQ.PAYMENT_AUTH_CODE_INVALID", "ACQ.TRADE_NOT_EXIST"),
            ("no_code", "ACQ.PAYMENT_AUTH_CODE_INVALID", "ACQ.TRADE_NOT_EXIST"),
            (AUTH_CODE_ERROR_BUT_PAID, "ACQ.SYSTEM_ERROR", "TRADE_SUCCESS"),
            (AUTH_CODE_ERROR, "ACQ.SYSTEM_ERROR", "ACQ.TRADE_NOT_EXIST"),
            (AUTH_CODE_ERROR_BUT_WAITS, "ACQ.SYSTEM_ERROR", "WAIT_BUYER_PAY"),
        ] {
            assert_eq!(code(app.pay(special, "1.00", special)), expected);
            assert_eq!(status(&app, special), after, "{special}");
        }
        assert_eq!(app.state.ledger().totals.paid, 100);
        let again = app.pay(AUTH_CODE_POOR_BUYER, "1.00", PAYS);
        assert!(again.is_ok(), "another code may be shown for the same trade");
    }

    #[test]
    fn a_payment_without_any_means_is_rejected() {
        let app = App::new();
        let mut order = json!({"out_trade_no": "a", "total_amount": "1.00", "subject": "s"});
        let response = app.call("alipay.trade.pay", order.clone());
        assert_eq!(code(response), "ACQ.INVALID_PARAMETER");
        order["agreement_params"] = json!({"agreement_no": "1"});
        assert!(app.call("alipay.trade.pay", order).is_ok());
    }
}
