//! Operations that give their results in pages.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use alipay_sdk::model::{
    AccountLogItemResult, AlipayFundBatchDetailQueryModel, AlipayFundUsertradeBatchqueryModel,
    AlipayOpenPublicFollowBatchqueryModel,
};
use alipay_sdk::operation::{
    AlipayDataBillAccountlogQuery, AlipayDataBillAccountlogQueryParams as Params,
    AlipayFundUsertradeBatchqueryParams as Query,
};
use alipay_sdk::testing::{TestPlatform, TestRequest, TestResponse};
use alipay_sdk::{Client, Error, ErrorKind, Json, Pages, TransportErrorKind};
use futures_core::Stream as _;
use serde_json::json;

use crate::shop;

const LOG: &str = "alipay.data.bill.accountlog.query";

/// The number of the page that a request asks for.
fn page(request: &TestRequest) -> u64 {
    request.parameter("page_no").unwrap().parse().unwrap()
}

/// Entries with these numbers.
fn entries(numbers: impl IntoIterator<Item = u64>) -> Json {
    let entry = |number: u64| json!({"account_log_id": number.to_string()});
    numbers.into_iter().map(entry).collect()
}

/// A list of seven entries, three on a page, as a platform gives it that says this beside them.
fn seven(platform: &TestPlatform, beside: impl Fn(u64) -> Json + Send + 'static) {
    platform.on(LOG, move |request| {
        let page = page(request);
        let first = (page.max(1) - 1) * 3 + 1;
        let mut response = beside(page);
        response["detail_list"] = entries(first..(first + 3).min(8));
        response
    });
}

fn log(client: &Client, params: &Params) -> Pages<AlipayDataBillAccountlogQuery> {
    client.alipay_data_bill_accountlog().query(params).pages()
}

fn numbers(items: &Option<Vec<AccountLogItemResult>>) -> Vec<u64> {
    let id = |item: &AccountLogItemResult| item.account_log_id.as_ref().unwrap().parse().unwrap();
    items.iter().flatten().map(id).collect()
}

/// All entries up to the end or the error, and how many pages there were.
async fn all(mut pages: Pages<AlipayDataBillAccountlogQuery>) -> (Vec<u64>, usize, Option<Error>) {
    let (mut found, mut count) = (Vec::new(), 0);
    while let Some(page) = pages.next().await {
        match page {
            Ok(page) => {
                assert!(page.is_verified());
                found.extend(numbers(&page.detail_list));
                count += 1;
            }
            Err(error) => {
                assert!(pages.next().await.is_none(), "an error is the last item");
                return (found, count, Some(error));
            }
        }
    }
    assert!(pages.next().await.is_none());
    (found, count, None)
}

/// The pages that were asked for.
fn asked(platform: &TestPlatform) -> Vec<u64> {
    platform.requests().iter().map(page).collect()
}

#[tokio::test]
async fn three_pages_come_one_after_the_other_with_the_options_of_the_call() {
    let (platform, client) = shop();
    seven(&platform, |page| json!({"page_no": page.to_string(), "total_size": "7"}));
    let params = Params::new().start_time("2026-11-25 00:00:00").page_size("3");
    let call = client.alipay_data_bill_accountlog().query(&params).query("own", "a b");
    let (found, pages, error) = all(call.app_auth_token("TOKEN").request_id("first").pages()).await;
    assert_eq!((found, pages), ((1..8).collect(), 3));
    assert!(error.is_none());
    assert_eq!(asked(&platform), [1, 2, 3]);
    for (index, request) in platform.requests().iter().enumerate() {
        assert_eq!(request.parameter("start_time"), Some("2026-11-25 00:00:00"));
        assert_eq!(request.parameter("own"), Some("a b"));
        assert_eq!(request.app_auth_token(), Some("TOKEN"));
        let is_first = request.headers()["alipay-request-id"] == "first";
        assert_eq!(is_first, index == 0, "an id is of one request");
    }
}

#[tokio::test]
async fn pages_begin_where_the_call_does() {
    let (platform, client) = shop();
    for (total, size, expected) in [
        ("7", Some("3"), vec![2, 3]),
        // How many entries are before them is unknown: a page without entries is the last.
        ("7", None, vec![2, 3, 4]),
    ] {
        let platform = platform.clone();
        seven(&platform, move |_| json!({"total_size": total}));
        let mut params = Params::new().page_no("2");
        params.page_size = size.map(str::to_owned);
        let before = platform.requests().len();
        assert_eq!(all(log(&client, &params)).await.0, [4, 5, 6, 7]);
        assert_eq!(asked(&platform)[before..], expected);
    }
}

#[tokio::test]
async fn a_wrong_page_is_an_error_and_nothing_is_sent() {
    let (platform, client) = shop();
    let (_, pages, error) = all(log(&client, &Params::new().page_no("first"))).await;
    let error = error.unwrap();
    assert!(matches!(error.kind(), ErrorKind::Request { .. }) && pages == 0, "{error}");
    assert!(error.to_string().contains("`page_no` is no page number"), "{error}");
    assert!(platform.requests().is_empty());
}

