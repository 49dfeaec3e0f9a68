//! Cases from reports of bugs, with the throw-away keys of the vectors.

use alipay_sdk::notify::{Event, NotificationError, NotificationVerifier, Posted};

use crate::post::verifier;

macro_rules! case {
    ($name:literal) => {
        include_str!(concat!("../fixtures/cases/", $name))
    };
}

/// For the application of the cases.
fn shop() -> NotificationVerifier {
    verifier().app_id("2021000000000000")
}

fn rejected(body: &str) -> NotificationError {
    shop().verify(body).expect_err("rejected")
}

#[test]
fn a_notification_whose_charset_stands_in_the_header_is_read() {
    let case = case!("notify_F7_gbk_by_content_type.txt");
    let (header, body) = case.split_once("\n\n").expect("a header");
    let content_type = header.strip_prefix("Content-Type: ").expect("a content type");
    let verifier = verifier().app_id("1");
    for posted in [Posted::new(body).content_type(content_type), Posted::new(body)] {
        let notification = verifier.verify(posted).expect("genuine");
        assert_eq!(notification.get("subject"), Some("大乐透"));
        assert_eq!((notification.parameters().len(), notification.unread().len()), (9, 0));
        let Ok(Event::Trade(trade)) = notification.event() else { panic!("no trade") };
        assert_eq!(trade.subject.as_deref(), Some("大乐透"));
    }
}

#[test]
fn a_trade_that_is_finished_months_later_is_verified() {
    for body in [case!("notify_N15.txt"), case!("notify_N15b.txt")] {
        let Ok(Event::Trade(trade)) = shop().verify(body).expect("genuine").event() else {
            panic!("no trade");
        };
        assert!(trade.is_paid());
    }
}

#[test]
fn a_parameter_of_the_shop_on_the_return_page_is_named() {
    let error = rejected(case!("notify_N6b.txt"));
    assert_eq!(error, NotificationError::Unexpected { names: vec!["order".to_owned()] });
    assert!(
        error.to_string().contains("Alipay does not send") && error.to_string().contains("`order`")
    );
}

#[test]
fn a_return_page_that_was_posted_as_json_is_no_form() {
    let error = rejected(case!("notify_N6f.txt")).to_string();
    assert!(error.contains("not a form: it is JSON"), "{error}");
}
