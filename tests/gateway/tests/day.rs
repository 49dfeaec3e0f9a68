//! A day in a shop: the program and HTTP alone, from the first order to the bill of the day.
#![cfg(unix)]

mod client;
mod shop;

use std::io::Write;
use std::process::Command;

use serde_json::{Value, json};
use shop::bill::{fen, sum};
use shop::program::Program;
use shop::receiver::Receiver;
use shop::till::Till;
use shop::web::{Response, post_form};
use url::form_urlencoded::{self, Serializer};

/// The buyer has to confirm.
const WAITS: &str = "289999999999999901";

#[test]
fn a_day_in_a_shop() {
    let program = Program::start("day");
    let (till, receiver) = (program.till(), Receiver::start());
    let today = opens_at_nine(&till);
    an_order_is_paid_in_the_browser(&till, &receiver);
    an_order_on_a_phone_is_canceled(&till, &receiver);
    a_payment_at_the_counter_is_confirmed_late(&till, &receiver);
    goods_come_back_twice(&till, &receiver);
    an_order_is_left_until_it_is_too_late(&till, &receiver);
    a_supplier_is_paid_once_there_is_money(&till);
    the_bill_of_the_day_is_right(&till, &today);
}

/// What the page of the guide shows does what it says. Needs a shell and its usual programs;
/// without one of them the test says so and passes.
#[test]
fn the_page_of_the_guide_can_be_followed() {
    let programs = ["bash", "curl", "openssl", "unzip", "iconv"];
    let has = |name: &&str| {
        let found = Command::new("sh").args(["-c", &format!("command -v {name}")]).output();
        found.is_ok_and(|found| found.status.success())
    };
    if let Some(missing) = programs.iter().find(|name| !has(name)) {
        // Past the harness, which keeps the words of a test that passes.
        let _ =
            writeln!(std::io::stderr(), "left out: the shop's day by hand: there is no {missing}");
        return;
    }
    let program = Program::start("guide");
    let till = program.till();
    opens_at_nine(&till);
    let page = include_str!("../../../sdk/docs/guide/shop-day.md");
    let blocks = page.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    let script: String = blocks.collect();
    let script = script.replace("127.0.0.1:9999", &till.address);
    let script = script.replace("keys/app_private_key.pem", "app_private_key.pem");
    let run = Command::new("bash").args(["-euc", &script]).current_dir(program.folder()).output();
    let run = run.expect("a shell");
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{said}\n{}", String::from_utf8_lossy(&run.stderr));
    for expected in [
        "\"action\":\"close\"",
        "\"refund_fee\":\"18.88\"",
        "\"trade_status\":\"TRADE_CLOSED\"",
        "BALANCE_IS_NOT_ENOUGH",
        "\"status\":\"SUCCESS\"",
        "#交易合计：2笔，商家实收共101.38元",
        "#退款合计：2笔，商家实收退款共-18.88元",
        "\"merchants\":8250",
    ] {
        assert!(said.contains(expected), "no {expected} in:\n{said}");
    }
}

/// Moves the clock to nine in the morning, so that the day is long enough.
fn opens_at_nine(till: &Till) -> String {
    let now = till.control("advance", &json!({"seconds": 0}))["now"].clone();
    let now = now.as_str().expect("a time");
    let part = |range: std::ops::Range<usize>| now[range].parse::<u64>().expect("a number");
    let since_midnight = part(11..13) * 3600 + part(14..16) * 60 + part(17..19);
    let until_nine = 24 * 3600 - since_midnight + 9 * 3600;
    let now = till.control("advance", &json!({"seconds": until_nine}))["now"].clone();
    let (day, time) = now.as_str().expect("a time").split_once(' ').expect("a day");
    assert!(time.starts_with("09:00"), "{time}");
    day.to_owned()
}

fn order(number: &str, amount: &str, receiver: &Receiver) -> Value {
    json!({
        "out_trade_no": number, "total_amount": amount, "subject": "龙井", "notify_url": receiver.url
    })
}

