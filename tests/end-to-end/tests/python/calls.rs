//! The calls that all SDKs make.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use alipay_sdk::{Client, Error, FilePart, Json, Response};

use crate::setup::Sdk;

const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\xff--\r\n";

/// A call of the v2 gateway.
#[derive(Clone, Debug, Default)]
pub(crate) struct Call {
    pub(crate) method: &'static str,
    /// `biz_content`; null without one.
    pub(crate) content: Value,
    pub(crate) beside: Vec<(&'static str, String)>,
    /// Part, file name and content of each file.
    pub(crate) files: Vec<(&'static str, &'static str, &'static [u8])>,
}

impl Call {
    pub(crate) fn new(method: &'static str, content: Value) -> Self {
        Self { method, content, ..Self::default() }
    }

    pub(crate) fn beside(method: &'static str, parameters: &[(&'static str, &str)]) -> Self {
        let beside = parameters.iter().map(|(name, value)| (*name, (*value).to_owned()));
        Self { method, beside: beside.collect(), ..Self::default() }
    }

    /// As `call.py` takes it.
    pub(crate) fn for_python(&self) -> Value {
        let mut call = json!({"method": self.method});
        if !self.content.is_null() {
            call["content"] = self.content.clone();
        }
        for (name, value) in &self.beside {
            call["beside"][*name] = value.as_str().into();
        }
        for (part, name, content) in &self.files {
            call["files"][*part] = json!([name, BASE64_STANDARD.encode(content)]);
        }
        call
    }

    pub(crate) async fn by_us(&self, client: &Client) -> Result<Response<Json>, Error> {
        let mut call = client.v2().untyped(self.method);
        if !self.content.is_null() {
            call = call.json(&self.content);
        }
        for (name, value) in &self.beside {
            call = call.parameter(name, value);
        }
        for (part, name, content) in &self.files {
            call = call.file(*part, FilePart::new(*name, *content));
        }
        call.await
    }
}

/// Every kind of call that this SDK makes from server to server.
pub(crate) fn calls(sdk: Sdk) -> Vec<Call> {
    let mut calls = [trades(), others()].concat();
    // `python-alipay-sdk` sends no files.
    if sdk == Sdk::Official {
        calls.push(Call {
            beside: vec![("biz_code", "图片 & \"1\"".to_owned())],
            files: vec![("file_content", "图片.png", PICTURE)],
            ..Call::new("alipay.open.file.upload", Value::Null)
        });
    }
    calls
}

fn trades() -> Vec<Call> {
    let order = json!({
        "out_trade_no": "订单-😀-1", "total_amount": "88.88",
        "subject": "茶 & \"点心\" </b> \\ 😀\u{2028}\n\t𠮷 a+b=c%20",
    });
    let mut paid = order.clone();
    paid["scene"] = "bar_code".into();
    paid["auth_code"] = "28763443825664394".into();
    let number = json!({"out_trade_no": "订单-😀-1"});
    vec![
        Call::new("alipay.trade.pay", paid),
        Call::new("alipay.trade.precreate", order),
        Call::new("alipay.trade.query", number.clone()),
        Call::new("alipay.trade.close", number.clone()),
        Call::new("alipay.trade.cancel", number),
        Call::new(
            "alipay.trade.refund",
            json!({"out_trade_no": "1", "refund_amount": "0.01", "out_request_no": "退-1"}),
        ),
    ]
}

fn others() -> Vec<Call> {
    vec![
        Call::new(
            "alipay.fund.trans.uni.transfer",
            json!({
                "out_biz_no": "1", "trans_amount": "0.10", "biz_scene": "DIRECT_TRANSFER",
                "product_code": "TRANS_ACCOUNT_NO_PWD", "order_title": "工资",
                "payee_info": {"identity": "a@b.example", "identity_type": "ALIPAY_LOGON_ID"},
            }),
        ),
        Call::new(
            "alipay.open.auth.token.app",
            json!({"grant_type": "authorization_code", "code": "1+/="}),
        ),
        Call::beside(
            "alipay.system.oauth.token",
            &[("grant_type", "refresh_token"), ("refresh_token", "a+b/c= d")],
        ),
        Call::beside("alipay.user.info.share", &[("auth_token", "anonymous_code_12+/=")]),
    ]
}
