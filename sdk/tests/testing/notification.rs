//! Notifications that the platform signs.

use alipay_sdk::notify::{Event, NotificationError, NotificationVerifier};
use alipay_sdk::testing::{APP_ID, sign_notification};
use alipay_sdk::{PrivateKey, TradeStatus};

use crate::shop;

const TRADE: [(&str, &str); 5] = [
    ("trade_no", "2026"),
    ("out_trade_no", "T1"),
    ("trade_status", "TRADE_SUCCESS"),
    ("total_amount", "88.88"),
    ("subject", "茶 & more = 100%+"),
];

#[tokio::test]
async fn a_notification_is_accepted_by_the_verifier_of_the_client() {
    let (platform, client) = shop();
    let body = platform.notification(TRADE).unwrap();
    let notification = NotificationVerifier::of(&client).verify(&body).unwrap();
    assert_eq!(notification.app_id(), Some(APP_ID));
    assert!(notification.notify_id().is_some());
    let Event::Trade(trade) = notification.event().unwrap() else { panic!("no trade") };
    assert!(trade.is_paid());
    assert_eq!(trade.trade_status, TradeStatus::Success);
    assert_eq!(trade.subject.as_deref(), Some("茶 & more = 100%+"));
}

#[test]
fn what_a_test_names_stays() {
    let (platform, client) = shop();
    let body = platform.notification([("app_id", "1"), ("notify_id", "2"), ("empty", "")]).unwrap();
    let verifier = NotificationVerifier::of(&client);
    let error = verifier.clone().verify(&body).unwrap_err();
    assert!(matches!(error, NotificationError::OtherApp { .. }), "{error}");
    assert_eq!(verifier.any_app_id().verify(&body).unwrap().notify_id(), Some("2"));
}

#[test]
fn a_notification_that_another_key_signed_is_refused() {
    let (_, client) = shop();
    let key = PrivateKey::parse(include_str!("../fixtures/rsa_2048.pem")).unwrap();
    let body = sign_notification(&key, TRADE).unwrap();
    let error = NotificationVerifier::of(&client).verify(&body).unwrap_err();
    assert!(matches!(error, NotificationError::Signature(_)), "{error}");
    let verifier = NotificationVerifier::new(key.public_key().clone(), APP_ID).any_app_id();
    assert_eq!(verifier.verify(&body).unwrap().get("out_trade_no"), Some("T1"));
}
