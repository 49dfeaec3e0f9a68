//! A shop that receives notifications: an axum server verifies them and ships the
//! goods of a trade once. The local gateway plays the platform: it delivers a payment twice, says
//! later that the trade is finished, and sends a forgery.
//!
//! ```text
//! cargo run -p alipay-sdk --features axum --example notification_handler
//! ```

use std::collections::HashMap;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

use alipay_gateway::{Gateway, Notice};
use alipay_sdk::notify::{
    Event, Fact, Notification, NotificationVerifier, Reply, VerifiedNotification, handle_once,
};
use alipay_sdk::store::MemoryStore;
use alipay_sdk::{Amount, Client};
use axum::Router;
use axum::extract::{FromRef, State};
use axum::routing::post;
use tokio::net::TcpListener;

/// What the handlers share. With several replicas take a `RedisStore` or a `PostgresStore`.
#[derive(Clone)]
struct Shop {
    verifier: NotificationVerifier,
    handled: Arc<MemoryStore>,
    orders: Arc<Mutex<HashMap<String, Order>>>,
}

struct Order {
    amount: Amount,
    /// How often the goods were shipped.
    shipped: u32,
}

impl FromRef<Shop> for NotificationVerifier {
    fn from_ref(shop: &Shop) -> Self {
        shop.verifier.clone()
    }
}

/// The extractor has already rejected forgeries, and notifications for another application.
async fn notified(
    State(shop): State<Shop>,
    VerifiedNotification(notification): VerifiedNotification,
) -> Reply {
    match handle_once(&shop.handled, &notification, shop.paid(&notification)).await {
        Ok(handled) => {
            println!("{:?}: {handled:?}", notification.notify_id().unwrap_or_default());
            handled.reply()
        }
        Err(error) => {
            println!("not handled: {error}");
            Reply::Fail
        }
    }
}

impl Shop {
    async fn paid(&self, notification: &Notification) -> Result<(), Box<dyn Error + Send + Sync>> {
        let Event::Trade(trade) = notification.event()? else { return Ok(()) };
        if trade.fact() != Some(&Fact::Paid) {
            return Ok(());
        }
        let mut orders = self.orders.lock().unwrap_or_else(PoisonError::into_inner);
        let order = orders.get_mut(&trade.out_trade_no).ok_or("no such order")?;
        if order.amount != trade.total_amount {
            return Err("another amount than that of the order".into());
        }
        order.shipped += 1;
        println!("{} is paid: {} yuan", trade.out_trade_no, trade.total_amount);
        Ok(())
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let gateway = Gateway::builder().time_factor(1e6).start().await?;
    let app = gateway.app();
    let client = Client::builder()
        .app_id(&app.app_id)
        .private_key(app.private_key)
        .alipay_public_key(app.alipay_public_key)
        .base_url(gateway.base_url())
        .build()?;
    let order = Order { amount: "88.88".parse()?, shipped: 0 };
    let orders = Arc::new(Mutex::new(HashMap::from([("T20260616001".to_owned(), order)])));
    let verifier = NotificationVerifier::of(&client);
    let shop = Shop { verifier, handled: Arc::default(), orders: orders.clone() };

    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/notify", listener.local_addr()?);
    let router = Router::new().route("/notify", post(notified)).with_state(shop);
    tokio::spawn(async move { axum::serve(listener, router).await });

    let trade = |status| {
        Notice::new(&url).parameters([
            ("app_id", app.app_id.as_str()),
            ("out_trade_no", "T20260616001"),
            ("total_amount", "88.88"),
            ("trade_no", "2026061622001473700000000001"),
            ("trade_status", status),
        ])
    };
    let payment = trade("TRADE_SUCCESS").twice();
    println!("a payment, told twice: {:?}", gateway.send(&payment).finished().await);
    // Up to a year later, under another `notify_id`.
    let finished = gateway.send(&trade("TRADE_FINISHED"));
    println!("it is finished: {:?}", finished.finished().await);
    let forged = gateway.send(&trade("TRADE_SUCCESS").wrong_signature());
    forged.attempted(1).await;
    println!("a forgery is answered with {:?}", forged.attempts().first().map(|one| &one.response));

    let orders = orders.lock().unwrap_or_else(PoisonError::into_inner);
    if orders.values().all(|order| order.shipped == 1) { Ok(()) } else { Err("not once".into()) }
}
