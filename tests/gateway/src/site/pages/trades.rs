//! The trades, and one of them.

use askama::Template;

use super::history::Event;
use super::text::{known, link};
use crate::qr;
use crate::state::{RefundView, TradeStage, TradeView, yuan};

/// The last trades.
#[derive(Template)]
#[template(path = "trades.html")]
pub(super) struct TradesPage {
    trades: Vec<Row>,
    count: usize,
}

/// One trade, and what happened to it.
#[derive(Template)]
#[template(path = "trade.html")]
pub(super) struct TradePage {
    row: Row,
    facts: Vec<(&'static str, String)>,
    refunds: Vec<RefundRow>,
    payable: Option<Payable>,
    history: Vec<Event>,
}

/// One trade in a list.
struct Row {
    trade_no: String,
    out_trade_no: String,
    subject: String,
    state: &'static str,
    class: &'static str,
    total: String,
    refunded: String,
    app: String,
}

struct RefundRow {
    at: String,
    number: String,
    reason: String,
    amount: String,
}

/// How the buyer gets to pay.
struct Payable {
    qr: String,
    path: String,
    does: &'static str,
    hint: &'static str,
}

impl TradesPage {
    pub(super) fn new((trades, count): (Vec<TradeView>, usize)) -> Self {
        Self { trades: trades.iter().map(Row::new).collect(), count }
    }
}

impl TradePage {
    pub(super) fn new(trade: &TradeView, history: Vec<Event>) -> Self {
        let refunds = trade.refunds.iter().map(RefundRow::new);
        Self {
            row: Row::new(trade),
            facts: facts(trade),
            refunds: refunds.collect(),
            payable: Payable::new(trade),
            history,
        }
    }
}

impl Row {
    fn new(trade: &TradeView) -> Self {
        let (state, class) = match trade.stage {
            TradeStage::Unscanned => ("not scanned yet", "waiting"),
            TradeStage::Waiting => (trade.status, "waiting"),
            TradeStage::Paid => (trade.status, "paid"),
            TradeStage::Closed | TradeStage::Unused => (trade.status, "closed"),
        };
        Self {
            trade_no: trade.trade_no.clone(),
            out_trade_no: trade.out_trade_no.clone(),
            subject: trade.subject.clone(),
            state,
            class,
            total: trade.total_amount(),
            refunded: if trade.refunded > 0 { yuan(trade.refunded) } else { String::new() },
            app: trade.app_id.clone(),
        }
    }
}

impl RefundRow {
    fn new(refund: &RefundView) -> Self {
        Self {
            at: refund.at.clone(),
            number: refund.out_request_no.clone(),
            reason: refund.reason.clone().unwrap_or_default(),
            amount: yuan(refund.amount),
        }
    }
}

impl Payable {
    fn new(trade: &TradeView) -> Option<Self> {
        let qr = qr::svg(&trade.qr_code);
        match trade.stage {
            TradeStage::Unscanned => Some(Self {
                qr,
                path: trade.qr_path(),
                does: "Scan as the buyer",
                hint: "Queries find the trade from then on.",
            }),
            TradeStage::Waiting => Some(Self {
                qr,
                path: link("/cashier", &trade.trade_no),
                does: "Pay as the buyer",
                hint: "The code leads a phone that reaches this machine to the same page.",
            }),
            _ => None,
        }
    }
}

fn facts(trade: &TradeView) -> Vec<(&'static str, String)> {
    known(vec![
        ("Subject", trade.subject.clone()),
        ("Trade number", trade.trade_no.clone()),
        ("Placed by", trade.placed_by.clone()),
        ("Application", trade.app_id.clone()),
        ("Acting for", trade.acting_for.clone().unwrap_or_default()),
        ("Paid at", trade.paid_at.clone().unwrap_or_default()),
        ("Notified", trade.notify_url.clone().unwrap_or_default()),
    ])
}
