//! The pages in a real browser, as wide as a screen and as a phone. Needs `chromium` in the PATH;
//! without it the tests say so and pass.
#![cfg(unix)]

mod chromium;
mod client;
mod storefront;

use std::path::Path;
use std::time::Duration;

use alipay_gateway::{Gateway, Notice};
use chromium::Browser;
use client::Call;
use serde_json::{Value, json};
use storefront::Shop;

const WIDTHS: [u32; 2] = [1280, 390];

fn order(number: &str) -> Value {
    json!({"out_trade_no": number, "total_amount": "88.88", "subject": "Oolong, 250 g"})
}

async fn call(gateway: &Gateway, target: &str, body: &Value) -> Value {
    let response = Call::new("POST", target, &body.to_string()).send(gateway).await;
    response.json()
}

/// The buyer's browser, the gateway and the shop.
async fn parties() -> Option<(Browser, Gateway, Shop)> {
    let browser = Browser::start()?;
    Some((browser, Gateway::start().await.expect("a gateway"), Shop::open().await))
}

/// A gateway on which something has happened; a pause sets the refund apart from the payment.
async fn busy(shop: &Shop, pause: Duration) -> Gateway {
    let gateway = Gateway::start().await.expect("a gateway");
    let mut paid = order("T_1001");
    paid["auth_code"] = "251234567890123456".into();
    paid["notify_url"] = format!("{}/notify", shop.address).into();
    call(&gateway, "/v3/alipay/trade/pay", &paid).await;
    for delivery in gateway.deliveries() {
        delivery.finished().await;
    }
    tokio::time::sleep(pause).await;
    let refund =
        json!({"out_trade_no": "T_1001", "refund_amount": "8.88", "out_request_no": "R_1"});
    call(&gateway, "/v3/alipay/trade/refund", &refund).await;
    call(&gateway, "/v3/alipay/trade/precreate", &order("T_1002")).await;
    call(&gateway, "/v3/alipay/trade/create", &order("T_1003")).await;
    call(&gateway, "/v3/alipay/trade/query", &json!({"out_trade_no": "T_9"})).await;
    let target = "/v3/alipay/trade/query?a=1%202";
    Call::new("POST", target, "{}").slip(|text| text.replace("%20", "+")).send(&gateway).await;
    // A receiver that is not there.
    let lost = Notice::new("http://127.0.0.1:9/notify").parameter("out_trade_no", "T_9");
    gateway.send(&lost).attempted(1).await;
    gateway
}

