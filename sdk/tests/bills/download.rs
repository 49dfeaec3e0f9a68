//! Downloads: which there are, where they go, and what goes with them.

use alipay_sdk::bill::{AddressProblem, BillError, BillLimits, BillType, Bills, download};
use alipay_sdk::{Body, Client, Transport, TransportError, TransportErrorKind, TransportFuture};
use axum::http::{Request, Response};
use serde_json::json;

use super::files::{sample, trades};
use super::platform::script::{Script, Then, Waits};
use super::platform::{key_mode, signed};

const ADDRESS: &str = "https://dwbillcenter.alipay.com/downloadBillFile.resource?bizType=trade&\
    userId=20880000000000010156&fileId=%2Ftrade%2F1.csv.zip&token=0123456789abcdef0123456789abcdef";

/// The platform's response to a question for an address.
fn address(address: &str) -> Then {
    let body = json!({ "bill_download_url": address }).to_string();
    Then::Answer(signed(200, body.as_bytes()))
}

fn rejected(code: &str) -> Then {
    let body = json!({ "code": code, "message": "账单不存在" }).to_string();
    Then::Answer(signed(400, body.as_bytes()))
}

fn file(status: u16, body: impl Into<Vec<u8>>) -> Then {
    Then::Answer(Response::builder().status(status).body(body.into()).unwrap())
}

/// A client, for which the platform does this.
fn client(then: impl IntoIterator<Item = Then>) -> (Client, Script) {
    let script = Script::new(then);
    let builder = key_mode().app_auth_token("token-of-a-merchant").clock(Waits::new());
    (builder.transport(script.clone()).build().unwrap(), script)
}

/// What becomes of a download from this address, when the server there does this.
async fn error_of(from: &str, then: impl IntoIterator<Item = Then>) -> BillError {
    let (client, script) = client([address(from)].into_iter().chain(then));
    let error = download(&client, BillType::Trade, "2099-01-01").await.unwrap_err();
    assert!(script.then.lock().unwrap().is_empty(), "{error}: not all of it was done");
    for secret in ["0123456789abcdef", "token-of-a-merchant", "20880000000000010156"] {
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains(secret), "{shown}");
    }
    error
}

#[tokio::test]
async fn a_bill_is_one_line_away_and_nothing_of_the_application_goes_with_the_download() {
    let (client, script) = client([address(ADDRESS), file(200, sample("trade"))]);
    let bill = download(&client, BillType::Trade, "2099-01-01").await.unwrap().unwrap();
    assert_eq!(trades(&bill).unwrap().len(), 3);

    let sent = script.sent.lock().unwrap();
    let [(question, _), (get, body)] = &sent[..] else { panic!("{} requests", sent.len()) };
    let query = question.uri.query().unwrap();
    for part in ["bill_type=trade", "bill_date=2099-01-01", "secure=true"] {
        assert!(query.contains(part), "{query}");
    }
    assert_eq!((get.method.as_str(), get.uri.to_string()), ("GET", ADDRESS.to_owned()));
    assert!(get.headers.is_empty() && body.is_empty(), "{:?}", get.headers);
}

#[tokio::test]
async fn no_bill_is_a_value() {
    for code in ["BILL_NOT_EXIST", "NO_BILL_DATA"] {
        let (client, _) = client([rejected(code)]);
        assert!(download(&client, BillType::SignCustomer, "2099-01").await.unwrap().is_none());
    }
    let body = json!({ "bill_file_code": "EMPTY_DATA_WITH_BILL_FILE" }).to_string();
    let (client, _) = client([Then::Answer(signed(200, body.as_bytes()))]);
    assert!(download(&client, "zft_acc", "2099-01-01").await.unwrap().is_none());
}

#[tokio::test]
async fn an_empty_bill_is_downloaded() {
    let body =
        json!({ "bill_download_url": ADDRESS, "bill_file_code": "EMPTY_DATA_WITH_BILL_FILE" });
    let then =
        [Then::Answer(signed(200, body.to_string().as_bytes())), file(200, sample("trade_empty"))];
    let (client, _) = client(then);
    let bill = download(&client, BillType::Trade, "2099-01-01").await.unwrap().unwrap();
    assert_eq!(trades(&bill).unwrap().len(), 0);
}

#[tokio::test]
async fn other_rejections_and_those_that_nobody_signed_are_errors() {
    // A read is sent again when nobody has signed what became of it.
    let unsigned = vec![file(400, json!({ "code": "BILL_NOT_EXIST" }).to_string()); 5];
    let rejections = ["INVAILID_ARGUMENTS", "TYPE_NOT_SUPPORTED"].map(|code| vec![rejected(code)]);
    for then in rejections.into_iter().chain([unsigned]) {
        let (client, _) = client(then);
        let error = download(&client, BillType::Trade, "2099-01-01").await.unwrap_err();
        assert!(matches!(error, BillError::Call(_)), "{error}");
    }
    let (client, _) = client([Then::Answer(signed(200, b"{}"))]);
    let error = download(&client, BillType::Trade, "2099-01-01").await.unwrap_err();
    assert!(error.to_string().contains("no address"), "{error}");
}

