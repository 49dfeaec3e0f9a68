//! Transfers to payees, from the payout account of the merchant.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::book::{Book, Movement};
use super::bounded::Bounded;
use super::input::{Merchant, fingerprint, invalid, required, required_amount};
use super::ledger::EntryKind;
use super::money::Fen;
use super::test_values;
use crate::rejection::{Rejection, Reply};
use crate::request::Checked;

const INVALID: &str = "INVALID_PARAMETER";

/// What the number of every transfer begins with; then comes its id.
const ORDER_ID: &str = "20260616110070000002";

/// What a payout account holds at first: a million yuan.
const FIRST_BALANCE: Fen = Fen(100_000_000);

/// How often a slow transfer is asked for until it has arrived.
const SLOW: u32 = 3;

struct Transfer {
    merchant: Merchant,
    out_biz_no: String,
    order_id: String,
    amount: Fen,
    parameters: u64,
    at: String,
    /// After how many more queries it has arrived.
    queries_left: u32,
}

impl Transfer {
    fn status(&self) -> &'static str {
        if self.queries_left == 0 { "SUCCESS" } else { "DEALING" }
    }

    fn fund_order_id(&self) -> String {
        self.order_id.replacen("1100", "2200", 1)
    }

    /// The response to the transfer.
    fn receipt(&self) -> Value {
        let mut response = self.identity();
        response["trans_date"] = self.at.as_str().into();
        response["amount"] = self.amount.to_string().into();
        response
    }

    /// The response to a query.
    fn details(&self) -> Value {
        let mut response = self.identity();
        response["pay_date"] = self.at.as_str().into();
        response["trans_amount"] = self.amount.to_string().into();
        response["order_fee"] = "0.00".into();
        response
    }

    fn identity(&self) -> Value {
        json!({
            "out_biz_no": self.out_biz_no, "order_id": self.order_id, "status": self.status(),
            "pay_fund_order_id": self.fund_order_id(),
        })
    }
}

/// All transfers, and the payout accounts.
pub(super) struct Transfers {
    by_number: Bounded<(Merchant, String), Transfer>,
    balances: HashMap<Merchant, Fen>,
    first_balance: Fen,
}

impl Default for Transfers {
    fn default() -> Self {
        let (by_number, balances) = (Bounded::default(), HashMap::new());
        Self { by_number, balances, first_balance: FIRST_BALANCE }
    }
}

impl Transfers {
    pub(super) fn transfer(
        &mut self,
        book: &mut Book,
        merchant: &Merchant,
        request: &Checked,
    ) -> Reply {
        let out_biz_no = required(request, "out_biz_no", INVALID)?;
        let amount = required_amount(request, "trans_amount", INVALID)?;
        required(request, "product_code", INVALID)?;
        let payee = payee(request)?;
        let key = (merchant.clone(), out_biz_no.to_owned());
        let parameters = fingerprint(&request.body, &[]);
        if let Some(known) = self.by_number.find(&key) {
            let same = known.parameters == parameters;
            let other = || Rejection::business("PAYMENT_INFO_INCONSISTENCY", "两次请求参数不一致");
            return same.then(|| known.receipt()).ok_or_else(other);
        }
        match payee {
            test_values::PAYEE_UNKNOWN => {
                return Err(Rejection::business("PAYEE_NOT_EXIST", "收款账号不存在"));
            }
            test_values::PAYEE_ERROR => return Err(system_error()),
            _ => {}
        }
        let balance = self.balance(book, merchant);
        if amount > *balance {
            let expected = format!("at most {balance}");
            let rejection = Rejection::business("BALANCE_IS_NOT_ENOUGH", "账户余额不足");
            return Err(rejection.expected(expected));
        }
        *balance = balance.minus(amount);
        let order_id = format!("{ORDER_ID}{:012}", self.by_number.next_id());
        book.move_money(Movement {
            kind: EntryKind::Transfer,
            merchant,
            number: &order_id,
            out_number: out_biz_no,
            out_request_no: "",
            subject: request.body_text("order_title").unwrap_or_default(),
            created_at: "",
            amount,
        });
        let transfer = Transfer {
            merchant: merchant.clone(),
            out_biz_no: out_biz_no.to_owned(),
            order_id,
            amount,
            parameters,
            at: book.time(),
            queries_left: if payee == test_values::PAYEE_SLOW { SLOW } else { 0 },
        };
        let response = transfer.receipt();
        self.by_number.add_finished(key, transfer);
        if payee == test_values::PAYEE_ERROR_BUT_TRANSFERRED {
            Err(system_error())
        } else {
            Ok(response)
        }
    }

