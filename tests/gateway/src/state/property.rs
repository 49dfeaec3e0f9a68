//! Money adds up, whatever is called in whatever order.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::ledger::{Entry, EntryKind, Ledger};
use super::testing::App;
use crate::rejection::Rejection;

/// What every payout account holds at first.
const BALANCE: i64 = 500;

#[derive(Clone, Debug)]
enum Step {
    Create(u8, u8),
    Precreate(u8, u8),
    Pay(u8, u8, u8),
    Query(u8),
    Cancel(u8),
    Close(u8),
    Refund(u8, u8, Option<u8>),
    BuyerPays(u8),
    BuyerScans(u8),
    Transfer(u8, u8, u8),
}

const CODES: [&str; 8] = [
    "251234567890123456",
    "289999999999999901",
    "289999999999999902",
    "289999999999999903",
    "289999999999999904",
    "289999999999999905",
    "289999999999999906",
    "289999999999999907",
];

const AMOUNTS: [&str; 4] = ["0.01", "0.99", "1.00", "2.5"];

const PAYEES: [&str; 5] = [
    "payee",
    "nobody@gateway.example",
    "slow@gateway.example",
    "lost@gateway.example",
    "broken@gateway.example",
];

fn step() -> impl Strategy<Value = Step> {
    let (number, amount) = (0..3_u8, 0..4_u8);
    prop_oneof![
        1 => (number.clone(), amount.clone()).prop_map(|(number, amount)| Step::Create(number, amount)),
        1 => (number.clone(), amount.clone())
            .prop_map(|(number, amount)| Step::Precreate(number, amount)),
        4 => (number.clone(), amount.clone(), 0..8_u8)
            .prop_map(|(number, amount, code)| Step::Pay(number, amount, code)),
        2 => number.clone().prop_map(Step::Query),
        1 => number.clone().prop_map(Step::Cancel),
        1 => number.clone().prop_map(Step::Close),
        4 => (number.clone(), amount.clone(), proptest::option::of(0..3_u8))
            .prop_map(|(number, amount, request)| Step::Refund(number, amount, request)),
        1 => number.clone().prop_map(Step::BuyerPays),
        1 => number.clone().prop_map(Step::BuyerScans),
        2 => (number, amount, 0..5_u8)
            .prop_map(|(number, amount, payee)| Step::Transfer(number, amount, payee)),
    ]
}

impl Step {
    fn run(&self, app: &App) -> Option<Result<Value, Rejection>> {
        let order = |number: &u8, amount: &u8| {
            let amount = AMOUNTS[usize::from(*amount)];
            json!({"out_trade_no": format!("t{number}"), "total_amount": amount, "subject": "s"})
        };
        let name = |number: &u8| json!({"out_trade_no": format!("t{number}")});
        Some(match self {
            Self::Create(number, amount) => app.call("alipay.trade.create", order(number, amount)),
            Self::Precreate(number, amount) => {
                app.call("alipay.trade.precreate", order(number, amount))
            }
            Self::Pay(number, amount, code) => {
                let amount = AMOUNTS[usize::from(*amount)];
                app.pay(&format!("t{number}"), amount, CODES[usize::from(*code)])
            }
            Self::Query(number) => app.call("alipay.trade.query", name(number)),
            Self::Cancel(number) => app.call("alipay.trade.cancel", name(number)),
            Self::Close(number) => app.call("alipay.trade.close", name(number)),
            Self::Refund(number, amount, request) => {
                let mut body = name(number);
                body["refund_amount"] = AMOUNTS[usize::from(*amount)].into();
                if let Some(request) = request {
                    body["out_request_no"] = format!("r{request}").into();
                }
                app.call("alipay.trade.refund", body)
            }
            Self::Transfer(number, amount, payee) => {
                let amount = AMOUNTS[usize::from(*amount)];
                app.transfer(&format!("b{number}"), amount, PAYEES[usize::from(*payee)])
            }
            Self::BuyerPays(number) => {
                app.state.buyer_pays(&format!("t{number}"));
                return None;
            }
            Self::BuyerScans(number) => {
                app.state.buyer_scans(&format!("t{number}"));
                return None;
            }
        })
    }

    /// Whether it moves no money when it is repeated. A query may be the last that the buyer
    /// waited for.
    fn is_idempotent(&self) -> bool {
        !matches!(self, Self::Query(_) | Self::BuyerPays(_))
    }
}

/// Every sum by another way.
fn adds_up(app: &App, ledger: &Ledger) -> Result<(), TestCaseError> {
    prop_assert_eq!(ledger.check(), Ok(()));
    let (totals, trades) = (ledger.totals, app.state.trades());
    prop_assert_eq!(trades.iter().map(|trade| trade.paid).sum::<i64>(), totals.paid);
    prop_assert_eq!(trades.iter().map(|trade| trade.refunded).sum::<i64>(), totals.refunded);
    for trade in &trades {
        prop_assert!(trade.refunded <= trade.paid && trade.paid <= trade.total, "{:?}", trade);
        prop_assert!(trade.status != "WAIT_BUYER_PAY" || trade.paid == 0, "{:?}", trade);
        let open = trade.status == "TRADE_SUCCESS";
        prop_assert_eq!(open, trade.paid > trade.refunded, "{:?}", trade);
    }
    prop_assert_eq!(totals.transferred + totals.payouts, totals.deposited);
    prop_assert!(totals.deposited == 0 || totals.deposited == BALANCE);
    Ok(())
}

proptest! {
    #[test]
    fn money_adds_up_after_every_step(
        steps in proptest::collection::vec((step(), any::<bool>()), 1..60),
    ) {
        let app = App::new();
        app.state.set_balance(BALANCE);
        let mut before = app.state.ledger().entries.len();
        for (step, repeat) in steps {
            let rejected = matches!(step.run(&app), Some(Err(rejection))
                if !rejection.code.ends_with("SYSTEM_ERROR"));
            let ledger = app.state.ledger();
            adds_up(&app, &ledger)?;
            let is_movement = |entry: &&Entry| entry.kind != EntryKind::Deposit;
            let moved = ledger.entries.iter().skip(before).filter(is_movement).count();
            prop_assert!(!rejected || moved == 0, "{:?} was rejected, but moved money", step);
            before = ledger.entries.len();
            if repeat && step.is_idempotent() {
                step.run(&app);
                prop_assert_eq!(app.state.ledger(), ledger, "{:?} again", step);
            }
        }
    }
}
