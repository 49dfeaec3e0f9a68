//! Certificates that notifications name: anybody can post one.

use std::time::{Duration, Instant};

use alipay_sdk::notify::NotificationVerifier;
use alipay_sdk::{CertificateFuture, CertificateSource};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use tokio::task::JoinHandle;

use crate::platform::{APP_ID, private_key};
use crate::{Shelf, Silent, builder, file, query, serial};

/// A notification that names a certificate.
fn notification(serial: &str) -> String {
    let signed = format!("alipay_cert_sn={serial}&app_id={APP_ID}");
    let signature = private_key("alipay").sign(signed.as_bytes()).unwrap();
    let signature = BASE64_STANDARD.encode(signature).replace('+', "%2B");
    format!("{signed}&sign_type=RSA2&sign={signature}")
}

#[tokio::test]
async fn a_notification_makes_the_client_fetch_but_strangers_do_not_keep_calls_from_it() {
    let shelf = Shelf::with(file("alipay_cert_chain"));
    let client = builder().certificate_source(shelf.clone()).build().unwrap();
    let verifier = NotificationVerifier::of(&client);
    for strange in ["", "x", "0123", &"0".repeat(33)] {
        assert!(verifier.verify_async(notification(strange).as_bytes()).await.is_err());
    }
    assert_eq!(shelf.asked(), 0, "none of these is a serial");
    for number in 0..100 {
        let made_up = format!("{number:032x}");
        assert!(verifier.verify_async(notification(&made_up).as_bytes()).await.is_err());
    }
    assert_eq!(shelf.asked(), 32);
    let genuine = notification(&serial());
    let refused = verifier.verify_async(genuine.as_bytes()).await.unwrap_err().to_string();
    assert!(refused.contains("too many downloads of other certificates"), "{refused}");
    query(&client).await.unwrap();
    assert!(verifier.verify_async(genuine.as_bytes()).await.is_ok());
    assert!(verifier.verify(genuine.as_bytes()).is_ok());
}

/// Never gives a certificate but this one.
struct Stalled(Shelf);

impl CertificateSource for Stalled {
    fn fetch<'a>(&'a self, asked: &'a str) -> CertificateFuture<'a> {
        match asked == serial() {
            true => self.0.fetch(asked),
            false => Box::pin(std::future::pending()),
        }
    }
}

#[tokio::test]
async fn what_strangers_name_keeps_no_call_waiting() {
    let source = Stalled(Shelf::with(file("alipay_cert_chain")));
    let client = builder().certificate_source(source).build().unwrap();
    let verifier = NotificationVerifier::of(&client);
    let strangers = (0..8).map(|number| {
        let (verifier, posted) = (verifier.clone(), notification(&format!("{number:032x}")));
        tokio::spawn(async move { verifier.verify_async(posted.as_bytes()).await })
    });
    let strangers: Vec<_> = strangers.collect();
    tokio::task::yield_now().await;
    let call = tokio::time::timeout(Duration::from_secs(5), query(&client)).await;
    call.expect("the call waits for what a stranger named").unwrap();
    strangers.iter().for_each(JoinHandle::abort);
}

#[tokio::test]
async fn few_notifications_wait_for_certificates_and_the_others_are_told_at_once() {
    let client = builder().certificate_source(Silent).timeout(Duration::from_millis(300));
    let verifier = NotificationVerifier::of(&client.build().unwrap());
    let start = Instant::now();
    let strangers = (0..300).map(|number| {
        let (verifier, posted) = (verifier.clone(), notification(&format!("{number:032x}")));
        tokio::spawn(async move { verifier.verify_async(posted.as_bytes()).await.unwrap_err() })
    });
    let mut told = Vec::new();
    for stranger in strangers.collect::<Vec<_>>() {
        told.push(stranger.await.unwrap().to_string());
    }
    let at_once =
        told.iter().filter(|error| error.contains("too many other notifications wait")).count();
    assert_eq!(at_once, 300 - 8);
    assert!(start.elapsed() < Duration::from_secs(10), "each waited anew");
}

#[tokio::test]
async fn a_notification_is_believed_when_its_certificate_was_fetched() {
    let client = builder().certificate_source(Shelf::with(file("alipay_cert_chain"))).build();
    let verifier = NotificationVerifier::of(&client.unwrap());
    let genuine = notification(&serial());
    assert!(verifier.verify(genuine.as_bytes()).is_err(), "that one asks nobody");
    assert!(verifier.verify_async(genuine.as_bytes()).await.is_ok());
}
