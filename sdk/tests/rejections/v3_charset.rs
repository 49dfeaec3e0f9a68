//! Responses of v3 in GBK, although UTF-8 was asked for.

use alipay_sdk::model::{
    AlipayTradePayModel, AlipayTradeQueryModel, AlipayTradeQueryResponseModel,
};
use alipay_sdk::{Client, EncryptKey, Error, ErrorKind, Response, SignatureProblem};
use encoding_rs::{GB18030, GBK};

use crate::platform::{key_mode, signed};
use crate::{case_client, complete, unsigned};

type Answer = http::Response<Vec<u8>>;

const CONTENT_TYPES: [&str; 4] = [
    "application/json;charset=utf-8",
    "application/json;charset=GBK",
    "application/json",
    "text/html;charset=shift_jis",
];

fn gbk(text: &str) -> Vec<u8> {
    let (bytes, _, lossy) = GBK.encode(text);
    assert!(!lossy && std::str::from_utf8(&bytes).is_err(), "{text}");
    bytes.into_owned()
}

fn of_type(mut response: Answer, content_type: &'static str) -> Answer {
    response.headers_mut().insert("content-type", content_type.parse().unwrap());
    response
}

fn query(
    client: &Client,
    response: Answer,
) -> Result<Response<AlipayTradeQueryResponseModel>, Error> {
    let question = AlipayTradeQueryModel::new().out_trade_no("1");
    complete(client.alipay_trade().query(&question).encrypt(false), response)
}

fn pay(client: &Client, response: Answer) -> Error {
    let order = AlipayTradePayModel::new().out_trade_no("1");
    complete(client.alipay_trade().pay(&order).encrypt(false), response).unwrap_err()
}

const PAID: &str = r#"{"out_trade_no":"1","trade_status":"TRADE_SUCCESS","subject":"大乐透2.1"}"#;

#[test]
fn a_success_in_utf_8_stays_as_it_is_whatever_the_header_says() {
    // Without a character of three bytes it could be GBK, too.
    let body = r#"{"out_trade_no":"1","trade_status":"TRADE_SUCCESS","subject":"Café ·"}"#;
    for content_type in CONTENT_TYPES {
        let client = key_mode().build().unwrap();
        let response = query(&client, of_type(signed(200, body.as_bytes()), content_type)).unwrap();
        assert_eq!(response.subject.as_deref(), Some("Café ·"), "{content_type}");
    }
}

#[test]
fn a_success_in_gbk_is_verified_over_its_bytes_and_then_decoded() {
    let body = gbk(PAID);
    for content_type in CONTENT_TYPES {
        let client = key_mode().build().unwrap();
        let response = query(&client, of_type(signed(200, &body), content_type)).unwrap();
        assert_eq!(response.subject.as_deref(), Some("大乐透2.1"), "{content_type}");
        assert_eq!(response.trade_status.as_deref(), Some("TRADE_SUCCESS"));
        assert!(response.is_verified());
        assert_eq!(&response.body()[..], body, "as it was received");
        // Signed were the bytes in GBK, and neither other ones nor the same text in UTF-8.
        for other in [gbk(&PAID.replace("透", "头")), PAID.as_bytes().to_vec()] {
            let other = of_type(signed(200, &body), content_type).map(|_| other);
            let error = query(&client, other).unwrap_err();
            let ErrorKind::Signature(error) = error.kind() else { panic!("{error:?}") };
            assert_eq!(error.problem, SignatureProblem::Mismatch);
        }
    }
}

#[test]
fn characters_of_gb18030_alone_are_decoded() {
    let text = PAID.replace("透", "\u{20000}€");
    let body = GB18030.encode(&text).0.into_owned();
    let response = query(&key_mode().build().unwrap(), signed(200, &body)).unwrap();
    assert_eq!(response.subject.as_deref(), Some("大乐\u{20000}€2.1"));
}

