//! Bills over HTTP: which there are, how long an address is valid, what is in the files.

mod client;
mod shop;

use std::time::Duration;

use alipay_gateway::Gateway;
use serde_json::{Value, json};
use shop::till::Till;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A gateway, and its own application.
async fn start() -> (Gateway, Till) {
    let gateway = Gateway::start().await.expect("a gateway");
    let app = gateway.app();
    let address = gateway.base_url().replace("http://", "");
    (gateway, Till { address, app_id: app.app_id, private_key: app.private_key })
}

/// The work of the shop, off the runtime's threads.
async fn at<T: Send + 'static>(
    till: Till,
    act: impl FnOnce(&Till) -> T + Send + 'static,
) -> (Till, T) {
    tokio::task::spawn_blocking(move || {
        let result = act(&till);
        (till, result)
    })
    .await
    .expect("no panic")
}

/// Its day, as the bill has it.
fn pay(till: &Till, number: &str, subject: &str) -> String {
    let order = json!({
        "out_trade_no": number, "total_amount": "1.00", "subject": subject, "scene": "bar_code",
        "auth_code": "281234567890123456",
    });
    let paid = till.done("trade/pay", &order);
    paid["gmt_payment"].as_str().expect("a time")[..10].to_owned()
}

/// The day after a payment, and the day of the payment.
async fn a_day_later() -> (Gateway, Till, String) {
    let (gateway, till) = start().await;
    let (till, day) = at(till, |till| pay(till, "a", "s")).await;
    gateway.advance(DAY);
    (gateway, till, day)
}

#[tokio::test]
async fn a_bill_is_there_when_its_day_is_over() {
    let (gateway, till) = start().await;
    let (till, day) = at(till, |till| pay(till, "a", "s")).await;
    let asked = day.clone();
    let (till, codes) = at(till, move |till| {
        let code = |bill_type: &str, date: &str| {
            let response = till.ask_for_bill(bill_type, date);
            assert_eq!(response.status, 400, "{}", response.text());
            response.json()["code"].as_str().expect("a code").to_owned()
        };
        [
            code("trade", &asked),
            code("trade", &asked[..7]),
            code("trade", "2999-01-01"),
            code("trade", "2019-01-01"),
            code("trade", "today"),
            code("trade", ""),
            code("", &asked),
            code("trades", &asked),
            code("settlementMerge", &asked),
        ]
    })
    .await;
    let invalid = "INVAILID_ARGUMENTS";
    let none = "BILL_NOT_EXIST";
    assert_eq!(
        codes,
        [none, none, invalid, invalid, invalid, invalid, invalid, invalid, "TYPE_NOT_SUPPORTED"]
    );
    gateway.advance(DAY);
    let (_, statuses) = at(till, move |till| {
        let status = |date: &str| till.ask_for_bill("trade", date).status;
        let before: String =
            format!("{:04}{}", day[..4].parse::<u32>().expect("a year") - 1, &day[4..]);
        (status(&day), status(&before))
    })
    .await;
    assert_eq!(statuses, (200, 400), "before its first trade the merchant has no bills");
}

#[tokio::test]
async fn a_day_without_trades_has_an_empty_bill() {
    let (gateway, till, _) = a_day_later().await;
    // The next day money is only transferred.
    let (till, day) = at(till, |till| {
        let transfer = json!({
            "out_biz_no": "T1", "trans_amount": "3.00", "product_code": "TRANS_ACCOUNT_NO_PWD",
            "biz_scene": "DIRECT_TRANSFER",
            "payee_info": {"identity": "a@example.com", "identity_type": "ALIPAY_LOGON_ID"},
        });
        let done = till.done("fund/trans/uni/transfer", &transfer);
        done["trans_date"].as_str().expect("a time")[..10].to_owned()
    })
    .await;
    gateway.advance(DAY);
    at(till, move |till| {
        let response = till.ask_for_bill("trade", &day).json();
        assert_eq!(response["bill_file_code"], "EMPTY_DATA_WITH_BILL_FILE");
        let bill = till.bill("trade", &day);
        assert!(bill.rows("#支付宝业务明细查询").is_empty());
        let file = bill.file("#支付宝业务明细查询");
        assert!(file.contains("\n#交易合计：0笔，商家实收共0.00元，商家优惠共0.00元\n"), "{file}");
        let response = till.ask_for_bill("signcustomer", &day).json();
        assert_eq!(response.get("bill_file_code"), None);
        let rows = till.bill("signcustomer", &day).rows("#支付宝账务明细查询");
        let kinds: Vec<_> = rows.iter().map(|row| &*row["业务类型"]).collect();
        assert_eq!(kinds, ["转账", "充值"]);
        assert_eq!(rows[0]["支出金额（-元）"], "-3.00");
    })
    .await;
}

