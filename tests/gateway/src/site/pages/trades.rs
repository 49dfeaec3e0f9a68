//! The trades, and one of them.

use askama::Template;

use super::history::Event;
use super::text::{known, link};
use crate::qr;
use crate::state::{RefundRecord, TradeRecord, TradeStage, TradeView, yuan};

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
        let refunds = trade.record.refunds.iter().map(RefundRow::new);
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
        let record = &trade.record;
        let (state, class) = match trade.stage {
            TradeStage::Unscanned => ("not scanned yet", "waiting"),
            TradeStage::Waiting => (record.status, "waiting"),
            TradeStage::Paid => (record.status, "paid"),
            TradeStage::Closed | TradeStage::Unused => (record.status, "closed"),
        };
        Self {
            trade_no: record.trade_no.clone(),
            out_trade_no: record.out_trade_no.clone(),
            subject: record.subject.clone(),
            state,
            class,
            total: trade.total_amount(),
            refunded: if record.refunded > 0 { yuan(record.refunded) } else { String::new() },
            app: record.app_id.clone(),
        }
    }
}

impl RefundRow {
    fn new(refund: &RefundRecord) -> Self {
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
                path: link("/cashier", &trade.record.trade_no),
                does: "Pay as the buyer",
                hint: "A phone that reaches this machine can scan the code to open the same page.",
            }),
            _ => None,
        }
    }
}

fn facts(trade: &TradeView) -> Vec<(&'static str, String)> {
    let TradeRecord { subject, trade_no, app_id, paid_at, .. } = &trade.record;
    known(vec![
        ("Subject", subject.clone()),
        ("Trade number", trade_no.clone()),
        ("Placed by", trade.placed_by.clone()),
        ("Application", app_id.clone()),
        ("Acting for", trade.acting_for.clone().unwrap_or_default()),
        ("Paid at", paid_at.clone().unwrap_or_default()),
        ("Notified", trade.notify_url.clone().unwrap_or_default()),
    ])
}
