//! The page that a buyer pays on, and the way back to the shop.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use askama::Template;
use http::{Response, StatusCode};
use serde_json::Value;
use url::{Url, form_urlencoded};

use super::check::{Caller, Checked};
use crate::business::Business;
use crate::parameters::{self, Parameters, signed_text};
use crate::platform::Platform;
use crate::request::Received;
use crate::{clock, header, ids};

/// Where the page that the buyer sees sends its confirmation.
pub(crate) const PATH: &str = "/gateway.do/pay";

/// How many pages wait for their buyers.
const LIMIT: usize = 1000;

/// No scripts, nothing from elsewhere.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'";

/// The pages that were shown, by the secret of each.
pub(super) struct PayPages {
    platform: Arc<Platform>,
    business: Arc<Business>,
    shown: Mutex<VecDeque<(String, Shown)>>,
}

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
#[template(path = "message.html")]
struct MessagePage<'a> {
    title: &'static str,
    text: &'a str,
}

impl PayPages {
    pub(super) fn new(platform: Arc<Platform>, business: Arc<Business>) -> Self {
        Self { platform, business, shown: Mutex::default() }
    }

    /// The page of a trade that was placed.
    pub(super) fn show(
        &self,
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
        let token = self.add(shown.clone());
        html(&PayPage {
            subject: &text(body, "subject"),
            out_trade_no: &shown.out_trade_no,
            total_amount: &shown.total_amount,
            token: &token,
            action: PATH,
        })
    }

    /// The buyer confirms: the trade is paid, its receiver notified, and the browser sent back to
    /// the shop.
    pub(super) async fn confirm(&self, request: Received) -> Response<Vec<u8>> {
        let parameters = parameters::read(&request).await.unwrap_or_default();
        let shown = parameters.get("token").and_then(|token| self.get(token));
        let Some(shown) = shown.filter(|_| request.method == "POST") else {
            return message("Unknown", "There is no such page to pay on.");
        };
        if !self.business.state.pay_trade(&shown.trade_no) {
            return message("Not paid", "The trade cannot be paid any more.");
        }
        self.business.notify_payments();
        let address = shown.return_url.as_deref().and_then(|url| self.return_address(&shown, url));
        let Some(address) = address else { return message("Paid", &shown.out_trade_no) };
        let mut response = Response::new(Vec::new());
        *response.status_mut() = StatusCode::FOUND;
        header::set(&mut response, "location", &address);
        response
    }

    fn add(&self, shown: Shown) -> String {
        let token = ids::random();
        let mut pages = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        pages.push_back((token.clone(), shown));
        if pages.len() > LIMIT {
            pages.pop_front();
        }
        token
    }

    fn get(&self, token: &str) -> Option<Shown> {
        let pages = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        pages.iter().find(|(secret, _)| secret == token).map(|(_, shown)| shown.clone())
    }

    /// The address of the shop with what the browser brings there, signed.
    fn return_address(&self, shown: &Shown, return_url: &str) -> Option<String> {
        let mut url = Url::parse(return_url).ok().filter(|url| url.scheme().starts_with("http"))?;
        let mut added: Parameters = [
            ("app_id", shown.app_id.clone()),
            ("auth_app_id", shown.app_id.clone()),
            ("charset", "utf-8".to_owned()),
            ("method", format!("{}.return", shown.method)),
            ("out_trade_no", shown.out_trade_no.clone()),
            ("seller_id", ids::account(&shown.app_id)),
            ("timestamp", clock::now()),
            ("total_amount", shown.total_amount.clone()),
            ("trade_no", shown.trade_no.clone()),
            ("version", "1.0".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        // What the shop's address has itself is signed, too: the shop sees one query.
        let mut signed = added.clone();
        signed.extend(url.query_pairs().into_owned());
        let (signature, _) = self.platform.sign(signed_text(&signed, &[]).as_bytes())?;
        added.insert("sign".to_owned(), signature);
        added.insert("sign_type".to_owned(), "RSA2".to_owned());
        let more = form_urlencoded::Serializer::new(String::new()).extend_pairs(&added).finish();
        let own = url.query().filter(|query| !query.is_empty());
        let query = own.map_or_else(|| more.clone(), |own| format!("{own}&{more}"));
        url.set_query(Some(&query));
        Some(url.into())
    }
}

/// Whether a buyer's browser carries the operation out.
pub(super) fn is_page_method(method: &str) -> bool {
    matches!(method, "alipay.trade.page.pay" | "alipay.trade.wap.pay")
}

/// The page of a request that was rejected.
pub(super) fn rejected(rejection: &Value) -> Response<Vec<u8>> {
    message("Rejected", &serde_json::to_string_pretty(rejection).unwrap_or_default())
}

fn message(title: &'static str, text: &str) -> Response<Vec<u8>> {
    html(&MessagePage { title, text })
}

fn html(page: &impl Template) -> Response<Vec<u8>> {
    let mut response = Response::new(page.render().unwrap_or_default().into_bytes());
    header::set(&mut response, "content-type", "text/html; charset=utf-8");
    header::protect(response.headers_mut(), POLICY);
    response
}