    pub(super) fn query(&mut self, merchant: &Merchant, request: &Checked) -> Reply {
        let parameter = |name| request.query_text(name).filter(|value| !value.is_empty());
        let (out_biz_no, order) = (parameter("out_biz_no"), parameter("order_id"));
        let fund_order = parameter("pay_fund_order_id");
        let id_of = |order: &str| order.get(ORDER_ID.len()..).and_then(|id| id.parse().ok());
        let id: Option<u64> = match (order.or(fund_order), out_biz_no) {
            (None, None) => {
                return Err(invalid(INVALID, "out_biz_no, order_id or pay_fund_order_id"));
            }
            (Some(order), _) => id_of(order),
            (None, Some(number)) => self.by_number.id(&(merchant.clone(), number.to_owned())),
        };
        let transfer = id.and_then(|id| self.by_number.get_mut(id)).filter(|transfer| {
            transfer.merchant == *merchant
                && out_biz_no.is_none_or(|number| number == transfer.out_biz_no)
                && order.is_none_or(|number| number == transfer.order_id)
                && fund_order.is_none_or(|number| number == transfer.fund_order_id())
        });
        let not_exist = || Rejection::business("ORDER_NOT_EXIST", "转账订单不存在");
        let transfer = transfer.ok_or_else(not_exist)?;
        transfer.queries_left = transfer.queries_left.saturating_sub(1);
        Ok(transfer.details())
    }

    pub(super) fn account(&mut self, book: &mut Book, merchant: &Merchant) -> Value {
        let balance = self.balance(book, merchant).to_string();
        json!({"available_amount": balance, "freeze_amount": "0.00", "total_amount": balance})
    }

    /// The payout account of a merchant, opened when it is first looked at.
    fn balance(&mut self, book: &mut Book, merchant: &Merchant) -> &mut Fen {
        let first = self.first_balance;
        self.balances.entry(merchant.clone()).or_insert_with(|| {
            if first > Fen::ZERO {
                book.move_money(deposit(merchant, first));
            }
            first
        })
    }

    /// Sets what every payout account holds, also those that are not opened yet.
    pub(super) fn set_balance(&mut self, book: &mut Book, balance: Fen) {
        self.first_balance = balance;
        for (merchant, known) in &mut self.balances {
            if *known != balance {
                book.move_money(deposit(merchant, balance.minus(*known)));
                *known = balance;
            }
        }
    }

    pub(super) fn set_limit(&mut self, limit: usize) {
        self.by_number.set_limit(limit);
    }
}

fn deposit(merchant: &Merchant, amount: Fen) -> Movement<'_> {
    Movement {
        kind: EntryKind::Deposit,
        merchant,
        number: "",
        out_number: "",
        out_request_no: "",
        subject: "",
        created_at: "",
        amount,
    }
}

fn payee(request: &Checked) -> Result<&str, Rejection> {
    let field = |name: &str| {
        let value = request.body.get("payee_info").and_then(|payee| payee.get(name));
        value.and_then(Value::as_str).filter(|value| !value.is_empty())
    };
    match (field("identity"), field("identity_type")) {
        (Some(identity), Some(_)) => Ok(identity),
        _ => Err(invalid(INVALID, "payee_info with identity and identity_type")),
    }
}

