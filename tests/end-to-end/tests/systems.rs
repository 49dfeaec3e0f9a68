//! What people do with the platform, from end to end: mini programs, audits, tokens, payments.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "../../../sdk/tests/wire/audit.rs"]
mod audit;

use alipay_end_to_end::{Mode, builder, client};
use alipay_gateway::{Gateway, Outcome, test_values};
use alipay_sdk::model::{
    AlipayOpenAuthTokenAppModel, AlipayOpenMiniInnerversionOnlineModel,
    AlipayOpenMiniInnerversionSyncModel, AlipayOpenMiniInnerversionUpgradeModel,
    AlipayOpenMiniInnerversionUploadModel, AlipayOpenMiniVersionAuditApplyModel,
    AlipayOpenMiniVersionAuditCancelModel, AlipaySystemOauthTokenModel, AlipayTradePayModel,
    AlipayTradeQueryModel, AlipayTradeRefundModel,
};
use alipay_sdk::operation::{
    AlipayOpenMiniInnerversionUploadstatusQueryParams, AlipayUserInfoShareParams,
};
use alipay_sdk::{Client, ErrorCode};
use audit::audit;

const MINI_APP: &str = "2021000000000042";
const BUNDLE: &str = "com.alipay.alipaywallet";

async fn gateway() -> (Gateway, Client) {
    let gateway = Gateway::start().await.unwrap();
    gateway.set_strict(true);
    let client = client(&gateway, Mode::Certificates).unwrap();
    (gateway, client)
}

async fn upload(client: &Client) {
    let version = AlipayOpenMiniInnerversionUploadModel::new()
        .mini_app_id(MINI_APP)
        .bundle_id(BUNDLE)
        .build_version("0.0.1");
    let response = client.alipay_open_mini_innerversion().upload(&version).await.unwrap();
    assert!(response.build_status.is_some());
}

/// Asks for the status of the build until it is done.
async fn built(client: &Client) {
    let version = AlipayOpenMiniInnerversionUploadstatusQueryParams::new()
        .mini_app_id(MINI_APP)
        .bundle_id(BUNDLE)
        .build_version("0.0.1");
    for _ in 0..5 {
        let api = client.alipay_open_mini_innerversion_uploadstatus();
        let status = api.query(&version).await.unwrap();
        if status.version_created.as_deref() == Some("true") {
            return;
        }
    }
    panic!("the build does not end");
}

#[tokio::test]
async fn a_mini_program_is_uploaded_built_put_online_and_synchronised() {
    let (_gateway, client) = gateway().await;
    let api = client.alipay_open_mini_innerversion();
    let online = AlipayOpenMiniInnerversionOnlineModel::new()
        .mini_app_id(MINI_APP)
        .bundle_id(BUNDLE)
        .app_online_version("0.0.1");
    assert!(api.online(&online).await.is_err(), "it is online before it was uploaded");
    upload(&client).await;
    built(&client).await;
    let sync = AlipayOpenMiniInnerversionSyncModel::new()
        .mini_app_id(MINI_APP)
        .bundle_id(BUNDLE)
        .app_version("0.0.1")
        .sync_type("ALL");
    assert!(api.sync(&sync).await.is_err(), "it is synchronized before it is online");
    let response = api.online(&online).await.unwrap();
    assert!(response.is_object(), "{response:?}");
    api.sync(&sync).await.unwrap();
}

#[tokio::test]
#[expect(deprecated, reason = "withdrawn by the platform, still callable")]
async fn a_mini_program_made_of_a_template_is_upgraded() {
    let (_gateway, client) = gateway().await;
    let upgrade = AlipayOpenMiniInnerversionUpgradeModel::new()
        .mini_app_id(MINI_APP)
        .bundle_id(BUNDLE)
        .template_id("2021000000000077")
        .template_version("0.0.2");
    client.alipay_open_mini_innerversion().upgrade(&upgrade).await.unwrap();
}

#[tokio::test]
async fn an_audit_is_applied_for_with_all_files_and_canceled() {
    for mode in Mode::ALL {
        let gateway = Gateway::start().await.unwrap();
        let client = client(&gateway, mode).unwrap();
        let api = client.alipay_open_mini_version_audit();
        let version = AlipayOpenMiniVersionAuditApplyModel::new()
            .app_version("0.0.1")
            .bundle_id(BUNDLE)
            .version_desc("第一个版本");
        api.apply(audit(version, |name| format!("PNG {name}"))).await.unwrap();
        let uploads = gateway.uploads();
        assert_eq!(uploads.len(), 16, "{mode:?}");
        let logo = uploads.iter().find(|file| file.part == "app_logo").unwrap();
        assert_eq!((&*logo.file_name, &*logo.content_type), ("app_logo.png", "image/png"));
        assert_eq!(logo.size, "PNG app_logo".len());
        let version =
            AlipayOpenMiniVersionAuditCancelModel::new().app_version("0.0.1").bundle_id(BUNDLE);
        api.cancel(&version).await.unwrap();
        assert!(api.cancel(&version).await.is_err(), "it is canceled twice");
    }
}

