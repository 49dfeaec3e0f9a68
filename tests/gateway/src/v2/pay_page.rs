//! The operations that a buyer's browser carries to the gateway: they respond with a page.

use askama::Template;
use http::Response;
use serde_json::Value;

use super::check::{Caller, Checked};
use crate::cashier::{self, Order, Return};

/// An order that was rejected, as the buyer and the developer see it.
#[derive(Template)]
#[template(path = "cashier/rejected.html")]
struct RejectedPage {
    code: String,
    details: String,
}

/// Whether a buyer's browser carries the operation out.
pub(super) fn is_page_method(method: &str) -> bool {
    matches!(method, "alipay.trade.page.pay" | "alipay.trade.wap.pay")
}

/// The order that was placed.
pub(super) fn order(checked: &Checked, caller: &Caller, placed: &Value) -> Order {
    let body = &checked.request.body;
    let back = checked.return_url.as_ref().map(|url| Return {
        url: url.clone(),
        app_id: checked.request.app_id.clone(),
        method: caller.method.clone().unwrap_or_default(),
    });
    Order {
        trade_no: text(placed, "trade_no"),
        out_trade_no: text(placed, "out_trade_no"),
        subject: text(body, "subject"),
        total_amount: text(body, "total_amount"),
        back,
        quit_url: Some(text(body, "quit_url")).filter(|url| !url.is_empty()),
    }
}

/// The page of a request that was rejected.
pub(super) fn rejected(rejection: &Value) -> Response<Vec<u8>> {
    let code = ["sub_code", "code"].map(|name| text(rejection, name));
    let code = code.into_iter().find(|code| !code.is_empty()).unwrap_or_default();
    let details = serde_json::to_string_pretty(rejection).unwrap_or_default();
    cashier::html(&RejectedPage { code, details })
}

fn text(json: &Value, name: &str) -> String {
    match &json[name] {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}
