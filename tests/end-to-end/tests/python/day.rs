//! A day in a shop: what becomes of the calls of each SDK.

use alipay_end_to_end::comparison::Setup;
use alipay_end_to_end::http;
use alipay_gateway::{Gateway, test_values};
use serde_json::{Value, json};
use url::form_urlencoded::Serializer;

use crate::setup::{Python, Sdk, started};

const PAYS: &str = "251234567890123456";

fn order(number: &str) -> Value {
    json!({"out_trade_no": number, "total_amount": "88.88", "subject": "茶 & <b>点心</b>"})
}

fn execute(python: &mut Python, method: &str, content: Value) -> Value {
    python.done("execute", json!({"method": method, "content": content}))
}

fn beside(python: &mut Python, method: &str, parameters: &Value) -> Value {
    python.done("execute", json!({"method": method, "beside": parameters}))
}

fn status(python: &mut Python, number: &str) -> Value {
    execute(python, "alipay.trade.query", json!({"out_trade_no": number}))["trade_status"].take()
}

/// Paid at the counter, a part given back, and not closed any more.
fn counter(python: &mut Python, gateway: &Gateway) {
    let mut paid = order("counter");
    paid["scene"] = "bar_code".into();
    paid["auth_code"] = PAYS.into();
    assert_eq!(execute(python, "alipay.trade.pay", paid)["code"], "10000");
    assert_eq!(status(python, "counter"), "TRADE_SUCCESS");
    let refund = json!({"out_trade_no": "counter", "refund_amount": "0.30", "out_request_no": "1"});
    assert_eq!(execute(python, "alipay.trade.refund", refund)["refund_fee"], "0.30");
    let close = execute(python, "alipay.trade.close", json!({"out_trade_no": "counter"}));
    assert_eq!(close["sub_code"], "ACQ.TRADE_STATUS_ERROR");
    let totals = gateway.ledger().totals;
    assert_eq!((totals.paid, totals.refunded), (8888, 30));
}

/// QR codes: one is canceled, and one is closed.
fn qr_codes(python: &mut Python, gateway: &Gateway) {
    for (number, method) in [("canceled", "alipay.trade.cancel"), ("closed", "alipay.trade.close")]
    {
        let placed = execute(python, "alipay.trade.precreate", order(number));
        assert!(placed["qr_code"].is_string(), "{placed}");
        assert!(gateway.buyer_scans(number));
        assert_eq!(status(python, number), "WAIT_BUYER_PAY");
        let ended = execute(python, method, json!({"out_trade_no": number}));
        assert_eq!(ended["code"], "10000", "{ended}");
        assert_eq!(status(python, number), "TRADE_CLOSED");
    }
}

/// Pages by link and by form, and an order for an app.
async fn browser_and_app(python: &mut Python, gateway: &Gateway) {
    let page = |number: &str| json!({"method": "alipay.trade.page.pay", "content": order(number)});
    let link = python.done("page", page("link"))["link"].take();
    let mut shown = http::get(link.as_str().unwrap()).await.unwrap();
    assert!(shown.body.contains("88.88"), "{}", shown.body);
    assert!(gateway.buyer_pays("link"));
    assert_eq!(status(python, "link"), "TRADE_SUCCESS");
    // `python-alipay-sdk` makes links, and no forms.
    if python.sdk == Sdk::Official {
        let form = python.done("page", page("form"));
        let fields = form["fields"].as_object().unwrap().iter();
        let fields = fields.map(|(name, value)| (name, value.as_str().unwrap()));
        let fields = Serializer::new(String::new()).extend_pairs(fields).finish();
        shown = http::post(form["action"].as_str().unwrap(), fields).await.unwrap();
        assert!(shown.body.contains("88.88"), "{}", shown.body);
        assert_eq!(status(python, "form"), "WAIT_BUYER_PAY");
    }
    let app = json!({"method": "alipay.trade.app.pay", "content": order("app")});
    let text = python.done("app", app).as_str().unwrap().to_owned();
    let response = http::post(&(gateway.base_url() + "/gateway.do"), text).await.unwrap();
    assert!(response.body.contains("\"code\":\"10000\""), "{}", response.body);
    assert!(gateway.buyer_pays("app"));
    assert_eq!(status(python, "app"), "TRADE_SUCCESS");
}

/// Users log in, a merchant lets the application act for it.
fn tokens(python: &mut Python, gateway: &Gateway) {
    const LOG_IN: &str = "alipay.system.oauth.token";
    let code = gateway.issue_user_code("2088000000000007");
    let grant = json!({"grant_type": "authorization_code", "code": code});
    let first = beside(python, LOG_IN, &grant);
    assert_eq!(
        (&first["user_id"], first["expires_in"].is_u64()),
        (&json!("2088000000000007"), true)
    );
    let again = json!({"grant_type": "refresh_token", "refresh_token": first["refresh_token"]});
    let token = beside(python, LOG_IN, &again);
    let info = json!({"auth_token": token["access_token"]});
    assert_eq!(beside(python, "alipay.user.info.share", &info)["user_id"], "2088000000000007");
    let grant = json!({"grant_type": "authorization_code", "code": test_values::APP_CODE});
    let merchant = execute(python, "alipay.open.auth.token.app", grant);
    let token = merchant["app_auth_token"].as_str().unwrap();
    let query = json!({"method": "alipay.trade.query", "content": {"out_trade_no": "counter"},
        "beside": {"app_auth_token": token}});
    assert_eq!(python.done("execute", query)["sub_code"], "ACQ.TRADE_NOT_EXIST");
}

fn transfer(python: &mut Python, setup: Setup) {
    let payee = json!({"identity": "a@b.example", "identity_type": "ALIPAY_LOGON_ID"});
    let mut transfer = json!({"method": "alipay.fund.trans.uni.transfer", "content": {
        "out_biz_no": "1", "trans_amount": "1.00", "product_code": "TRANS_ACCOUNT_NO_PWD",
        "biz_scene": "DIRECT_TRANSFER", "order_title": "工资", "payee_info": payee,
    }});
    // With certificates it has a method of its own, which sends `"name": null`.
    if (python.sdk, setup) == (Sdk::Fzlee, Setup::Certificates) {
        transfer["arguments"] = json!({
            "out_biz_no": "1", "trans_amount": "1.00", "identity_type": "ALIPAY_LOGON_ID",
            "identity": "a@b.example", "order_title": "工资",
        });
    }
    assert_eq!(python.done("execute", transfer)["status"], "SUCCESS");
}

fn upload(python: &mut Python, gateway: &Gateway) {
    if python.sdk == Sdk::Fzlee {
        return;
    }
    let call = json!({"method": "alipay.open.file.upload", "beside": {"biz_code": "图"},
        "files": {"file_content": ["图片.png", "aGVsbG8="]}});
    let id = python.done("execute", call)["file_id"].take();
    let kept = gateway.uploads().pop().unwrap();
    assert_eq!((id, &*kept.file_name, kept.size), (json!(kept.id), "图片.png", 5));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_in_python_gets_through_its_day() {
    for (gateway, mut python, setup) in started().await {
        counter(&mut python, &gateway);
        qr_codes(&mut python, &gateway);
        browser_and_app(&mut python, &gateway).await;
        tokens(&mut python, &gateway);
        transfer(&mut python, setup);
        upload(&mut python, &gateway);
        assert_eq!(gateway.ledger().check(), Ok(()), "{:?} {setup:?}", python.sdk);
    }
}