#[tokio::test]
async fn an_error_in_the_middle_is_the_last_item_and_retries_come_before_it() {
    let (platform, client) = shop();
    let rejection = || TestResponse::rejection("ILLEGAL_ARGUMENT", "no");
    let lost = || TestResponse::failure(TransportErrorKind::Interrupted);
    platform.on(LOG, move |request| match (request.number(), page(request)) {
        (1 | 3, _) => lost(),
        (_, 3) => rejection(),
        (_, page) => json!({"detail_list": entries([page]), "total_size": "9"}).into(),
    });
    let (found, pages, error) = all(log(&client, &Params::new())).await;
    assert_eq!((found, pages), (vec![1, 2], 2));
    assert!(error.unwrap().has_code("ILLEGAL_ARGUMENT"));
    assert_eq!(asked(&platform), [1, 1, 2, 2, 3]);
}

#[tokio::test]
async fn a_page_that_is_not_signed_is_an_error() {
    let (platform, client) = shop();
    platform.on(LOG, |request| {
        let page = page(request);
        let response = json!({"detail_list": entries([page]), "total_size": "9"});
        let response = TestResponse::from(response);
        if page == 2 { response.unsigned() } else { response }
    });
    let (found, _, error) = all(log(&client, &Params::new())).await;
    assert!(matches!(error.unwrap().kind(), ErrorKind::Signature(_)));
    assert_eq!(found, [1]);
}

#[tokio::test]
async fn a_total_that_is_wrong_neither_hides_pages_nor_goes_on_for_ever() {
    let (platform, client) = shop();
    for (total, requests) in [
        // Less than there are already: it does not count.
        (json!("2"), 4),
        (json!("0"), 4),
        (json!("many"), 4),
        (json!(null), 4),
        // More than there will ever be: a page without entries is the last.
        (json!("1000000"), 4),
        (json!("7"), 3),
    ] {
        let before = platform.requests().len();
        let said = total.clone();
        seven(&platform, move |_| json!({"total_size": said}));
        let (found, _, error) = all(log(&client, &Params::new())).await;
        assert!(error.is_none());
        assert_eq!(found, (1..8).collect::<Vec<_>>(), "{total}");
        assert_eq!(platform.requests().len() - before, requests, "{total}");
    }
}

#[tokio::test]
async fn the_same_page_again_ends_it_and_is_an_error_where_more_was_promised() {
    let (platform, client) = shop();
    platform.on(LOG, |request| json!({"page_no": page(request), "detail_list": entries(1..4)}));
    let (found, pages, error) = all(log(&client, &Params::new())).await;
    assert_eq!((found, pages), (vec![1, 2, 3], 1));
    assert!(error.is_none());
    platform.on(LOG, |_| json!({"total_size": "9", "detail_list": entries(1..4)}));
    let (found, pages, error) = all(log(&client, &Params::new())).await;
    assert_eq!((found, pages), (vec![1, 2, 3], 1));
    let error = error.unwrap();
    assert!(matches!(error.kind(), ErrorKind::Decode(_)));
    assert!(error.to_string().contains("page 2 has the entries of an earlier page"), "{error}");
    let (_, _, error) = all(log(&client, &Params::new().page_no("0"))).await;
    let error = error.unwrap().to_string();
    assert!(error.contains("ask for page 1 first, not for page 0"), "{error}");
}

#[tokio::test]
async fn a_list_without_entries_is_one_page() {
    let (platform, client) = shop();
    platform.on(LOG, |_| json!({"total_size": "0"}));
    let (found, pages, error) = all(log(&client, &Params::new())).await;
    assert!(found.is_empty() && pages == 1 && error.is_none());
}