#[tokio::test]
async fn a_merchant_authorizes_and_its_token_is_refreshed_and_used() {
    let (gateway, client) = gateway().await;
    let exchange = |grant: &str, code: Option<String>, refresh: Option<String>| {
        let mut body = AlipayOpenAuthTokenAppModel::new().grant_type(grant);
        body.code = code;
        body.refresh_token = refresh;
        let client = client.clone();
        async move { client.alipay_open_auth_token().app(&body).await }
    };
    let code = gateway.issue_app_code("2021000000000088");
    let first = exchange("authorization_code", Some(code.clone()), None).await.unwrap();
    assert_eq!(first.auth_app_id.as_deref(), Some("2021000000000088"));
    assert!(exchange("authorization_code", Some(code), None).await.is_err(), "a code works twice");
    let refresh = first.app_refresh_token.clone().unwrap();
    let second = exchange("refresh_token", None, Some(refresh)).await.unwrap();
    let token = second.app_auth_token.clone().unwrap();

    let merchant = client.for_merchant(&token).unwrap();
    merchant.alipay_trade().pay(&order("T1", "28763443825664394")).await.unwrap();
    let query = AlipayTradeQueryModel::new().out_trade_no("T1");
    assert!(merchant.alipay_trade().query(&query).await.is_ok());
    let error = client.alipay_trade().query(&query).await.unwrap_err();
    assert!(error.has_code(ErrorCode::ACQ_TRADE_NOT_EXIST), "another merchant sees it: {error}");
}

#[tokio::test]
async fn a_user_signs_in_and_shares_who_it_is() {
    let (gateway, client) = gateway().await;
    let code = gateway.issue_user_code("2088000000000042");
    let body = AlipaySystemOauthTokenModel::new().grant_type("authorization_code").code(code);
    let token = client.alipay_system_oauth().token(&body).await.unwrap();
    let params = AlipayUserInfoShareParams::new().auth_token(token.access_token.clone().unwrap());
    client.alipay_user_info().share(&params).await.unwrap();
    let params = AlipayUserInfoShareParams::new().auth_token("nobody's");
    let error = client.alipay_user_info().share(&params).await.unwrap_err();
    assert!(error.has_code(ErrorCode::INVALID_AUTH_TOKEN), "{error}");
}

fn order(out_trade_no: &str, auth_code: &str) -> AlipayTradePayModel {
    AlipayTradePayModel::new()
        .out_trade_no(out_trade_no)
        .total_amount("88.88")
        .subject("冰美式")
        .scene("bar_code")
        .auth_code(auth_code)
}

#[tokio::test]
async fn money_that_is_paid_and_refunded_adds_up() {
    let (gateway, client) = gateway().await;
    client.alipay_trade().pay(&order("T1", "28763443825664394")).await.unwrap();
    let refund =
        AlipayTradeRefundModel::new().out_trade_no("T1").refund_amount("8.88").out_request_no("R1");
    for fund_change in ["Y", "N"] {
        let refunded = client.alipay_trade().refund(&refund).await.unwrap();
        assert_eq!(refunded.fund_change.as_deref(), Some(fund_change), "it is refunded twice");
    }
    let ledger = gateway.ledger();
    assert_eq!((ledger.totals.paid, ledger.totals.refunded), (8888, 888));
    ledger.check().unwrap();
}

#[tokio::test]
async fn a_rejection_of_the_business_has_its_code() {
    let (_gateway, client) = gateway().await;
    let pay = client.alipay_trade().pay(&order("T1", test_values::AUTH_CODE_POOR_BUYER));
    let error = pay.await.unwrap_err();
    assert!(error.is_business() && !error.is_retryable() && !error.is_unknown_outcome());
    assert!(error.has_code(ErrorCode::ACQ_BUYER_BALANCE_NOT_ENOUGH), "{error}");
    assert!(error.api().unwrap().is_documented());
}

#[tokio::test]
async fn a_paid_trade_is_told_to_its_receiver() {
    let (gateway, client) = gateway().await;
    let receiver = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/notify", receiver.local_addr().unwrap());
    let told = tokio::spawn(async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};

        let (mut stream, _) = receiver.accept().await.unwrap();
        let mut text = Vec::new();
        while !String::from_utf8_lossy(&text).contains("sign=") {
            let mut buffer = [0; 4096];
            let count = stream.read(&mut buffer).await.unwrap();
            assert!(count > 0, "no signature");
            text.extend_from_slice(&buffer[..count]);
        }
        let response = "HTTP/1.1 200 OK\r\ncontent-length: 7\r\nconnection: close\r\n\r\nsuccess";
        stream.write_all(response.as_bytes()).await.unwrap();
        String::from_utf8_lossy(&text).into_owned()
    });
    let order = order("T9", "28763443825664394").notify_url(url);
    client.alipay_trade().pay(&order).await.unwrap();
    assert!(told.await.unwrap().contains("out_trade_no=T9"));
    let delivery = gateway.deliveries().pop().unwrap();
    assert_eq!(delivery.finished().await, Outcome::Acknowledged);
}

#[tokio::test]
async fn a_wrong_signature_is_explained() {
    let (gateway, _) = gateway().await;
    let other = include_str!("../../vectors/keys/unrelated_private.pkcs8.pem");
    let client = builder(&gateway, Mode::Key).private_key(other).build().unwrap();
    let query = AlipayTradeQueryModel::new().out_trade_no("T1");
    let error = client.alipay_trade().query(&query).await.unwrap_err();
    assert!(error.has_code(ErrorCode::INVALID_SIGNATURE), "{error}");
    let body = String::from_utf8_lossy(error.body().unwrap());
    assert!(body.contains("/v3/alipay/trade/query"), "{body}");
}

#[test]
fn a_shop_without_async_pays_too() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let gateway = runtime.block_on(Gateway::start()).unwrap();
    let client = client(&gateway, Mode::Encrypted).unwrap();
    let call = client.alipay_trade().pay(&order("T1", "28763443825664394"));
    let paid = call.send_blocking().unwrap();
    assert!(paid.trade_no.is_some());
}
