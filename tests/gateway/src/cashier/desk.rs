//! The orders that buyers look at, and what they do with them.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use http::{Response, StatusCode};

use super::order::{Order, Return};
use super::pages;
use super::return_address::{signed, web_address};
use crate::business::Business;
use crate::parameters::{self, Parameters};
use crate::platform::Platform;
use crate::request::Received;
use crate::state::{TradeStage, TradeView};
use crate::{header, ids};

/// How many pages wait for their buyers.
const LIMIT: usize = 1000;

/// All orders that are shown, by the secret of each page: nobody else can pay by it.
pub(crate) struct Cashier {
    platform: Arc<Platform>,
    business: Arc<Business>,
    shown: Mutex<VecDeque<(String, Order)>>,
}

impl Cashier {
    pub(crate) fn new(platform: Arc<Platform>, business: Arc<Business>) -> Self {
        Self { platform, business, shown: Mutex::default() }
    }

    /// The page of an order.
    pub(crate) fn show(&self, order: Order) -> Response<Vec<u8>> {
        let token = ids::random();
        let page = self.page(&order, &token);
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        shown.push_back((token, order));
        if shown.len() > LIMIT {
            shown.pop_front();
        }
        page
    }

    /// The page of a trade, by the platform's number.
    pub(crate) fn open(&self, trade_no: &str) -> Response<Vec<u8>> {
        match self.business.state.trade(trade_no) {
            Some(trade) if trade.stage == TradeStage::Waiting => self.show(Order::of(trade)),
            Some(trade) => self.over(&Order::of(trade)),
            None => pages::unknown(),
        }
    }

    /// The page behind a QR code: to open it is to scan the code.
    pub(crate) fn scan(&self, code: &str) -> Response<Vec<u8>> {
        match self.business.state.scan(code) {
            Some(trade_no) => self.open(&trade_no),
            None => pages::unknown(),
        }
    }

    /// What the buyer of a page does: looks at it again, gives up, or pays.
    pub(crate) async fn respond(&self, request: Received) -> Response<Vec<u8>> {
        let parameters = parameters::read(&request).await.unwrap_or_default();
        let text = |name: &str| parameters.get(name).map_or("", String::as_str);
        let Some(order) = self.find(text("token")) else { return pages::unknown() };
        match (&*request.method, text("do")) {
            ("POST", "cancel") => give_up(&order, text("token")),
            ("POST", _) => self.pay(&order),
            _ if self.waits(&order) => self.page(&order, text("token")),
            _ => self.over(&order),
        }
    }

    fn page(&self, order: &Order, token: &str) -> Response<Vec<u8>> {
        let trade = self.business.state.trade(&order.trade_no);
        pages::pay(order, token, &trade.map(|trade| trade.qr_code).unwrap_or_default())
    }

    /// The trade is paid, its receiver notified, and the browser sent back to the shop.
    fn pay(&self, order: &Order) -> Response<Vec<u8>> {
        if self.business.state.pay_trade(&order.trade_no) {
            self.business.notify_payments();
        }
        self.over(order)
    }

    /// The way on from an order that does not wait any more: also for a buyer who pays twice.
    fn over(&self, order: &Order) -> Response<Vec<u8>> {
        if self.stage(order) != Some(TradeStage::Paid) {
            return pages::closed(order);
        }
        let address =
            order.back.as_ref().and_then(|back| signed(&self.platform, back, order.brought(back)));
        address.map_or_else(|| pages::paid(order), |address| redirect(&address))
    }

    fn waits(&self, order: &Order) -> bool {
        self.stage(order) == Some(TradeStage::Waiting)
    }

    fn stage(&self, order: &Order) -> Option<TradeStage> {
        self.business.state.trade(&order.trade_no).map(|trade| trade.stage)
    }

    fn find(&self, token: &str) -> Option<Order> {
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        shown.iter().find(|(secret, _)| secret == token).map(|(_, order)| order.clone())
    }
}

impl Order {
    /// What the browser brings to the shop.
    fn brought(&self, back: &Return) -> Parameters {
        [
            ("out_trade_no", self.out_trade_no.clone()),
            ("seller_id", ids::account(&back.app_id)),
            ("total_amount", self.total_amount.clone()),
            ("trade_no", self.trade_no.clone()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    }

    /// The order of a trade that no page was asked for.
    fn of(trade: TradeView) -> Self {
        Self {
            total_amount: trade.total_amount(),
            trade_no: trade.record.trade_no,
            out_trade_no: trade.record.out_trade_no,
            subject: trade.record.subject,
            back: None,
            quit_url: None,
        }
    }
}

/// The buyer leaves; the trade still waits. Without an address for that, the way back is shown:
/// without parameters, since nothing was paid.
fn give_up(order: &Order, token: &str) -> Response<Vec<u8>> {
    let quit = order.quit_url.as_deref().and_then(web_address);
    quit.map_or_else(|| pages::canceled(order, token), |url| redirect(url.as_str()))
}

fn redirect(address: &str) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = StatusCode::FOUND;
    header::set(&mut response, "location", address);
    header::protect(response.headers_mut(), pages::POLICY);
    response
}
