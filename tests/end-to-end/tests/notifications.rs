//! Notifications of the local gateway, received with axum and handled once.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use alipay_end_to_end::{Mode, client};
use alipay_gateway::{Gateway, Notice, Outcome};
use alipay_sdk::Amount;
use alipay_sdk::notify::{
    Event, Notification, NotificationVerifier, Reply, VerifiedNotification, handle_once,
};
use alipay_sdk::store::MemoryStore;
use axum::Router;
use axum::extract::{FromRef, State};
use axum::routing::post;
use tokio::net::TcpListener;

/// One replica of a shop; all share what lies behind an `Arc`.
#[derive(Clone)]
struct Shop {
    verifier: NotificationVerifier,
    store: Arc<MemoryStore>,
    orders: Arc<Orders>,
}

impl FromRef<Shop> for NotificationVerifier {
    fn from_ref(shop: &Shop) -> Self {
        shop.verifier.clone()
    }
}

#[derive(Default)]
struct Orders {
    /// How often the database is away before it is back.
    failures: AtomicU32,
    started: AtomicU32,
    paid: AtomicU32,
}

impl Orders {
    async fn pay(&self, notification: &Notification) -> Result<(), &'static str> {
        self.started.fetch_add(1, Ordering::SeqCst);
        let left = |count: u32| count.checked_sub(1);
        if self.failures.fetch_update(Ordering::SeqCst, Ordering::SeqCst, left).is_ok() {
            return Err("the database is away");
        }
        match notification.event() {
            Ok(Event::Trade(trade)) if trade.is_paid() => {
                assert_eq!(trade.total_amount, Amount::from_fen(8888));
                self.paid.fetch_add(1, Ordering::SeqCst);
                Ok(())
            }
            _ => Err("not about a payment"),
        }
    }

    fn counts(&self) -> (u32, u32) {
        (self.started.load(Ordering::SeqCst), self.paid.load(Ordering::SeqCst))
    }
}

async fn notified(
    State(shop): State<Shop>,
    VerifiedNotification(notification): VerifiedNotification,
) -> Reply {
    let work = shop.orders.pay(&notification);
    handle_once(&shop.store, &notification, work)
        .await
        .map_or(Reply::Fail, |handled| handled.reply())
}

/// A replica, and the address that notifications are posted to.
async fn replica(shop: &Shop) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/notify", listener.local_addr().unwrap());
    let router = Router::new().route("/notify", post(notified)).with_state(shop.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

async fn setup(mode: Mode) -> (Gateway, Shop) {
    let gateway = Gateway::builder().time_factor(1e6).start().await.unwrap();
    let verifier = NotificationVerifier::of(&client(&gateway, mode).unwrap());
    (gateway, Shop { verifier, store: Arc::default(), orders: Arc::default() })
}

fn paid(gateway: &Gateway, url: &str) -> Notice {
    Notice::new(url).parameters([
        ("app_id", gateway.app().app_id.as_str()),
        ("out_trade_no", "T20260616"),
        ("subject", "冰美式 ☕ <50%> & 1+1"),
        ("total_amount", "88.88"),
        ("trade_no", "2026061622001473700000000001"),
        ("trade_status", "TRADE_SUCCESS"),
    ])
}

#[tokio::test]
async fn a_notification_that_comes_twice_is_handled_once_in_every_mode() {
    for mode in [Mode::Key, Mode::Certificates] {
        let (gateway, shop) = setup(mode).await;
        let url = replica(&shop).await;
        let notice = paid(&gateway, &url).twice();
        let notice = if mode == Mode::Certificates { notice.certificate() } else { notice };
        let delivery = gateway.send(&notice);
        assert_eq!(delivery.finished().await, Outcome::Acknowledged);
        assert!(delivery.attempts().iter().all(|attempt| attempt.response == "success"));
        assert_eq!(shop.orders.counts(), (1, 1));
    }
}

#[tokio::test]
async fn work_that_failed_is_done_at_the_next_delivery() {
    let (gateway, shop) = setup(Mode::Key).await;
    shop.orders.failures.store(2, Ordering::SeqCst);
    let url = replica(&shop).await;
    let delivery = gateway.send(&paid(&gateway, &url));
    assert_eq!(delivery.finished().await, Outcome::Acknowledged);
    let answers: Vec<_> = delivery.attempts().into_iter().map(|attempt| attempt.response).collect();
    assert_eq!(answers, ["fail", "fail", "success"]);
    assert_eq!(shop.orders.counts(), (3, 1));
}

#[tokio::test]
async fn two_replicas_with_one_store_handle_it_once() {
    let (gateway, shop) = setup(Mode::Key).await;
    let urls = [replica(&shop).await, replica(&shop).await];
    let deliveries = urls.map(|url| {
        // The same notification, sent to both.
        gateway.send(&paid(&gateway, &url).parameter("notify_id", "2026061600222"))
    });
    for delivery in deliveries {
        assert_eq!(delivery.finished().await, Outcome::Acknowledged);
    }
    assert_eq!(shop.orders.counts(), (1, 1));
}

#[tokio::test]
async fn what_is_not_genuine_or_for_another_application_does_not_reach_the_shop() {
    let (gateway, shop) = setup(Mode::Key).await;
    let url = replica(&shop).await;
    let genuine = || paid(&gateway, &url);
    for notice in [
        genuine().wrong_signature(),
        genuine().sign_type("RSA"),
        genuine().parameter("app_id", "2021000000000009"),
    ] {
        let delivery = gateway.send(&notice);
        assert_eq!(delivery.finished().await, Outcome::GivenUp);
        let attempt = delivery.attempts().remove(0);
        assert_eq!((attempt.status, &*attempt.response), (Some(400), "fail"));
    }
    assert_eq!(shop.orders.counts(), (0, 0));
}
