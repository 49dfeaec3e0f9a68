//! What the buyer sees.

use http::Response;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::order::Order;
use super::return_address::web_address;
use crate::page::{self, Page};
use crate::{header, qr};

/// Where the page of a buyer sends what the buyer has decided.
pub(crate) const PATH: &str = "/gateway.do/pay";

/// No scripts, nothing from elsewhere. A form may lead to any site: after the payment the browser
/// goes on to the shop, which may send it further. A shop may frame the page.
pub(super) const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; \
                                 base-uri 'none'; form-action http: https:";

#[derive(Page)]
#[cfg_attr(feature = "pages", template(path = "cashier/pay.html"))]
struct PayPage<'a> {
    order: &'a Order,
    token: &'a str,
    /// A code that leads a phone to the same order.
    qr: String,
    action: &'static str,
}

#[derive(Page)]
#[cfg_attr(feature = "pages", template(path = "cashier/message.html"))]
struct MessagePage<'a> {
    title: &'a str,
    text: &'a str,
    /// The style of the mark beside the title.
    class: &'static str,
    order: Option<&'a Order>,
    /// Addresses, and what they are called.
    links: Vec<(String, &'static str)>,
}

pub(super) fn pay(order: &Order, token: &str, qr_code: &str) -> Response<Vec<u8>> {
    response(&PayPage { order, token, qr: qr::svg(qr_code), action: PATH })
}

/// Nobody came from a shop, so there is no way back.
pub(super) fn paid(order: &Order) -> Response<Vec<u8>> {
    let text = "The payment has arrived. This page can be closed.";
    message("Paid", text, "done", Some(order), Vec::new())
}

pub(super) fn closed(order: &Order) -> Response<Vec<u8>> {
    let text = "The trade is closed, and can no longer be paid.";
    message("Not paid", text, "failed", Some(order), back(order).into_iter().collect())
}

pub(super) fn canceled(order: &Order, token: &str) -> Response<Vec<u8>> {
    let again = format!("{PATH}?token={}", utf8_percent_encode(token, NON_ALPHANUMERIC));
    let mut links: Vec<_> = back(order).into_iter().collect();
    links.push((again, "Pay after all"));
    message(
        "Not paid",
        "You have left the payment. The order is still open.",
        "failed",
        Some(order),
        links,
    )
}

pub(super) fn unknown() -> Response<Vec<u8>> {
    message("Unknown", "This payment page does not exist.", "failed", None, Vec::new())
}

fn back(order: &Order) -> Option<(String, &'static str)> {
    let url = web_address(&order.back.as_ref()?.url)?;
    Some((url.into(), "Back to the shop"))
}

fn message(
    title: &str,
    text: &str,
    class: &'static str,
    order: Option<&Order>,
    links: Vec<(String, &'static str)>,
) -> Response<Vec<u8>> {
    response(&MessagePage { title, text, class, order, links })
}

/// The response with a page for a buyer.
pub(crate) fn response(page: &impl Page) -> Response<Vec<u8>> {
    let mut response = page::render(page);
    header::protect(response.headers_mut(), POLICY);
    response
}