fn status(till: &Till, number: &str) -> Value {
    till.done("trade/query", &json!({"out_trade_no": number}))["trade_status"].clone()
}

/// What the buyer sends by pressing the first button of a page.
fn press(till: &Till, page: &Response) -> Response {
    let page = page.text();
    let form = page.split("<form").nth(1).and_then(|rest| rest.split("</form>").next());
    let form = form.unwrap_or_else(|| panic!("no form: {page}"));
    let value = |text: &str, name: &str| {
        let (_, rest) = text.split_once(&format!("{name}=\""))?;
        Some(rest.split('"').next()?.to_owned())
    };
    let target = value(form, " action").expect("an action");
    let mut fields = Serializer::new(String::new());
    let mut buttons = 0;
    for tag in form.split('<') {
        buttons += usize::from(tag.starts_with("button"));
        if let (Some(name), Some(value), true) =
            (value(tag, " name"), value(tag, " value"), buttons < 2)
        {
            fields.append_pair(&name, &value);
        }
    }
    post_form(&till.address, &target, &fields.finish())
}

fn an_order_is_paid_in_the_browser(till: &Till, receiver: &Receiver) {
    let order = json!({"out_trade_no": "P1", "total_amount": "88.88", "subject": "龙井"});
    let more = [("notify_url", &*receiver.url), ("return_url", "http://shop.test/back?from=pay")];
    let page = till.form("alipay.trade.page.pay", &order, &more);
    assert!(page.text().contains("88.88"), "{}", page.text());
    let response = press(till, &page);
    let location =
        response.location().unwrap_or_else(|| panic!("no way back: {}", response.text()));
    let (shop, query) = location.split_once('?').expect("a query");
    assert_eq!(shop, "http://shop.test/back");
    let brought: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
    assert!(brought.iter().any(|(name, value)| name == "out_trade_no" && value == "P1"));
    let told = receiver.told("P1", "TRADE_SUCCESS");
    assert_eq!((&*told["total_amount"], &*told["subject"]), ("88.88", "龙井"));
    assert_eq!(status(till, "P1"), "TRADE_SUCCESS");
}

fn an_order_on_a_phone_is_canceled(till: &Till, receiver: &Receiver) {
    let order = json!({"out_trade_no": "W1", "total_amount": "20.00", "subject": "茶杯"});
    let more = [("notify_url", &*receiver.url)];
    let page = till.form("alipay.trade.wap.pay", &order, &more);
    let canceled = till.done("trade/cancel", &json!({"out_trade_no": "W1"}));
    assert_eq!((&canceled["action"], &canceled["retry_flag"]), (&json!("close"), &json!("N")));
    assert!(!receiver.told("W1", "TRADE_CLOSED").contains_key("gmt_payment"));
    assert_eq!(press(till, &page).location(), None, "the page is still open, and pays nothing");
    assert_eq!(status(till, "W1"), "TRADE_CLOSED");
}

fn a_payment_at_the_counter_is_confirmed_late(till: &Till, receiver: &Receiver) {
    let mut order = order("C1", "12.50", receiver);
    order["auth_code"] = WAITS.into();
    order["scene"] = "bar_code".into();
    let response = till.done("trade/pay", &order);
    assert!(response.get("gmt_payment").is_none(), "{response}");
    assert_eq!(status(till, "C1"), "WAIT_BUYER_PAY");
    till.control("buyer_pays", &json!({"out_trade_no": "C1"}));
    receiver.told("C1", "TRADE_SUCCESS");
    assert_eq!(status(till, "C1"), "TRADE_SUCCESS");
}