/// The pages of a busy gateway.
fn pages(gateway: &Gateway) -> Vec<String> {
    let trade = gateway.trades()[0].trade_no.clone();
    let notification = gateway.deliveries()[0].notify_id().to_owned();
    let pages =
        ["/", "/calls/1", "/calls/6", "/trades", "/ledger", "/notifications", "/operations"];
    let mut pages: Vec<_> = pages.map(str::to_owned).into();
    pages.extend([
        format!("/trades/{trade}"),
        format!("/notifications/{notification}"),
        "/config".to_owned(),
    ]);
    pages
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_fits_a_screen_and_a_phone_and_the_console_is_silent() {
    let Some(mut browser) = Browser::start() else { return };
    let shop = Shop::open().await;
    let gateway = busy(&shop, Duration::ZERO).await;
    for (width, scheme) in [(1280, "light"), (390, "light"), (390, "dark")] {
        browser.resize(width, 900);
        browser.prefer(scheme);
        for page in pages(&gateway) {
            browser.open(&format!("{}{page}", gateway.base_url()));
            assert!(!browser.overflows(), "{page} is wider than {width}");
            let styled = "getComputedStyle(document.body).marginTop === '0px'";
            assert_eq!(browser.look(styled), json!(true), "{page} has no style");
        }
    }
    assert_eq!(browser.errors, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_reached_elsewhere_would_be_heard_of() {
    let Some(mut browser) = Browser::start() else { return };
    let gateway = Gateway::start().await.expect("a gateway");
    browser.open(&gateway.base_url());
    browser.look("document.body.appendChild(new Image()).src = 'http://127.0.0.1:9/x.png'; 1");
    browser.open(&format!("{}/trades", gateway.base_url()));
    assert!(browser.errors.iter().any(|error| error.contains("img-src")), "{:?}", browser.errors);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_call_comes_alive() {
    let Some(mut browser) = Browser::start() else { return };
    let gateway = Gateway::start().await.expect("a gateway");
    let evil = r"<script>document.title = 'alive'</script><img src=x onerror=alive>";
    let body = json!({ "trade_no": evil }).to_string();
    let target = "/v3/alipay/trade/query?a=1%202";
    Call::new("POST", target, &body).slip(|text| text.replace("%20", "+")).send(&gateway).await;
    browser.open(&format!("{}/calls/1", gateway.base_url()));
    assert_eq!(browser.look("document.title"), "Call 1");
    assert_eq!(browser.look("document.scripts.length + document.images.length"), 0);
    let marks = "[...document.querySelectorAll('mark')].map(mark => mark.innerText)";
    assert_eq!(browser.look(marks), json!(["%20", "+"]));
    assert!(browser.text("#body").contains("<script>"));
    assert_eq!(browser.errors, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_are_found_by_operation_and_verdict() {
    let Some(mut browser) = Browser::start() else { return };
    let gateway = busy(&Shop::open().await, Duration::ZERO).await;
    browser.open(&gateway.base_url());
    assert_eq!(browser.look("document.querySelectorAll('#calls tbody tr').length"), 6);
    browser.fill("[name=operation]", "trade.query");
    browser.look("document.querySelector('[name=verdict]').value = 'rejected'");
    browser.click(".filter button");
    assert!(browser.url().ends_with("/?operation=trade.query&app=&verdict=rejected"));
    assert_eq!(browser.look("document.querySelectorAll('#calls tbody tr').length"), 2);
    browser.click("#calls tbody a");
    assert!(browser.text("#reason").contains("a target with `+` for a space"));
    assert_eq!(browser.errors, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_buyer_pays_on_the_page_and_comes_back_to_the_shop() {
    let Some((mut browser, gateway, shop)) = parties().await else { return };
    for (width, method) in WIDTHS.into_iter().zip(["alipay.trade.page.pay", "alipay.trade.wap.pay"])
    {
        browser.resize(width, 800);
        let number = method.replace('.', "_");
        browser.open(&shop.order(&gateway, method, &order(&number)));
        assert_eq!(browser.text("#total_amount"), "88.88");
        assert_eq!(browser.text("#out_trade_no"), number);
        assert!(!browser.overflows());
        browser.click("button[value=pay]");
        let url = browser.url();
        assert!(url.starts_with(&format!("{}/back?shop=1&app_id=", shop.address)), "{url}");
        assert!(
            url.contains(&format!("method={method}.return")) && url.contains("&sign="),
            "{url}"
        );
        let trades = gateway.trades();
        let trade = trades.last().expect("a trade");
        assert_eq!((trade.out_trade_no.as_str(), trade.status), (number.as_str(), "TRADE_SUCCESS"));
    }
    assert_eq!(gateway.deliveries().len(), 2);
    assert_eq!(browser.errors, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_buyer_who_cancels_has_not_paid_and_finds_the_way_back() {
    let Some((mut browser, gateway, shop)) = parties().await else { return };
    browser.resize(390, 800);
    let mut wap = order("wap");
    wap["quit_url"] = format!("{}/quit", shop.address).into();
    browser.open(&shop.order(&gateway, "alipay.trade.wap.pay", &wap));
    browser.click("button[value=cancel]");
    assert_eq!(browser.url(), format!("{}/quit", shop.address));
    browser.resize(1280, 800);
    let page = shop.order(&gateway, "alipay.trade.page.pay", &order("page"));
    browser.open(&page);
    browser.click("button[value=cancel]");
    assert_eq!(browser.text("h1"), "Not paid");
    browser.click(".links a:first-child");
    assert_eq!(browser.url(), format!("{}/back?shop=1", shop.address), "nothing says it is paid");
    assert!(gateway.trades().iter().all(|trade| trade.status == "WAIT_BUYER_PAY"));
    browser.open(&page);
    browser.click("button[value=cancel]");
    browser.click(".links a:last-child");
    browser.click("button[value=pay]");
    assert!(browser.url().contains("/back?shop=1&app_id="));
    assert_eq!(browser.errors, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_opens_a_qr_code_scans_it_and_can_pay() {
    let Some(mut browser) = Browser::start() else { return };
    let gateway = Gateway::start().await.expect("a gateway");
    let placed = call(&gateway, "/v3/alipay/trade/precreate", &order("qr")).await;
    let code = placed["qr_code"].as_str().expect("a code").to_owned();
    assert!(gateway.trades().is_empty(), "nobody has scanned it yet");
    // From the page of the trade, too, the buyer gets there.
    browser.resize(1280, 800);
    browser.open(&format!("{}/trades", gateway.base_url()));
    browser.click("#trades a");
    assert_eq!(browser.text("#state"), "not scanned yet");
    browser.click("#buyer a");
    assert_eq!(browser.url(), code);
    assert_eq!(gateway.trades()[0].status, "WAIT_BUYER_PAY");
    browser.resize(390, 800);
    browser.open(&code);
    browser.click("button[value=pay]");
    assert_eq!(browser.text("h1"), "Paid");
    assert_eq!(gateway.trades()[0].status, "TRADE_SUCCESS");
    browser.open(&code);
    assert_eq!(browser.text("h1"), "Paid", "it is not paid twice");
    assert_eq!(gateway.ledger().totals.paid, 8888);
    assert_eq!(browser.errors, [""; 0]);
}

/// The pictures in the README: `cargo test -p alipay-gateway --test browser -- --ignored`.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "writes the pictures of the README"]
async fn pictures_for_the_readme() {
    let mut browser = Browser::start().expect("a browser");
    let shop = Shop::open().await;
    let gateway = busy(&shop, Duration::from_secs(2)).await;
    let trade = gateway.trades()[0].trade_no.clone();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pictures");
    std::fs::create_dir_all(&folder).expect("a folder");
    let base = gateway.base_url();
    let order = shop.order(&gateway, "alipay.trade.page.pay", &order("T_1004"));
    for (name, url, width, height, scheme) in [
        ("cashier", order, 900, 560, "light"),
        ("trade", format!("{base}/trades/{trade}"), 1000, 900, "light"),
        ("calls", base.clone(), 1000, 660, "dark"),
        ("ledger-phone", format!("{base}/ledger"), 390, 860, "light"),
    ] {
        browser.resize(width, height);
        browser.prefer(scheme);
        browser.open(&url);
        browser.picture(&folder.join(format!("{name}.png")));
    }
}
