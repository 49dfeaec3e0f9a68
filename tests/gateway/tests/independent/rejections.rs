//! Codes of rejections.

use alipay_gateway::{Gateway, Rejection};
use serde_json::json;

use crate::form::Form;

#[tokio::test]
async fn a_code_has_one_prefix() {
    let gateway = Gateway::start().await.expect("a gateway");
    let method = "alipay.trade.query";
    for (given, code, sub_code) in [
        ("isv.code-invalid", "40002", "isv.code-invalid"),
        ("isv.missing-method", "40001", "isv.missing-method"),
        ("missing-method", "40001", "isv.missing-method"),
        ("isv.app-call-limited", "40005", "isv.app-call-limited"),
        ("isp.unknow-error", "20000", "isp.unknow-error"),
        ("isp.bill_not_exist", "20000", "isp.bill_not_exist"),
        ("unknow-error", "20000", "isp.unknow-error"),
        ("aop.invalid-auth-token", "20001", "aop.invalid-auth-token"),
        ("invalid-auth-token", "20001", "aop.invalid-auth-token"),
        ("ACQ.TRADE_NOT_EXIST", "40004", "ACQ.TRADE_NOT_EXIST"),
    ] {
        gateway.script(method, Err(Rejection::business(given, "?")));
        let response = Form::new(&gateway, method).call(&gateway).await;
        assert_eq!((&response["code"], &response["sub_code"]), (&json!(code), &json!(sub_code)));
    }
}
