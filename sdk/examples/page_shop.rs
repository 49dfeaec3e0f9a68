//! A web shop: the buyer is sent to Alipay's page and comes back, the payment is told by a
//! notification.
//!
//! ```text
//! cargo run -p alipay-sdk --features axum --example page_shop
//! ```
//!
//! Against a local gateway the example also plays the buyer, and ends when the order is paid.

mod support;

use std::collections::HashMap;
use std::error::Error;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use alipay_gateway::Gateway;
use alipay_sdk::model::{AlipayTradePagePayModel, AlipayTradeQueryModel};
use alipay_sdk::notify::{
    Event, Fact, Notification, NotificationVerifier, Reply, VerifiedNotification, handle_once,
};
use alipay_sdk::store::MemoryStore;
use alipay_sdk::{Amount, Client, OutTradeNo};
use axum::Router;
use axum::extract::{FromRef, RawQuery, State};
use axum::response::Redirect;
use axum::routing::{get, post};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

const PRICE: Amount = Amount::from_fen(8_888);

#[derive(Clone)]
struct Shop {
    client: Client,
    /// Whom the shop believes that something was paid.
    verifier: NotificationVerifier,
    /// Which facts about trades were handled.
    store: Arc<MemoryStore>,
    /// The shop's own books: what was ordered, and for how much.
    orders: Arc<Mutex<HashMap<String, Order>>>,
    /// Where the buyer's browser and Alipay reach the shop.
    address: String,
    paid: mpsc::UnboundedSender<String>,
}

struct Order {
    amount: Amount,
    paid: bool,
}

impl FromRef<Shop> for NotificationVerifier {
    fn from_ref(shop: &Shop) -> Self {
        shop.verifier.clone()
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let gateway = Gateway::start().await?;
    let client = support::builder(&gateway).build()?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}", listener.local_addr()?);
    let (paid, mut told) = mpsc::unbounded_channel();
    let verifier = NotificationVerifier::of(&client);
    let (store, orders) = Default::default();
    let shop = Shop { client, verifier, store, orders, address, paid };

    let router = Router::new()
        .route("/buy", get(buy))
        .route("/back", get(back))
        .route("/notify", post(notified))
        .with_state(shop.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    println!("the shop: {}/buy", shop.address);

    // The buyer: to Alipay's page, and the button there.
    let page = open(&format!("{}/buy", shop.address)).await?;
    let link = page.lines().find_map(|line| line.strip_prefix("location: "));
    open(link.ok_or("the shop leads nowhere")?).await?;
    let trade = gateway.trades().pop().ok_or("the page placed no trade")?;
    gateway.buyer_pays(&trade.out_trade_no);
    println!("the shop was told that {} is paid", told.recv().await.ok_or("the shop is gone")?);
    Ok(())
}

/// Sends the buyer to Alipay.
async fn buy(State(shop): State<Shop>) -> Result<Redirect, String> {
    let number = OutTradeNo::generate();
    let booked = Order { amount: PRICE, paid: false };
    shop.orders().insert(number.to_string(), booked);
    let order = AlipayTradePagePayModel::new()
        .out_trade_no(number)
        .product_code("FAST_INSTANT_TRADE_PAY")
        .total_amount(PRICE)
        .subject("Two coffees");
    let page = shop.client.v2().alipay_trade_page().pay(&order);
    let page = page
        .return_url(format!("{}/back", shop.address))
        .notify_url(format!("{}/notify", shop.address))
        .page_execute()
        .await
        .map_err(|error| error.to_string())?;
    // Or the form that sends itself, `page.form()`: links have a limit of length.
    Ok(Redirect::to(page.link()))
}

/// The buyer comes back. That is no proof of payment: ask.
async fn back(State(shop): State<Shop>, RawQuery(query): RawQuery) -> Result<String, String> {
    let verified = shop.verifier.verify(query.unwrap_or_default().as_bytes());
    let verified = verified.map_err(|error| error.to_string())?;
    let number = verified.get("out_trade_no").unwrap_or_default();
    let question = AlipayTradeQueryModel::new().out_trade_no(number);
    let trade = shop.client.alipay_trade().query(&question).await;
    let trade = trade.map_err(|error| error.to_string())?;
    Ok(format!("your order is {}", trade.trade_status.as_deref().unwrap_or("unknown")))
}

/// Alipay tells, perhaps several times: the work is done once per trade and fact. `TRADE_FINISHED`,
/// months after `TRADE_SUCCESS`, tells nothing new.
async fn notified(
    State(shop): State<Shop>,
    VerifiedNotification(notification): VerifiedNotification,
) -> Reply {
    match handle_once(&shop.store, &notification, shop.paid(&notification)).await {
        Ok(handled) => handled.reply(),
        Err(error) => {
            // Somebody should look at this: money may have come that no order is about.
            println!("not handled: {error:?}");
            Reply::Fail
        }
    }
}

impl Shop {
    fn orders(&self) -> MutexGuard<'_, HashMap<String, Order>> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Marks an order as paid. The signature says that Alipay wrote this, not that it fits an
    /// order.
    async fn paid(&self, notification: &Notification) -> Result<(), Box<dyn Error + Send + Sync>> {
        let Event::Trade(trade) = notification.event()? else { return Ok(()) };
        if trade.fact() != Some(&Fact::Paid) {
            return Ok(());
        }
        let mut orders = self.orders();
        let order = orders.get_mut(&trade.out_trade_no).ok_or("no such order")?;
        if order.amount != trade.total_amount {
            return Err("another amount than that of the order".into());
        }
        if !std::mem::replace(&mut order.paid, true) {
            let _ = self.paid.send(trade.out_trade_no.to_string());
        }
        Ok(())
    }
}

/// What a browser gets.
async fn open(address: &str) -> io::Result<String> {
    let rest = address.strip_prefix("http://").unwrap_or(address);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let mut stream = TcpStream::connect(host).await?;
    let request = format!("GET /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut response = String::new();
    stream.read_to_string(&mut response).await?;
    Ok(response)
}