#[tokio::test]
async fn a_date_that_is_none_is_not_sent() {
    for date in ["", "20990101", "2099-1-1", "2099", "2099-01-01 00:00:00"] {
        let (client, script) = client([]);
        let error = download(&client, BillType::Trade, date).await.unwrap_err();
        assert!(matches!(error, BillError::Request(_)), "{error}");
        assert_eq!(script.sent(), 0);
    }
}

#[tokio::test]
async fn no_other_address_is_asked() {
    let http = ADDRESS.replace("https", "http");
    let problem = |error| match error {
        BillError::Address(problem) => problem,
        other => panic!("{other}"),
    };
    assert_eq!(problem(error_of(&http, []).await), AddressProblem::Http);
    let other = ADDRESS.replace("dwbillcenter.alipay.com", "bills.example.com");
    assert!(matches!(problem(error_of(&other, []).await), AddressProblem::Host(_)));
    let named = ADDRESS.replace("https://", "https://name:0123456789abcdef@");
    assert_eq!(problem(error_of(&named, []).await), AddressProblem::Credentials);
    assert_eq!(problem(error_of("0123456789abcdef", []).await), AddressProblem::Unreadable);
}

#[tokio::test]
async fn http_and_other_hosts_are_asked_when_they_were_allowed() {
    for from in [ADDRESS.replace("https", "http"), "http://127.0.0.1:8080/a?token=1".to_owned()] {
        let (client, _) = client([address(&from), file(200, sample("trade"))]);
        let bills = Bills::new(&client).allow_http(true).allow_host("127.0.0.1:8080");
        assert!(bills.download(BillType::Trade, "2099-01-01").await.unwrap().is_some());
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let redirect = Response::builder().status(302).header("location", "https://example.com/");
    let redirect = Then::Answer(redirect.body(Vec::new()).unwrap());
    let error = error_of(ADDRESS, [redirect]).await;
    assert!(matches!(error, BillError::Status(status) if status == 302), "{error}");
}

#[tokio::test]
async fn an_address_that_has_expired_is_told_from_a_zip() {
    let page = "<!DOCTYPE html><html><body>下载链接已失效</body></html>";
    let error = error_of(ADDRESS, [file(200, page)]).await;
    assert!(error.to_string().contains("after 30 seconds"), "{error}");
    let error = error_of(ADDRESS, [file(403, page)]).await;
    assert!(error.to_string().contains("may have expired"), "{error}");
    for body in [&b""[..], b"P", b"{\"code\":1}"] {
        let error = error_of(ADDRESS, [file(200, body)]).await;
        assert!(matches!(error, BillError::NotTheFile { is_page: false, .. }), "{error}");
    }
}

#[tokio::test]
async fn a_download_over_the_limit_is_broken_off() {
    let (client, _) = client([address(ADDRESS), file(200, sample("trade"))]);
    let bills = Bills::new(&client).limits(BillLimits::new().download(1_000));
    let error = bills.download(BillType::Trade, "2099-01-01").await.unwrap_err();
    assert!(matches!(error, BillError::TooLarge { limit: 1_000, .. }), "{error}");
}

#[tokio::test]
async fn what_does_not_fit_into_memory_is_put_into_a_file() {
    let (client, _) = client([file(200, sample("trade"))]);
    let bills = Bills::new(&client).limits(BillLimits::new().memory(100));
    let bill = bills.fetch(ADDRESS).await.unwrap();
    assert_eq!(trades(&bill).unwrap().len(), 3);
    let mut copy = Vec::new();
    bill.write_to(&mut copy).unwrap();
    assert_eq!(copy, sample("trade"));
}

#[tokio::test]
async fn a_connection_that_breaks_says_where() {
    let error = error_of(ADDRESS, [Then::Fail(TransportErrorKind::NotSent)]).await;
    assert!(error.to_string().contains("told to"), "{error}");
}

/// A transport that names the address in its errors.
struct Talkative;

impl Transport for Talkative {
    fn send(&self, request: Request<Body>) -> TransportFuture<'_> {
        let error = format!("GET {} failed", request.uri());
        Box::pin(async { Err(TransportError::new(TransportErrorKind::Timeout, error)) })
    }
}

#[tokio::test]
async fn no_transport_gets_the_token_of_an_address_into_an_error() {
    let client = key_mode().transport(Talkative).build().unwrap();
    let error = Bills::new(&client).fetch(ADDRESS).await.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("0123456789abcdef"), "{shown}");
    assert!(shown.contains("dwbillcenter.alipay.com"), "{shown}");
}

#[tokio::test]
async fn a_client_without_a_transport_says_what_to_do() {
    let client = key_mode().without_transport().build().unwrap();
    let error = Bills::new(&client).fetch(ADDRESS).await.unwrap_err();
    assert!(error.to_string().contains("`Bill::read`"), "{error}");
}

#[test]
fn a_download_can_be_spawned() {
    fn is_send<T: Send>(_: T) {}
    let (client, _) = client([]);
    is_send(download(&client, BillType::Trade, "2099-01-01"));
}