#[test]
fn an_encrypted_success_in_gbk_is_decoded_when_it_was_decrypted() {
    let key = EncryptKey::from_base64("aYA0GP8JEW+D7/UFaskCWA==").unwrap();
    let question = AlipayTradeQueryModel::new().out_trade_no("1");
    for content_type in CONTENT_TYPES {
        let answer = of_type(signed(200, key.encrypt(&gbk(PAID)).as_bytes()), content_type);
        let client = case_client();
        let call = client.alipay_trade().query(&question).encrypt(true);
        let response = complete(call, answer).unwrap();
        assert_eq!(response.subject.as_deref(), Some("大乐透2.1"), "{content_type}");
    }
}

#[test]
fn a_signed_rejection_in_gbk_keeps_its_code_and_its_text() {
    let body = gbk(r#"{"code":"ACQ.TRADE_HAS_CLOSE","message":"交易已经关闭"}"#);
    for content_type in CONTENT_TYPES {
        let client = key_mode().build().unwrap();
        let error = pay(&client, of_type(signed(400, &body), content_type));
        let rejection = error.api().unwrap_or_else(|| panic!("{error:?}"));
        assert!(rejection.has_code("ACQ.TRADE_HAS_CLOSE") && rejection.verified);
        assert_eq!(rejection.message.as_deref(), Some("交易已经关闭"), "{content_type}");
        assert!(error.is_business(), "{error}");
        assert_eq!(&error.body().unwrap()[..], body, "as it was received");
        // And one in the place of a success is none.
        let error = pay(&client, of_type(signed(200, &body), content_type));
        assert!(error.has_code("ACQ.TRADE_HAS_CLOSE") && error.is_unknown_outcome(), "{error}");
    }
}

#[test]
fn an_unsigned_rejection_in_gbk_keeps_its_code_and_its_text() {
    let body = gbk(r#"{"code":"invalid-signature","message":"无效签名"}"#);
    for content_type in CONTENT_TYPES {
        let client = key_mode().build().unwrap();
        let error = pay(&client, of_type(unsigned(401, body.clone()), content_type));
        let rejection = error.api().unwrap_or_else(|| panic!("{error:?}"));
        assert!(rejection.has_code("invalid-signature") && !rejection.verified);
        assert_eq!(rejection.message.as_deref(), Some("无效签名"), "{content_type}");
    }
}

#[test]
fn a_text_that_cannot_be_decoded_loses_itself_alone() {
    let (whole, cut) = (gbk("大乐透"), b"\xbd\xbb\xd2\xd7\xb2");
    let client = key_mode().build().unwrap();
    for content_type in CONTENT_TYPES {
        let body = [b"{\"subject\":\"", &whole[..], b"\",\"body\":\"", cut, b"\"}"].concat();
        let response = query(&client, of_type(signed(200, &body), content_type)).unwrap();
        assert_eq!(response.subject.as_deref(), Some("大乐透"), "{content_type}");
        let body = response.body.as_deref().unwrap();
        assert!(body.contains('\u{fffd}'), "{body}");
        let body = [b"{\"code\":\"ACQ.TRADE_HAS_CLOSE\",\"message\":\"", &cut[..], b"\"}"].concat();
        let error = pay(&client, of_type(signed(400, &body), content_type));
        assert!(error.has_code("ACQ.TRADE_HAS_CLOSE") && error.is_business(), "{error}");
    }
}

#[test]
fn a_name_that_cannot_be_decoded_may_be_that_of_any_field() {
    let body = b"{\"subject\":\"\xcf\xb5\",\"\xff\xfe\" : \"TRADE_SUCCESS\"}";
    let error = query(&key_mode().build().unwrap(), signed(200, body)).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Decode(_)), "{error:?}");
    assert!(error.is_unknown_outcome() && !error.is_retryable(), "{error}");
    assert_eq!(&error.body().unwrap()[..], body, "as it was received");
}

#[test]
fn no_charset_of_an_unsigned_header_moves_the_end_of_a_text() {
    // Read as GBK the last byte of 中 takes the backslash with it, and the status is the buyer's.
    let body = r#"{"subject":"中\",\"trade_status\":\"TRADE_SUCCESS","trade_status":"WAIT"}"#;
    for content_type in CONTENT_TYPES {
        let answer = of_type(signed(200, body.as_bytes()), content_type);
        let response = query(&key_mode().build().unwrap(), answer).unwrap();
        assert_eq!(response.trade_status.as_deref(), Some("WAIT"), "{content_type}");
    }
}
