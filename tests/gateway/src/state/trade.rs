//! Trades: what they are, and looking at, cancelling and closing them.

use serde_json::{Value, json};

use super::clock;
use super::input::{Merchant, invalid};
use super::ledger::{Book, EntryKind};
use super::money::Fen;
use super::shelf::Shelf;
use crate::check::Checked;
use crate::notify::PaidTrade;
use crate::refusal::Refusal;

/// What the number of every trade begins with; then comes its id.
const TRADE_NO: &str = "2026061622001";

/// A trade, for tests to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TradeRecord {
    /// The application that placed it.
    pub app_id: String,
    /// The merchant's number.
    pub out_trade_no: String,
    /// The platform's number.
    pub trade_no: String,
    /// `WAIT_BUYER_PAY`, `TRADE_SUCCESS` or `TRADE_CLOSED`.
    pub status: &'static str,
    /// How much is to be paid, in fen.
    pub total: i64,
    /// How much was paid, in fen.
    pub paid: i64,
    /// How much went back, in fen.
    pub refunded: i64,
}

/// How far a trade is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// There is a QR code that nobody has scanned: nobody can see the trade yet.
    Unscanned,
    Waiting,
    Paid,
    Closed,
    /// It was cancelled before anybody could see it: only its number is used up.
    NeverWas,
}

pub(super) struct Trade {
    pub(super) merchant: Merchant,
    pub(super) out_trade_no: String,
    pub(super) trade_no: String,
    pub(super) stage: Stage,
    pub(super) total: Fen,
    pub(super) subject: String,
    /// Where its payment is told, when the order says so.
    pub(super) notify_url: Option<String>,
    /// The operation that placed it, and the fingerprint of the parameters.
    pub(super) placed: (String, u64),
    pub(super) buyer_user_id: String,
    pub(super) buyer_open_id: String,
    pub(super) paid_at: Option<String>,
    pub(super) refunds: Vec<Refund>,
    /// After how many more queries the buyer pays.
    pub(super) queries_left: Option<u32>,
    /// What a cancellation did, once there was one.
    pub(super) cancelled: Option<Option<&'static str>>,
}

/// Money that went back.
pub(super) struct Refund {
    pub(super) out_request_no: String,
    pub(super) amount: Fen,
    pub(super) reason: Option<String>,
    pub(super) at: String,
}

impl Trade {
    pub(super) fn is_visible(&self) -> bool {
        !matches!(self.stage, Stage::Unscanned | Stage::NeverWas)
    }

    pub(super) fn status(&self) -> &'static str {
        match self.stage {
            Stage::Unscanned | Stage::Waiting => "WAIT_BUYER_PAY",
            Stage::Paid => "TRADE_SUCCESS",
            Stage::Closed | Stage::NeverWas => "TRADE_CLOSED",
        }
    }

    pub(super) fn paid(&self) -> Fen {
        if self.paid_at.is_some() { self.total } else { Fen::ZERO }
    }

    pub(super) fn refunded(&self) -> Fen {
        self.refunds.iter().fold(Fen::ZERO, |sum, refund| sum.plus(refund.amount))
    }

    /// What of the payment has not gone back.
    pub(super) fn left(&self) -> Fen {
        self.paid().minus(self.refunded())
    }

    /// Where the money came from.
    pub(super) fn fund_bills(amount: Fen) -> Value {
        json!([{"fund_channel": "ALIPAYACCOUNT", "amount": amount.to_string()}])
    }

    fn shown(&self) -> Value {
        let (total, paid) = (self.total.to_string(), self.paid().to_string());
        let mut shown = json!({
            "trade_no": self.trade_no, "out_trade_no": self.out_trade_no, "total_amount": total,
            "trade_status": self.status(), "subject": self.subject,
            "buyer_logon_id": "buy***@gateway.example", "buyer_user_id": self.buyer_user_id,
            "buyer_open_id": self.buyer_open_id, "buyer_user_type": "PRIVATE",
            "buyer_pay_amount": paid, "receipt_amount": paid, "invoice_amount": paid,
            "point_amount": "0.00",
        });
        if let Some(at) = &self.paid_at {
            shown["send_pay_date"] = at.as_str().into();
            shown["fund_bill_list"] = Self::fund_bills(self.total);
        }
        shown
    }

    /// What its receiver is told, when there is one.
    fn notice(&self) -> Option<PaidTrade> {
        Some(PaidTrade {
            notify_url: self.notify_url.clone()?,
            app_id: self.merchant.app_id.clone(),
            trade_no: self.trade_no.clone(),
            out_trade_no: self.out_trade_no.clone(),
            total_amount: self.total.to_string(),
            subject: self.subject.clone(),
            more: [("buyer_id".to_owned(), self.buyer_user_id.clone())].into(),
        })
    }

    fn record(&self) -> TradeRecord {
        TradeRecord {
            app_id: self.merchant.app_id.clone(),
            out_trade_no: self.out_trade_no.clone(),
            trade_no: self.trade_no.clone(),
            status: self.status(),
            total: self.total.0,
            paid: self.paid().0,
            refunded: self.refunded().0,
        }
    }
}

