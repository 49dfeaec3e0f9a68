//! What axum makes of a notification.

use alipay_sdk::notify::{NotificationRejection, Reply, VerifiedNotification};
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::response::IntoResponse;

use crate::post::{paid, signed, verified, verifier};

async fn extract(body: Vec<u8>) -> Result<VerifiedNotification, NotificationRejection> {
    VerifiedNotification::from_request(Request::new(Body::from(body)), &verifier()).await
}

async fn answer(response: impl IntoResponse) -> (u16, String) {
    let response = response.into_response();
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body(), 100).await.expect("a body");
    (status, String::from_utf8(body.to_vec()).expect("text"))
}

#[tokio::test]
async fn a_handler_gets_what_was_verified() {
    let VerifiedNotification(notification) = extract(signed(&paid())).await.expect("verified");
    assert_eq!(notification, verified(&paid()));
}

#[tokio::test]
async fn a_return_page_is_read_from_its_query() {
    let query = String::from_utf8(signed(&paid())).expect("ASCII");
    let request = Request::get(format!("/back?{query}")).body(Body::empty()).expect("a request");
    let VerifiedNotification(page) =
        VerifiedNotification::from_request(request, &verifier()).await.expect("verified");
    assert_eq!(page, verified(&paid()));
}

#[tokio::test]
async fn what_is_not_verified_is_answered_with_fail() {
    let refused = extract(b"trade_status=TRADE_SUCCESS".to_vec()).await.expect_err("refused");
    assert_eq!(answer(refused).await, (400, "fail".to_owned()));
    let large = extract(vec![b'x'; (1 << 20) + 1]).await.expect_err("refused");
    assert_eq!(answer(large).await, (413, "fail".to_owned()));
}

#[tokio::test]
async fn the_replies_are_seven_and_four_letters() {
    assert_eq!(answer(Reply::Success).await, (200, "success".to_owned()));
    assert_eq!(answer(Reply::Fail).await, (200, "fail".to_owned()));
}