#[tokio::test]
async fn an_address_is_valid_for_thirty_seconds_and_as_it_stands() {
    let (gateway, till, day) = a_day_later().await;
    let (till, response) = at(till, move |till| {
        let response = till.ask_for_bill("trade", &day).json();
        let url = response["bill_download_url"].as_str().expect("an address").to_owned();
        for part in ["/downloadBillFile.resource?bizType=trade&userId=20880", "&fileType=csv.zip"] {
            assert!(url.contains(part), "{url}");
        }
        let download = till.download(&response);
        assert!(download.body.starts_with(b"PK"), "{}", download.text());
        assert!(download.head.to_lowercase().contains("content-type: application/zip"));
        let another = json!({"bill_download_url": url.replace("bizType=trade", "bizType=fnd")});
        assert!(till.download(&another).text().contains("<html>"));
        response
    })
    .await;
    gateway.advance(Duration::from_secs(30));
    let (_, late) = at(till, move |till| till.download(&response)).await;
    assert!(late.text().contains("<html>") && late.text().contains("重新下载"), "{}", late.text());
}

#[tokio::test]
async fn the_files_have_the_layout_of_the_platform() {
    let (gateway, till) = start().await;
    let (till, day) = at(till, |till| {
        let day = pay(till, "a", "龙井 \"一级\", 2 盒");
        let refund = json!({"out_trade_no": "a", "out_request_no": "r", "refund_amount": "0.30"});
        till.done("trade/refund", &refund);
        day
    })
    .await;
    gateway.advance(DAY);
    at(till, move |till| {
        let bill = till.bill("trade", &day);
        let date = day.replace('-', "");
        let names: Vec<_> = bill.0.keys().cloned().collect();
        let account = "20880000000000010156";
        assert_eq!(
            names,
            [
                format!("{account}_{date}_业务明细(汇总).csv"),
                format!("{account}_{date}_业务明细.csv")
            ]
        );
        let file = bill.file("#支付宝业务明细查询");
        let lines: Vec<_> = file.lines().collect();
        assert_eq!(lines[1], format!("#账号：[{account}]"));
        assert!(
            lines[2].starts_with("#起始日期：[20") && lines[2].contains("00:00:00]   终止日期：[")
        );
        assert_eq!(lines[4].split(',').count(), 25);
        assert!(lines[5].contains("\t,交易\t,\"龙井 \"\"一级\"\", 2 盒\","), "{}", lines[5]);
        assert!(lines[6].contains(",-0.30,-0.30,"), "{}", lines[6]);
        assert!(lines[6].contains(",r\t,"), "{}", lines[6]);
        assert!(file.contains("\n#退款合计：1笔，商家实收退款共-0.30元，商家优惠退款共0.00元\n"));
        let summary = bill.rows("#支付宝业务汇总查询");
        assert_eq!(summary.last().expect("a sum")["实收净额（元）"], "0.70");
        let balances = till.bill("signcustomer", &day);
        let rows = balances.rows("#支付宝账务汇总查询");
        let kinds: Vec<_> = rows.iter().map(|row| (&*row["类型"], &*row["总金额（元）"])).collect();
        assert_eq!(kinds, [("在线支付", "1.00"), ("交易退款", "-0.30"), ("合计", "0.70")]);
    })
    .await;
}

#[tokio::test]
async fn a_month_holds_all_its_days_and_a_merchant_only_its_own_trades() {
    let (gateway, till) = start().await;
    let (till, day) = at(till, |till| pay(till, "a", "s")).await;
    let code = gateway.issue_app_code("2021000000000042");
    let (till, _) = at(till, move |till| {
        let grant = json!({"grant_type": "authorization_code", "code": code});
        let token = till.done("open/auth/token/app", &grant);
        let token = token["app_auth_token"].as_str().expect("a token").to_owned();
        let order = json!({
            "out_trade_no": "b", "total_amount": "9.00", "subject": "s", "scene": "bar_code",
            "auth_code": "281234567890123456",
        });
        let paid = till.call_for(Some(&token), "POST", "/v3/alipay/trade/pay", &order);
        assert_eq!(paid.status, 200, "{}", paid.text());
    })
    .await;
    gateway.advance(DAY * 31);
    at(till, move |till| {
        let rows = till.bill("trade", &day[..7]).rows("#支付宝业务明细查询");
        let numbers: Vec<_> = rows.iter().map(|row| &*row["商户订单号"]).collect();
        assert_eq!(numbers, ["a"]);
    })
    .await;
}

#[tokio::test]
async fn version_2_gives_the_same_bills() {
    let (_gateway, till, day) = a_day_later().await;
    at(till, move |till| {
        let method = "alipay.data.dataservice.bill.downloadurl.query";
        let ask = |date: &str| -> Value {
            let body = json!({"bill_type": "trade", "bill_date": date, "secure": "true"});
            till.form(method, &body, &[]).json()
                ["alipay_data_dataservice_bill_downloadurl_query_response"]
                .clone()
        };
        assert!(till.download(&ask(&day)).body.starts_with(b"PK"));
        let rejected = ask("2999-01-01");
        assert_eq!(rejected["sub_code"], "INVAILID_ARGUMENTS");
        assert_eq!(rejected["code"], "40004");
    })
    .await;
}
