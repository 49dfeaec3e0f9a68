//! Codes of rejections.

use alipay_gateway::{Gateway, Rejection};
use serde_json::Value;

use crate::form::Form;

/// The codes of a response to a call that is rejected with this one.
async fn codes(gateway: &Gateway, given: &str) -> [Value; 2] {
    let method = "alipay.trade.query";
    gateway.script(method, Err(Rejection::business(given, "?")));
    let mut response = Form::new(gateway, method).call(gateway).await;
    ["code", "sub_code"].map(|name| response[name].take())
}

#[tokio::test]
async fn a_code_has_one_prefix() {
    let gateway = Gateway::start().await.expect("a gateway");
    for (code, all) in [
        ("20000", &["isp.bill_not_exist", "isp.unknow-error"][..]),
        ("20001", &["aop.invalid-auth-token"]),
        ("40001", &["isv.missing-method"]),
        ("40002", &["isv.code-invalid"]),
        ("40004", &["ACQ.TRADE_NOT_EXIST"]),
        ("40005", &["isv.app-call-limited"]),
    ] {
        for sub_code in all {
            assert_eq!(codes(&gateway, sub_code).await, [code, *sub_code]);
        }
    }
    for prefixed in ["isp.unknow-error", "aop.invalid-auth-token", "isv.missing-method"] {
        let given = &prefixed[4..];
        assert_eq!(codes(&gateway, given).await, codes(&gateway, prefixed).await, "{given}");
    }
}