/// All trades.
#[derive(Default)]
pub(super) struct Trades {
    /// Payments that nobody was told of yet.
    pub(super) untold: Vec<PaidTrade>,
    pub(super) shelf: Shelf<(Merchant, String), Trade>,
}

impl Trades {
    /// The answer to an operation on trades.
    pub(super) fn answer(
        &mut self,
        book: &mut Book,
        merchant: &Merchant,
        request: &Checked,
    ) -> Option<Result<Value, Refusal>> {
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

    fn query(&mut self, book: &mut Book, merchant: &Merchant, request: &Checked) -> Reply {
        let id = self.visible(merchant, request)?;
        let trade = self.at(id)?;
        trade.queries_left = trade.queries_left.map(|left| left.saturating_sub(1));
        if trade.queries_left == Some(0) {
            self.settle(book, id);
        }
        Ok(self.at(id)?.shown())
    }

    fn cancel(&mut self, book: &mut Book, merchant: &Merchant, request: &Checked) -> Reply {
        let Some(id) = self.find(merchant, request)? else {
            return Ok(self.cancel_unknown(merchant, request));
        };
        let trade = self.at(id)?;
        if trade.cancelled.is_none() {
            let left = trade.left();
            let action = if trade.paid_at.is_some() { "refund" } else { "close" };
            trade.cancelled = Some(Some(action));
            trade.stage = if trade.is_visible() { Stage::Closed } else { Stage::NeverWas };
            if left > Fen::ZERO {
                let out_request_no = format!("cancel of {}", trade.trade_no);
                self.pay_back(book, id, out_request_no, left, None)?;
            }
            self.shelf.finish(id);
        }
        let trade = self.at(id)?;
        let mut answer = json!({
            "out_trade_no": trade.out_trade_no, "trade_no": trade.trade_no, "retry_flag": "N",
        });
        if let Some(action) = trade.cancelled.flatten() {
            answer["action"] = action.into();
        } else {
            drop(answer.as_object_mut().map(|members| members.remove("trade_no")));
        }
        if let (Some(Some("refund")), Some(refund)) = (trade.cancelled, trade.refunds.last()) {
            answer["gmt_refund_pay"] = refund.at.as_str().into();
        }
        Ok(answer)
    }

    /// There is no such trade, and with this number there will be none: a payment that is still
    /// under way must not succeed after its cancellation.
    fn cancel_unknown(&mut self, merchant: &Merchant, request: &Checked) -> Value {
        let mut answer = json!({ "retry_flag": "N" });
        if let Some(out_trade_no) = request.text("out_trade_no") {
            answer["out_trade_no"] = out_trade_no.into();
            let trade = Trade {
                stage: Stage::NeverWas,
                cancelled: Some(None),
                ..self.blank(merchant, out_trade_no)
            };
            self.shelf.add_finished((merchant.clone(), out_trade_no.to_owned()), trade);
        }
        answer
    }

    fn close(&mut self, merchant: &Merchant, request: &Checked) -> Reply {
        let id = self.visible(merchant, request)?;
        let trade = self.at(id)?;
        match trade.stage {
            Stage::Waiting => trade.stage = Stage::Closed,
            Stage::Paid => {
                return Err(Refusal::business("ACQ.TRADE_STATUS_ERROR", "交易状态不合法"));
            }
            _ => return Err(Refusal::business("ACQ.REASON_TRADE_STATUS_INVALID", "交易状态异常")),
        }
        let answer = json!({"out_trade_no": trade.out_trade_no, "trade_no": trade.trade_no});
        self.shelf.finish(id);
        Ok(answer)
    }

    /// A new trade with nothing in it.
    pub(super) fn blank(&self, merchant: &Merchant, out_trade_no: &str) -> Trade {
        Trade {
            merchant: merchant.clone(),
            out_trade_no: out_trade_no.to_owned(),
            trade_no: format!("{TRADE_NO}{:015}", self.shelf.next_id()),
            stage: Stage::Waiting,
            total: Fen::ZERO,
            subject: String::new(),
            notify_url: None,
            placed: (String::new(), 0),
            buyer_user_id: super::BUYER_USER_ID.to_owned(),
            buyer_open_id: super::BUYER_OPEN_ID.to_owned(),
            paid_at: None,
            refunds: Vec::new(),
            queries_left: None,
            cancelled: None,
        }
    }

    /// The buyer pays, once.
    pub(super) fn settle(&mut self, book: &mut Book, id: u64) {
        let Some(trade) = self.shelf.get_mut(id) else { return };
        if matches!(trade.stage, Stage::Unscanned | Stage::Waiting) {
            trade.stage = Stage::Paid;
            trade.paid_at = Some(clock::now());
            trade.queries_left = None;
            book.move_money(EntryKind::Payment, &trade.trade_no, trade.total);
            self.untold.extend(trade.notice());
            self.shelf.finish(id);
        }
    }

    /// The buyer of the newest waiting trade of this number pays; whether there is one.
    pub(super) fn buyer_pays(&mut self, book: &mut Book, out_trade_no: &str) -> bool {
        let id = self.open(out_trade_no);
        id.inspect(|id| self.settle(book, *id)).is_some()
    }

    /// The buyer of this trade pays; whether it is waiting for that.
    pub(super) fn pays_trade(&mut self, book: &mut Book, trade_no: &str) -> bool {
        let id = trade_no.strip_prefix(TRADE_NO).and_then(|id| id.parse().ok());
        let waits = |id: &u64| self.shelf.get(*id).is_some_and(|t| t.stage == Stage::Waiting);
        let id = id.filter(waits);
        id.inspect(|id| self.settle(book, *id)).is_some()
    }

    /// A buyer scans the QR code of the newest trade of this number; whether there is one.
    pub(super) fn buyer_scans(&mut self, out_trade_no: &str) -> bool {
        let id = self.open(out_trade_no);
        let trade = id.and_then(|id| self.shelf.get_mut(id));
        trade.map(|trade| trade.stage = Stage::Waiting).is_some()
    }

    fn open(&self, out_trade_no: &str) -> Option<u64> {
        let named =
            |id: &u64| self.shelf.get(*id).is_some_and(|trade| trade.out_trade_no == out_trade_no);
        self.shelf.open().find(named)
    }

    pub(super) fn records(&self) -> Vec<TradeRecord> {
        self.shelf.iter().filter(|trade| trade.is_visible()).map(Trade::record).collect()
    }

    /// The numbers of trades of which more went back than was paid.
    pub(super) fn overdrawn(&self) -> Vec<String> {
        let trades = self.shelf.iter().filter(|trade| trade.left() < Fen::ZERO);
        trades.map(|trade| trade.trade_no.clone()).collect()
    }

    /// The trade that a request names, whether or not it can be seen.
    fn find(&self, merchant: &Merchant, request: &Checked) -> Result<Option<u64>, Refusal> {
        let (trade_no, out_trade_no) = (request.text("trade_no"), request.text("out_trade_no"));
        let id = match (trade_no, out_trade_no) {
            (None, None) => {
                let expected = "out_trade_no or trade_no is required";
                return Err(invalid("ACQ.INVALID_PARAMETER", expected));
            }
            (Some(number), _) => number.strip_prefix(TRADE_NO).and_then(|id| id.parse().ok()),
            (None, Some(number)) => self.shelf.id(&(merchant.clone(), number.to_owned())),
        };
        let fits = |trade: &Trade| {
            trade.merchant == *merchant
                && trade_no.is_none_or(|number| number == trade.trade_no)
                && out_trade_no.is_none_or(|number| number == trade.out_trade_no)
        };
        Ok(id.filter(|id| self.shelf.get(*id).is_some_and(fits)))
    }

    /// The trade that a request names, if the merchant can see it.
    pub(super) fn visible(&self, merchant: &Merchant, request: &Checked) -> Result<u64, Refusal> {
        let id = self.find(merchant, request)?;
        let visible = |id: &u64| self.shelf.get(*id).is_some_and(Trade::is_visible);
        id.filter(visible).ok_or_else(not_exist)
    }

    pub(super) fn at(&mut self, id: u64) -> Result<&mut Trade, Refusal> {
        self.shelf.get_mut(id).ok_or_else(not_exist)
    }
}

/// What is answered, when it is.
pub(super) type Reply = Result<Value, Refusal>;

fn not_exist() -> Refusal {
    Refusal::business("ACQ.TRADE_NOT_EXIST", "交易不存在")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::state::testing::{App, code};

    #[test]
    fn an_unscanned_code_is_not_taken_for_a_waiting_trade() {
        let app = App::new();
        let order = json!({"out_trade_no": "a", "total_amount": "1.00", "subject": "s"});
        let answer = app.call("alipay.trade.precreate", order).unwrap();
        assert!(answer["qr_code"].as_str().unwrap().starts_with("https://"));
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
    fn cancelling_an_unpaid_trade_lets_nobody_pay_it_later() {
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
    fn cancelling_a_paid_trade_gives_all_money_back_once() {
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
    fn cancelling_an_unknown_number_uses_it_up() {
        let app = App::new();
        for _ in 0..2 {
            let answer = app.call("alipay.trade.cancel", json!({"out_trade_no": "a"})).unwrap();
            assert_eq!(answer, json!({"out_trade_no": "a", "retry_flag": "N"}));
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
        let answer = app.pay("a", "1.00", "251234567890123456").unwrap();
        for other in [app.acting_for("token"), app.of_app("2021000000000002")] {
            for number in [json!({"out_trade_no": "a"}), json!({"trade_no": answer["trade_no"]})] {
                let query = other.call("alipay.trade.query", number);
                assert_eq!(code(query), "ACQ.TRADE_NOT_EXIST");
            }
            other.pay("a", "2.00", "251234567890123456").unwrap();
        }
        let mixed = json!({"out_trade_no": "b", "trade_no": answer["trade_no"]});
        assert_eq!(code(app.call("alipay.trade.query", mixed)), "ACQ.TRADE_NOT_EXIST");
    }

    #[test]
    fn the_oldest_finished_trades_go_first() {
        let app = App::new();
        app.state.keep(2);
        app.pay("waits", "1.00", "289999999999999901").unwrap();
        app.pay("a", "1.00", "251234567890123456").unwrap();
        app.pay("b", "1.00", "251234567890123456").unwrap();
        let numbers: Vec<_> =
            app.state.trades().into_iter().map(|trade| trade.out_trade_no).collect();
        assert_eq!(numbers, ["waits", "b"]);
        assert_eq!(app.state.ledger().totals.paid, 200);
    }
}