#[tokio::test]
async fn an_empty_page_that_promises_another_is_an_error() {
    let (platform, client) = shop();
    platform.on("alipay.fund.usertrade.batchquery", |request| {
        let page: u64 = request.json()["page_index"].as_str().unwrap().parse().unwrap();
        let entries = if page == 1 { vec![json!({"order_no": "1"})] } else { Vec::new() };
        json!({"trade_info_list": entries, "has_next": true})
    });
    let body = AlipayFundUsertradeBatchqueryModel::new().biz_scene("A").page_size("1");
    let mut pages = client.alipay_fund_usertrade().batchquery(&Query::new(), &body).pages();
    assert!(pages.next().await.unwrap().is_ok());
    let error = pages.next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("page 2 is empty, and says that there are more"), "{error}");
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn an_empty_page_with_a_new_cursor_leads_on_and_the_same_entries_again_are_an_error() {
    let (platform, client) = shop();
    platform.on("alipay.open.public.follow.batchquery", |request| {
        let (here, next) = match request.json()["next_user_id"].as_str().unwrap_or_default() {
            "" => (vec!["a"], "b"),
            "b" => (vec![], "c"),
            "c" => (vec!["c"], "d"),
            _ => (vec!["a"], "e"),
        };
        json!({"user_id_list": here, "next_user_id": next})
    });
    let body = AlipayOpenPublicFollowBatchqueryModel::new();
    let mut pages = client.alipay_open_public_follow().batchquery(&body).pages();
    for _ in 0..3 {
        assert!(pages.next().await.unwrap().is_ok());
    }
    let error = pages.next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("although its cursor is new"), "{error}");
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn a_future_that_is_dropped_loses_no_page() {
    let (platform, client) = shop();
    platform.on(LOG, |request| {
        let entry = entries([page(request)]);
        let response = TestResponse::from(json!({"total_size": "7", "detail_list": entry}));
        response.after(Duration::from_secs(1))
    });
    let mut pages = log(&client, &Params::new());
    let (mut found, mut pending) = (Vec::new(), 0);
    loop {
        // Polled once, and dropped.
        let once = poll_fn(|at| std::task::Poll::Ready(Pin::new(&mut pages).poll_next(at))).await;
        match once {
            std::task::Poll::Ready(Some(page)) => found.extend(numbers(&page.unwrap().detail_list)),
            std::task::Poll::Ready(None) => break,
            std::task::Poll::Pending => {
                pending += 1;
                tokio::task::yield_now().await;
            }
        }
    }
    assert!(pending > 0, "no future was dropped before its page came");
    assert_eq!(found, (1..8).collect::<Vec<_>>());
    assert_eq!(asked(&platform), found);
}

#[tokio::test]
async fn a_number_in_a_body_keeps_its_type_and_the_other_fields() {
    let (platform, client) = shop();
    let operation = "alipay.fund.usertrade.batchquery";
    platform.on(operation, |request| {
        let page: u64 = request.json()["page_index"].as_str().unwrap().parse().unwrap();
        json!({"trade_info_list": [{"order_no": page.to_string()}], "has_next": page < 3})
    });
    let body = AlipayFundUsertradeBatchqueryModel::new().biz_scene("A/\"中\"").page_size("1");
    let mut pages = client.alipay_fund_usertrade().batchquery(&Query::new(), &body).pages();
    let mut count = 0;
    while let Some(page) = pages.next().await {
        page.unwrap();
        count += 1;
    }
    assert_eq!(count, 3);
    let sent = platform.requests()[2].json().clone();
    assert_eq!(sent, json!({"biz_scene": "A/\"中\"", "page_index": "3", "page_size": "1"}));
}

#[tokio::test]
async fn the_v2_gateway_has_pages_and_a_number_of_them_counts() {
    let (platform, client) = shop();
    platform.on("alipay.fund.batch.detail.query", |request| {
        let page = request.json()["page_num"].as_u64().unwrap();
        json!({"acc_detail_list": [{"detail_no": page.to_string()}], "total_page_count": 2})
    });
    let body = AlipayFundBatchDetailQueryModel::new().batch_no("1");
    let mut pages = client.v2().alipay_fund_batch_detail().query(&body).pages();
    for _ in 0..2 {
        assert!(pages.next().await.unwrap().unwrap().is_verified());
    }
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn a_cursor_leads_from_page_to_page_and_a_circle_ends() {
    let (platform, client) = shop();
    for (last, expected) in [("", vec!["", "b", "c"]), ("b", vec!["", "b", "c"])] {
        let operation = "alipay.open.public.follow.batchquery";
        platform.on(operation, move |request| {
            let (here, next) = match request.json()["next_user_id"].as_str().unwrap_or_default() {
                "" => ("a", "b"),
                "b" => ("b", "c"),
                _ => ("c", last),
            };
            json!({"user_id_list": [here], "next_user_id": next})
        });
        let before = platform.requests().len();
        let body = AlipayOpenPublicFollowBatchqueryModel::new();
        let mut pages = client.alipay_open_public_follow().batchquery(&body).pages();
        let mut found = Vec::new();
        while let Some(page) = pages.next().await {
            found.extend(page.unwrap().into_inner().user_id_list.unwrap());
        }
        assert_eq!(found, ["a", "b", "c"]);
        let cursor = |request: &TestRequest| {
            request.json()["next_user_id"].as_str().unwrap_or_default().to_owned()
        };
        let asked: Vec<_> = platform.requests()[before..].iter().map(cursor).collect();
        assert_eq!(asked, expected);
    }
}

#[cfg(feature = "blocking")]
#[test]
fn pages_come_without_async() {
    let (platform, client) = shop();
    seven(&platform, |_| json!({"total_size": "7"}));
    let mut pages = log(&client, &Params::new());
    let mut found = Vec::new();
    while let Some(page) = pages.next_blocking() {
        found.extend(numbers(&page.unwrap().detail_list));
    }
    assert_eq!(found, (1..8).collect::<Vec<_>>());
    assert!(!format!("{pages:?}").contains("TOKEN"));
}
