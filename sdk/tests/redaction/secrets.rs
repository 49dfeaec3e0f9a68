//! What must not be shown, and values that hold it.

use std::error::Error as StdError;
use std::fmt::{Debug, Write as _};
use std::sync::LazyLock;

use alipay_sdk::model::{
    AlipayOpenMiniVersionAuditApplyModel, AlipayTradePayModel,
    AlipayUserCertifyOpenInitializeModel, AlipayUserDeliverAddress,
    AlipayUserInfoShareResponseModel, OpenCertifyIdentityParam,
};
use alipay_sdk::operation::AlipayOpenMiniVersionAuditApplyParts;
use alipay_sdk::{ClientBuilder, FilePart};
use serde_json::json;

use crate::platform::{key_mode, vector_file};

pub(crate) const ENCRYPT_KEY: &str = "aYA0GP8JEW+D7/UFaskCWA==";
pub(crate) const APP_AUTH_TOKEN: &str = "202611BBappAuthToken0123456789";
pub(crate) const AUTH_TOKEN: &str = "kuaijieBuserToken9876543210";
pub(crate) const AUTH_CODE: &str = "28763443825664394";
pub(crate) const ID_NUMBER: &str = "110101199003077758";
pub(crate) const PHONE: &str = "13812345678";
pub(crate) const EMAIL: &str = "li.si@example.com";
pub(crate) const CARD: &str = "6222021234567890128";
pub(crate) const NAME: &str = "李四端";
pub(crate) const ADDRESS: &str = "某某路八十八号";
pub(crate) const PASSWORD: &str = "cert-password-9431";
pub(crate) const COOKIE: &str = "session-5d41402abc4b2a76";
pub(crate) const FILE_CONTENT: &str = "the content of the license";
pub(crate) const FILE_NAME: &str = "licence-of-li-si.png";

pub(crate) const SECRETS: &[&str] = &[
    ENCRYPT_KEY,
    APP_AUTH_TOKEN,
    AUTH_TOKEN,
    AUTH_CODE,
    ID_NUMBER,
    PHONE,
    EMAIL,
    CARD,
    NAME,
    ADDRESS,
    PASSWORD,
    COOKIE,
    FILE_CONTENT,
    FILE_NAME,
];

/// Texts that are no secret, and must be found in the traces: else they were not captured.
pub(crate) const OUT_TRADE_NO: &str = "T20261122000042";

pub(crate) fn private_key_text() -> String {
    std::fs::read_to_string(vector_file("keys/app_private.pkcs8.pem")).unwrap()
}

/// The Base64 of the private key on one line. The first 40 characters say what all keys say.
pub(crate) static PRIVATE_KEY: LazyLock<String> = LazyLock::new(|| {
    let text = private_key_text();
    text.lines().filter(|line| !line.starts_with('-')).collect::<String>().split_off(40)
});

/// That no secret is in a text: as it is, percent-encoded, or as a list of bytes.
#[track_caller]
pub(crate) fn assert_hidden(what: &str, text: &str) {
    let packed: String = text.split_whitespace().collect();
    for secret in SECRETS {
        let encoded: String = secret.bytes().fold(String::new(), |mut encoded, byte| {
            let plain = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
            let _ = if plain {
                write!(encoded, "{}", char::from(byte))
            } else {
                write!(encoded, "%{byte:02X}")
            };
            encoded
        });
        let bytes: Vec<_> = secret.bytes().take(8).map(|byte| byte.to_string()).collect();
        for form in [(*secret).to_owned(), encoded, secret.escape_default().to_string()] {
            assert!(!text.contains(&form), "{what} shows {secret}: {}", around(text, &form));
        }
        let bytes = bytes.join(",");
        assert!(!packed.contains(&bytes), "{what} shows the bytes of {secret}: {text}");
    }
    let windows: std::collections::HashSet<&[u8]> = PRIVATE_KEY.as_bytes().windows(20).collect();
    let leaked = text.as_bytes().windows(20).find(|window| windows.contains(window));
    assert!(leaked.is_none(), "{what} shows the private key: {leaked:?}");
}

fn around<'a>(text: &'a str, found: &str) -> &'a str {
    let at = text.find(found).unwrap_or_default();
    let start = (0..=at.saturating_sub(200)).rev().find(|at| text.is_char_boundary(*at));
    let end = (at + found.len()..).find(|at| text.is_char_boundary(*at)).unwrap();
    &text[start.unwrap_or_default()..end]
}

