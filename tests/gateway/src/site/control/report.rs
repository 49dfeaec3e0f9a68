//! Calls, notifications, trades and money as JSON.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::journal::{Call, Verdict};
use crate::message::MessageRecord;
use crate::notify::{Delivery, Outcome};
use crate::state::{Ledger, TradeRecord, Upload};

pub(super) fn call(call: &Call) -> Value {
    let (verdict, code) = match &call.verdict {
        Verdict::Accepted => ("accepted", None),
        Verdict::Rejected(rejection) => ("rejected", Some(&rejection.code)),
        Verdict::NotProcessed => ("not_processed", None),
    };
    json!({
        "number": call.number,
        "at": milliseconds(call.at),
        "trace_id": call.trace_id,
        "request_id": call.request_id,
        "app_id": call.app_id,
        "operation": call.operation,
        "method": call.method,
        "target": call.target,
        "signed_text": call.signed_text,
        "body": call.plain_body,
        "verdict": verdict,
        "code": code,
        "diagnosis": call.diagnosis.as_ref().map(|diagnosis| &diagnosis.reason),
        "status": call.status,
        "response": call.response,
        "fault": call.fault.as_ref().map(|fault| format!("{fault:?}")),
    })
}

pub(super) fn delivery(delivery: &Delivery) -> Value {
    let attempts = delivery.attempts().into_iter().map(|attempt| {
        json!({
            "at": milliseconds(attempt.at),
            "status": attempt.status,
            "response": attempt.response,
            "acknowledged": attempt.acknowledged,
        })
    });
    let outcome = delivery.outcome().map(|outcome| match outcome {
        Outcome::Acknowledged => "acknowledged",
        Outcome::GivenUp => "given_up",
        Outcome::Stopped => "stopped",
    });
    json!({
        "notify_id": delivery.notify_id(),
        "url": delivery.url(),
        "attempts": attempts.collect::<Vec<_>>(),
        "outcome": outcome,
    })
}

pub(super) fn message(message: &MessageRecord) -> Value {
    json!({
        "id": message.id,
        "app_id": message.app_id,
        "method": message.method,
        "deliveries": message.deliveries,
        "failures": message.failures,
        "acknowledged": message.acknowledged,
    })
}

/// Amounts are in fen.
pub(super) fn trade(trade: &TradeRecord) -> Value {
    let refunds = trade.refunds.iter().map(|refund| {
        json!({
            "out_request_no": refund.out_request_no, "amount": refund.amount, "at": refund.at,
        })
    });
    json!({
        "app_id": trade.app_id,
        "seller_id": trade.seller_id,
        "out_trade_no": trade.out_trade_no,
        "trade_no": trade.trade_no,
        "status": trade.status,
        "subject": trade.subject,
        "total": trade.total,
        "paid": trade.paid,
        "refunded": trade.refunded,
        "created_at": trade.created_at,
        "expires_at": trade.expires_at,
        "paid_at": trade.paid_at,
        "closed_at": trade.closed_at,
        "refunds": refunds.collect::<Vec<_>>(),
    })
}

pub(super) fn upload(upload: &Upload) -> Value {
    json!({
        "id": upload.id,
        "operation": upload.operation,
        "part": upload.part,
        "file_name": upload.file_name,
        "content_type": upload.content_type,
        "size": upload.size,
    })
}

/// The sums, and whether they add up.
pub(super) fn ledger(ledger: &Ledger) -> Value {
    let totals = &ledger.totals;
    json!({
        "totals": {
            "paid": totals.paid,
            "refunded": totals.refunded,
            "transferred": totals.transferred,
            "deposited": totals.deposited,
            "buyers": totals.buyers,
            "merchants": totals.merchants,
            "payouts": totals.payouts,
            "payees": totals.payees,
            "outside": totals.outside,
            "entries": totals.entries,
        },
        "problem": ledger.check().err().map(|error| error.to_string()),
    })
}

/// Unix time in milliseconds.
fn milliseconds(at: SystemTime) -> u64 {
    let since = at.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
