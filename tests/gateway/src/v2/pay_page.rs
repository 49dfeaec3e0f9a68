//! The operations that a buyer's browser carries to the gateway: they respond with a page.

use alipay_codegen::ir::{Carrier, Operation};
use http::Response;
use serde_json::Value;

use super::check::Checked;
use crate::cashier::{self, Order, Return};
use crate::page::Page;
use crate::parameters::Parameters;
use crate::platform::Platform;

/// An order that was rejected, as the buyer and the developer see it.
#[derive(Page)]
#[cfg_attr(feature = "pages", template(path = "cashier/rejected.html"))]
struct RejectedPage {
    code: String,
    details: String,
}

/// A page on which something else than a trade is decided: the gateway only shows what was asked,
/// and the way back.
#[derive(Page)]
#[cfg_attr(feature = "pages", template(path = "cashier/other.html"))]
struct OtherPage<'a> {
    id: &'a str,
    title: &'a str,
    description: &'a str,
    /// The fields that were sent, by name.
    fields: Vec<(&'a String, String)>,
    /// Where the user goes on, when the request names an address.
    back: Option<String>,
}

/// Whether the response to an operation is a page. What a browser or an app may carry is one for
/// who comes by a link.
pub(super) fn is_page(operation: &Operation, by_link: bool) -> bool {
    match operation.carrier {
        Carrier::Browser => true,
        Carrier::Either => by_link,
        Carrier::App | Carrier::Server => false,
    }
}

/// Whether a buyer pays a trade on the page.
pub(super) fn is_payment(method: &str) -> bool {
    matches!(method, "alipay.trade.page.pay" | "alipay.trade.wap.pay")
}

/// The page of an operation that the gateway remembers nothing for. The way back brings the texts
/// of the response.
pub(super) fn other(platform: &Platform, checked: &Checked, response: &Value) -> Response<Vec<u8>> {
    let shown = checked.request.body.as_object().into_iter().flatten();
    let brought = response.as_object().into_iter().flatten();
    let brought: Parameters = brought
        .filter(|(name, value)| value.is_string() && !matches!(name.as_str(), "code" | "msg"))
        .map(|(name, _)| (name.clone(), text(response, name)))
        .collect();
    let operation = &checked.request.operation;
    cashier::response(&OtherPage {
        id: &operation.id,
        title: &operation.title,
        description: &operation.description,
        fields: shown.map(|(name, value)| (name, shown_value(value))).collect(),
        back: back(checked).and_then(|back| cashier::signed(platform, &back, brought)),
    })
}

fn shown_value(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn back(checked: &Checked) -> Option<Return> {
    checked.return_url.as_ref().map(|url| Return {
        url: url.clone(),
        app_id: checked.request.app_id.clone(),
        method: checked.request.operation.id.clone(),
    })
}

/// The order that was placed.
pub(super) fn order(checked: &Checked, placed: &Value) -> Order {
    let body = &checked.request.body;
    Order {
        trade_no: text(placed, "trade_no"),
        out_trade_no: text(placed, "out_trade_no"),
        subject: text(body, "subject"),
        total_amount: text(body, "total_amount"),
        back: back(checked),
        quit_url: Some(text(body, "quit_url")).filter(|url| !url.is_empty()),
    }
}

/// The page of a request that was rejected.
pub(super) fn rejected(rejection: &Value) -> Response<Vec<u8>> {
    let code = ["sub_code", "code"].map(|name| text(rejection, name));
    let code = code.into_iter().find(|code| !code.is_empty()).unwrap_or_default();
    let details = serde_json::to_string_pretty(rejection).unwrap_or_default();
    cashier::response(&RejectedPage { code, details })
}

fn text(json: &Value, name: &str) -> String {
    match &json[name] {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}
