//! The page that a buyer pays on, and the way back to the shop.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use askama::Template;
use http::{Response, StatusCode};
use serde_json::Value;
use time::macros::format_description;
use time::{OffsetDateTime, UtcOffset};
use url::{Url, form_urlencoded};

use super::check::{Caller, Checked};
use crate::answer::{put, random};
use crate::check::Received;
use crate::form;
use crate::gateway::Shared;

/// How many pages wait for their buyers.
const KEPT: usize = 1000;

/// The pages that were shown, by the secret of each.
#[derive(Default)]
pub(crate) struct Pages(Mutex<VecDeque<(String, Shown)>>);

/// What was shown on a page.
#[derive(Clone)]
struct Shown {
    app_id: String,
    method: String,
    trade_no: String,
    out_trade_no: String,
    total_amount: String,
    return_url: Option<String>,
}

impl Pages {
    fn add(&self, shown: Shown) -> String {
        let token = format!("{:032x}", u128::from_be_bytes(random()));
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pages.push_back((token.clone(), shown));
        if pages.len() > KEPT {
            pages.pop_front();
        }
        token
    }

    fn get(&self, token: &str) -> Option<Shown> {
        let pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pages.iter().find(|(known, _)| known == token).map(|(_, shown)| shown.clone())
    }
}

#[derive(Template)]
#[template(path = "pay.html")]
struct PayPage<'a> {
    subject: &'a str,
    out_trade_no: &'a str,
    total_amount: &'a str,
    token: &'a str,
    action: &'static str,
}

#[derive(Template)]
#[template(path = "paid.html")]
struct PaidPage<'a> {
    title: &'static str,
    text: &'a str,
}

/// Whether a buyer's browser carries the operation out.
pub(super) fn is_page_method(method: &str) -> bool {
    matches!(method, "alipay.trade.page.pay" | "alipay.trade.wap.pay")
}

/// The account of an application's merchant.
pub(super) fn seller_of(app_id: &str) -> String {
    format!("2088{:0>12}", app_id.get(app_id.len().saturating_sub(12)..).unwrap_or_default())
}

/// The page of a trade that was placed.
pub(super) fn show(
    shared: &Shared,
    checked: &Checked,
    caller: &Caller,
    placed: &Value,
) -> Response<Vec<u8>> {
    let text = |json: &Value, name: &str| json[name].as_str().unwrap_or_default().to_owned();
    let body = &checked.request.body;
    let shown = Shown {
        app_id: checked.request.app_id.clone(),
        method: caller.method.clone().unwrap_or_default(),
        trade_no: text(placed, "trade_no"),
        out_trade_no: text(placed, "out_trade_no"),
        total_amount: text(body, "total_amount"),
        return_url: checked.return_url.clone(),
    };
    let token = shared.pages.add(shown.clone());
    html(&PayPage {
        subject: &text(body, "subject"),
        out_trade_no: &shown.out_trade_no,
        total_amount: &shown.total_amount,
        token: &token,
        action: super::PAY_PATH,
    })
}

/// The page of a request that was refused.
pub(super) fn refuse(refusal: &Value) -> Response<Vec<u8>> {
    let text = serde_json::to_string_pretty(refusal).unwrap_or_default();
    html(&PaidPage { title: "Refused", text: &text })
}

/// The buyer confirms: the trade is paid, its receiver notified, and the browser sent back to the
/// shop.
pub(crate) async fn pay(shared: &Shared, request: Received) -> Response<Vec<u8>> {
    let parameters = form::read(&request).await.unwrap_or_default();
    let shown = parameters.get("token").and_then(|token| shared.pages.get(token));
    let Some(shown) = shown.filter(|_| request.method == "POST") else {
        return html(&PaidPage { title: "Unknown", text: "There is no such page to pay on." });
    };
    if !shared.state.pays_trade(&shown.trade_no) {
        return html(&PaidPage { title: "Not paid", text: "The trade cannot be paid any more." });
    }
    shared.tell_payments();
    let address = shown.return_url.as_deref().and_then(|url| back(shared, &shown, url));
    let Some(address) = address else {
        return html(&PaidPage { title: "Paid", text: &shown.out_trade_no });
    };
    let mut answer = Response::new(Vec::new());
    *answer.status_mut() = StatusCode::FOUND;
    put(&mut answer, "location", &address);
    answer
}

/// The address of the shop with what the browser brings there, signed.
fn back(shared: &Shared, shown: &Shown, return_url: &str) -> Option<String> {
    let mut url = Url::parse(return_url).ok().filter(|url| url.scheme().starts_with("http"))?;
    let china = UtcOffset::from_hms(8, 0, 0).unwrap_or(UtcOffset::UTC);
    let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");
    let now = OffsetDateTime::now_utc().to_offset(china).format(&format).unwrap_or_default();
    let (method, seller) = (format!("{}.return", shown.method), seller_of(&shown.app_id));
    let mut brought: BTreeMap<&str, &str> = [
        ("app_id", &*shown.app_id),
        ("auth_app_id", &shown.app_id),
        ("charset", "utf-8"),
        ("method", &method),
        ("out_trade_no", &shown.out_trade_no),
        ("seller_id", &seller),
        ("timestamp", &now),
        ("total_amount", &shown.total_amount),
        ("trade_no", &shown.trade_no),
        ("version", "1.0"),
    ]
    .into();
    // What the shop's address has itself is signed, too: the shop sees one query.
    let own: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let all = own.iter().map(|(name, value)| (&**name, &**value));
    let signed: BTreeMap<&str, &str> = brought.iter().map(|(n, v)| (*n, *v)).chain(all).collect();
    let text: Vec<String> = signed.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let (signature, _) = shared.platform.sign(text.join("&").as_bytes())?;
    brought.insert("sign", &signature);
    brought.insert("sign_type", "RSA2");
    let more = form_urlencoded::Serializer::new(String::new()).extend_pairs(&brought).finish();
    let query =
        url.query().filter(|query| !query.is_empty()).map(|query| format!("{query}&{more}"));
    url.set_query(Some(query.as_deref().unwrap_or(&more)));
    Some(url.into())
}

fn html(page: &impl Template) -> Response<Vec<u8>> {
    let mut answer = Response::new(page.render().unwrap_or_default().into_bytes());
    for (name, value) in [
        ("content-type", "text/html; charset=utf-8"),
        (
            "content-security-policy",
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
        ),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-store"),
    ] {
        put(&mut answer, name, value);
    }
    answer
}