#[track_caller]
pub(crate) fn hides(what: &str, value: &impl Debug) {
    assert_hidden(what, &format!("{value:?}"));
    assert_hidden(what, &format!("{value:#?}"));
}

/// An error and all that lies behind it.
#[track_caller]
pub(crate) fn error_hides(what: &str, error: &(dyn StdError + 'static)) {
    let mut next = Some(error);
    while let Some(error) = next {
        hides(what, &error);
        assert_hidden(what, &error.to_string());
        next = error.source();
    }
}

/// A client that knows every secret that a client can know.
pub(crate) fn knowing() -> ClientBuilder {
    key_mode().encrypt_key(ENCRYPT_KEY).app_auth_token(APP_AUTH_TOKEN)
}

pub(crate) fn order() -> AlipayTradePayModel {
    AlipayTradePayModel::new()
        .out_trade_no(OUT_TRADE_NO)
        .auth_code(AUTH_CODE)
        .subject(format!("转账给{PHONE}"))
        .body(format!("{ID_NUMBER} {EMAIL}, {CARD}"))
        .passback_params(json!({ "cert_no": ID_NUMBER, "user_name": NAME }).to_string())
}

pub(crate) fn identity() -> AlipayUserCertifyOpenInitializeModel {
    let person = OpenCertifyIdentityParam::new()
        .cert_no(ID_NUMBER)
        .cert_name(NAME)
        .phone_no(PHONE)
        .user_id(OUT_TRADE_NO);
    AlipayUserCertifyOpenInitializeModel::new().identity_param(person).outer_order_no("1")
}

pub(crate) fn user() -> AlipayUserInfoShareResponseModel {
    let mut address = AlipayUserDeliverAddress::default();
    address.address = Some(ADDRESS.into());
    let mut user = AlipayUserInfoShareResponseModel::default();
    user.cert_no = Some(ID_NUMBER.into());
    user.email = Some(EMAIL.into());
    user.mobile = Some(PHONE.into());
    user.phone = Some(PHONE.into());
    user.nick_name = Some(NAME.into());
    user.firm_legal_person_name = Some(NAME.into());
    user.address = Some(ADDRESS.into());
    user.identity_card_address = Some(ADDRESS.into());
    user.deliver_addresses = Some(vec![address]);
    user.user_status = Some(OUT_TRADE_NO.into());
    user
}

pub(crate) fn file() -> FilePart {
    FilePart::new(FILE_NAME, FILE_CONTENT)
}

pub(crate) fn parts() -> AlipayOpenMiniVersionAuditApplyParts {
    let data = AlipayOpenMiniVersionAuditApplyModel::new()
        .app_version("0.0.1")
        .service_phone(PHONE)
        .service_email(EMAIL)
        .app_desc(format!("call {PHONE}"));
    AlipayOpenMiniVersionAuditApplyParts::new().data(data).app_logo(file())
}

pub(crate) fn personal_json() -> serde_json::Value {
    json!({
        "out_trade_no": OUT_TRADE_NO,
        "id_card_no": ID_NUMBER,
        "note": format!("{PHONE} or {EMAIL}"),
        "contact": { "bank_card_no": CARD, "real_name": NAME, "access_token": AUTH_TOKEN },
        "number": 13_812_345_678_u64,
        "inner": json!({ "auth_code": AUTH_CODE, "address": ADDRESS }).to_string(),
        PHONE: 1,
        "by_mail": { EMAIL: [CARD] },
    })
}

/// The value when it is there at once.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    let mut at = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut at) {
        std::task::Poll::Ready(value) => value,
        std::task::Poll::Pending => panic!("it waits for something"),
    }
}

pub(crate) fn with_cookie(mut answer: http::Response<Vec<u8>>) -> http::Response<Vec<u8>> {
    answer.headers_mut().insert("set-cookie", COOKIE.parse().unwrap());
    answer
}

pub(crate) fn refusal() -> String {
    json!({
        "code": "ACQ.INVALID_PARAMETER",
        "message": format!("用户{PHONE}（{EMAIL}）的证件{ID_NUMBER}与卡{CARD}不符"),
        "links": [{ "link": format!("https://example.com/?user={EMAIL}"), "desc": PHONE }],
        "details": [{
            "field": "/identity_param/cert_name", "value": NAME, "location": "body",
            "issue": format!("INVALID {CARD}"), "description": format!("{ID_NUMBER} is wrong"),
        }],
    })
    .to_string()
}