fn system_error() -> Rejection {
    Rejection::business("SYSTEM_ERROR", "系统繁忙")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::rejection::Rejection;
    use crate::state::testing::{App, code};

    fn query(app: &App, name: &str, value: &str) -> Result<Value, Rejection> {
        app.get("alipay.fund.trans.common.query", &[(name, value)])
    }

    #[test]
    fn a_retried_transfer_moves_no_money_twice() {
        let app = App::new();
        let first = app.transfer("a", "1.00", "payee").unwrap();
        assert_eq!(app.transfer("a", "1.0", "payee").unwrap(), first);
        assert_eq!(code(app.transfer("a", "1.01", "payee")), "PAYMENT_INFO_INCONSISTENCY");
        assert_eq!(code(app.transfer("a", "1.00", "other")), "PAYMENT_INFO_INCONSISTENCY");
        assert_eq!(app.state.ledger().totals.transferred, 100);
        for (name, value) in [
            ("out_biz_no", "a"),
            ("order_id", first["order_id"].as_str().unwrap()),
            ("pay_fund_order_id", first["pay_fund_order_id"].as_str().unwrap()),
        ] {
            let found = query(&app, name, value).unwrap();
            assert_eq!(
                (&found["status"], &found["trans_amount"]),
                (&json!("SUCCESS"), &json!("1.00"))
            );
        }
    }

    #[test]
    fn nobody_transfers_what_is_not_there() {
        let app = App::new();
        app.state.set_balance(150);
        app.transfer("a", "1.00", "payee").unwrap();
        assert_eq!(code(app.transfer("b", "0.51", "payee")), "BALANCE_IS_NOT_ENOUGH");
        let endless = app.transfer("c", &"9".repeat(30), "payee");
        assert_eq!(code(endless), "BALANCE_IS_NOT_ENOUGH");
        app.state.set_balance(51);
        app.transfer("b", "0.51", "payee").unwrap();
        let account = app.get("alipay.fund.account.query", &[]).unwrap();
        assert_eq!(account["available_amount"], "0.00");
        assert_eq!(app.state.ledger().check(), Ok(()));
    }

    #[test]
    fn special_payees_do_what_they_are_for() {
        let app = App::new();
        let nobody = app.transfer("a", "1.00", "nobody@gateway.example");
        assert_eq!(code(nobody), "PAYEE_NOT_EXIST");
        assert_eq!(code(query(&app, "out_biz_no", "a")), "ORDER_NOT_EXIST");
        assert_eq!(code(app.transfer("b", "1.00", "broken@gateway.example")), "SYSTEM_ERROR");
        assert_eq!(code(query(&app, "out_biz_no", "b")), "ORDER_NOT_EXIST");
        assert_eq!(code(app.transfer("c", "1.00", "lost@gateway.example")), "SYSTEM_ERROR");
        assert_eq!(query(&app, "out_biz_no", "c").unwrap()["status"], "SUCCESS");
        assert!(app.transfer("c", "1.00", "lost@gateway.example").is_ok());
        let slow = app.transfer("d", "1.00", "slow@gateway.example").unwrap();
        assert_eq!(slow["status"], "DEALING");
        let seen: Vec<_> =
            (0..3).map(|_| query(&app, "out_biz_no", "d").unwrap()["status"].clone()).collect();
        assert_eq!(seen, ["DEALING", "DEALING", "SUCCESS"]);
        assert_eq!(app.state.ledger().totals.transferred, 200);
    }

    #[test]
    fn wrong_transfers_move_nothing() {
        let app = App::new();
        for amount in ["", "0", "1.001"] {
            assert_eq!(code(app.transfer("a", amount, "p")), "INVALID_PARAMETER", "{amount}");
        }
        assert_eq!(code(app.transfer("", "1.00", "p")), "INVALID_PARAMETER");
        assert_eq!(code(app.transfer("a", "1", "")), "INVALID_PARAMETER");
        assert_eq!(code(app.get("alipay.fund.trans.common.query", &[])), "INVALID_PARAMETER");
        assert_eq!(app.state.ledger().totals.transferred, 0);
    }

    #[test]
    fn merchants_do_not_see_each_others_transfers() {
        let app = App::new();
        let response = app.transfer("a", "1.00", "payee").unwrap();
        let other = app.acting_for_merchant();
        assert_eq!(code(query(&other, "out_biz_no", "a")), "ORDER_NOT_EXIST");
        let order_id = response["order_id"].as_str().unwrap();
        assert_eq!(code(query(&other, "order_id", order_id)), "ORDER_NOT_EXIST");
        assert!(other.transfer("a", "2.00", "payee").is_ok());
    }
}