fn goods_come_back_twice(till: &Till, receiver: &Receiver) {
    for (number, amount, sum) in [("R1", "10.00", "10.00"), ("R2", "8.88", "18.88")] {
        let refund = json!({
            "out_trade_no": "P1", "out_request_no": number, "refund_amount": amount
        });
        let response = till.done("trade/refund", &refund);
        assert_eq!((&response["fund_change"], &response["refund_fee"]), (&json!("Y"), &json!(sum)));
        assert_eq!(till.done("trade/refund", &refund)["fund_change"], "N", "a retry");
    }
    let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
    let told = loop {
        let all = receiver.all();
        let refunds: Vec<_> =
            all.into_iter().filter(|told| told.contains_key("gmt_refund")).collect();
        if refunds.len() >= 2 || std::time::Instant::now() > until {
            break refunds;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    };
    let mut told: Vec<_> =
        told.iter().map(|told| (&*told["out_biz_no"], &*told["refund_fee"])).collect();
    told.sort_unstable();
    assert_eq!(told, [("R1", "10.00"), ("R2", "18.88")]);
    assert_eq!(status(till, "P1"), "TRADE_SUCCESS");
}

fn an_order_is_left_until_it_is_too_late(till: &Till, receiver: &Receiver) {
    let mut order = order("Q1", "5.00", receiver);
    order["timeout_express"] = "30m".into();
    assert!(till.done("trade/precreate", &order)["qr_code"].is_string());
    till.control("buyer_scans", &json!({"out_trade_no": "Q1"}));
    assert_eq!(status(till, "Q1"), "WAIT_BUYER_PAY");
    till.control("advance", &json!({"seconds": 30 * 60}));
    receiver.told("Q1", "TRADE_CLOSED");
    assert_eq!(status(till, "Q1"), "TRADE_CLOSED");
    order["auth_code"] = "281234567890123456".into();
    assert_eq!(till.rejected("trade/pay", &order), "ACQ.TRADE_HAS_CLOSE");
}

fn a_supplier_is_paid_once_there_is_money(till: &Till) {
    let transfer = json!({
        "out_biz_no": "T1", "trans_amount": "300.00", "product_code": "TRANS_ACCOUNT_NO_PWD",
        "biz_scene": "DIRECT_TRANSFER", "order_title": "茶农",
        "payee_info": {"identity": "farmer@example.com", "identity_type": "ALIPAY_LOGON_ID"},
    });
    till.control("set_balance", &json!({"fen": 0}));
    let path = "fund/trans/uni/transfer";
    assert_eq!(till.rejected(path, &transfer), "BALANCE_IS_NOT_ENOUGH");
    till.control("set_balance", &json!({"fen": 50_000}));
    let first = till.done(path, &transfer);
    assert_eq!(first["status"], "SUCCESS");
    assert_eq!(till.done(path, &transfer), first, "a retry");
}

fn the_bill_of_the_day_is_right(till: &Till, today: &str) {
    let early = till.ask_for_bill("trade", today);
    assert_eq!((early.status, early.json()["code"].clone()), (400, json!("BILL_NOT_EXIST")));
    till.control("advance", &json!({"seconds": 24 * 60 * 60}));
    let ledger = till.shown("ledger");
    assert_eq!(ledger["problem"], Value::Null);
    let total = |name: &str| ledger["totals"][name].as_i64().expect("a number");

    let rows = till.bill("trade", today).rows("#支付宝业务明细查询");
    let kinds: Vec<_> = rows.iter().map(|row| (&*row["商户订单号"], &*row["业务类型"])).collect();
    assert_eq!(kinds, [("P1", "交易"), ("C1", "交易"), ("P1", "退款"), ("P1", "退款")]);
    assert_eq!(rows[2]["退款批次号/请求号"], "R1");
    assert_eq!(sum(&rows, "商家实收（元）"), total("paid") - total("refunded"));
    assert_eq!((total("paid"), total("refunded")), (8888 + 1250, 1888));

    let rows = till.bill("signcustomer", today).rows("#支付宝账务明细查询");
    let gain = sum(&rows, "收入金额（+元）") + sum(&rows, "支出金额（-元）");
    assert_eq!(gain, total("merchants") + total("payouts"));
    assert_eq!(fen(&rows[0]["账户余额（元）"]), gain, "the newest is the first");
    assert_eq!(total("transferred"), 30_000);
}
