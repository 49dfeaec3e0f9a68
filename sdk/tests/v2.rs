//! What the v2 gateway must not be able to do to an application, and an application not to itself.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use alipay_sdk::model::AlipayFundBatchCloseModel;
use alipay_sdk::operation::AlipayTradeAppPay;
use alipay_sdk::{
    Client, Error, ErrorKind, FilePart, Json, PrivateKey, PublicKey, SignatureProblem, Signer,
    SigningFuture,
};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

const KEYS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/vectors/keys");

fn key(name: &str) -> Vec<u8> {
    std::fs::read(format!("{KEYS}/{name}")).unwrap()
}

fn client() -> Client {
    Client::builder()
        .app_id("2021000000000000")
        .private_key(key("app_private.pkcs8.pem"))
        .alipay_public_key(PublicKey::parse(key("alipay_public.spki.pem")).unwrap())
        .encrypt_key("aYA0GP8JEW+D7/UFaskCWA==")
        .build()
        .unwrap()
}

/// The platform's signature of a text.
fn signed(text: &str) -> String {
    let key = PrivateKey::parse(key("alipay_private.pkcs8.pem")).unwrap();
    BASE64_STANDARD.encode(key.sign(text.as_bytes()).unwrap())
}

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

/// The result for a response.
fn answer(body: impl Into<String>) -> Result<alipay_sdk::Response<Json>, Error> {
    let (_, pending) = block_on(client().v2().untyped("a.b").prepare()).unwrap();
    pending.complete(http::Response::new(body.into()))
}

#[test]
fn a_success_must_be_signed_as_it_stands() {
    let value = r#"{ "code":"10000", "trade_no":"1" }"#;
    let sign = signed(value);
    let accepted = answer(format!(r#"{{"a_b_response":{value},"sign":"{sign}"}}"#)).unwrap();
    assert_eq!(accepted["trade_no"], "1");
    for (body, problem) in [
        (format!(r#"{{"a_b_response":{value}}}"#), SignatureProblem::Missing),
        (format!(r#"{{"a_b_response":{value},"sign":""}}"#), SignatureProblem::Missing),
        (format!(r#"{{"a_b_response":{value},"sign":7}}"#), SignatureProblem::Mismatch),
        (format!(r#"{{"a_b_response":{value},"sign":"?"}}"#), SignatureProblem::NotBase64),
        (format!(r#"{{"a_c_response":{value},"sign":"{sign}"}}"#), SignatureProblem::Missing),
        (
            format!(r#"{{"a_b_response":{},"sign":"{sign}"}}"#, value.replace(' ', "")),
            SignatureProblem::Mismatch,
        ),
        (
            format!(r#"{{"a_b_response":{value},"sign":"{sign}","sign":"{sign}"}}"#),
            SignatureProblem::RepeatedField("sign".to_owned()),
        ),
        ("<html>".to_owned(), SignatureProblem::Missing),
        (String::new(), SignatureProblem::Missing),
    ] {
        match answer(body.clone()) {
            Err(error) => assert_eq!(problem_of(&error), problem, "{body}"),
            other => panic!("{body}: {other:?}"),
        }
    }
}

#[test]
fn an_answer_that_could_be_read_as_another_is_refused() {
    let value = r#"{"code":"10000","trade_no":"1"}"#;
    let sign = signed(value);
    for body in [
        format!(r#"{{"a_b_response":{value},"error_response":{{}},"sign":"{sign}"}}"#),
        format!(
            r#"{{"error_response":{{"code":"20000"}},"a_b_response":{value},"sign":"{sign}"}}"#
        ),
        format!(r#"{{"a_b_response":{value},"sign":"{sign}","x":{{"a_b_response":{{}}}}}}"#),
        format!(r#"{{"a_b_response":{value},"sign":"{sign}","x":"\"a_b_response\":{{}}"}}"#),
        format!(r#"{{"a_b_response":{value},"sign":"{sign}","a_b_response_":{{}}}}"#),
    ] {
        match answer(body.clone()) {
            Err(error) => {
                assert_eq!(problem_of(&error), SignatureProblem::SeveralResponses, "{body}");
            }
            other => panic!("{body}: {other:?}"),
        }
    }
    let before = format!(r#"{{"x":"a_b_response","a_b_response":{value},"sign":"{sign}"}}"#);
    assert!(answer(before).is_ok());
}

#[test]
fn an_encrypted_answer_without_a_key_cannot_be_decrypted() {
    let client = Client::builder()
        .app_id("2021000000000000")
        .private_key(key("app_private.pkcs8.pem"))
        .alipay_public_key(PublicKey::parse(key("alipay_public.spki.pem")).unwrap())
        .build()
        .unwrap();
    let (_, pending) = block_on(client.v2().untyped("a.b").prepare()).unwrap();
    let value = "\"4AOYHE0rpPnRnghunsGo+g==\"";
    let body = format!(r#"{{"a_b_response":{value},"sign":"{}"}}"#, signed(value));
    let error = pending.complete(http::Response::new(body)).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Decryption(_)), "{error:?}");
    let told = std::error::Error::source(&error).map(ToString::to_string);
    assert!(told.is_some_and(|told| told.contains("no encrypt_key")), "{error}");
}

#[test]
fn the_charset_can_be_spelled_otherwise_but_not_be_another() {
    let client = client();
    let spelled = client.v2().untyped("a.b").parameter("charset", "UTF-8");
    assert!(block_on(spelled.sdk_execute()).unwrap().contains("charset=UTF-8&"));
    let other = client.v2().untyped("a.b").parameter("charset", "GBK");
    let error = block_on(other.sdk_execute()).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Request { .. }));
}

#[test]
fn what_an_app_brings_back_is_verified() {
    let read = |result: &str| client().v2().verify_result::<AlipayTradeAppPay>(result);
    let value = r#"{"code":"10000","out_trade_no":"T1","total_amount":"88.88","app_id":"2021"}"#;
    let sign = signed(value);
    let member = "alipay_trade_app_pay_response";
    let result = format!(r#"{{"{member}":{value},"sign":"{sign}","sign_type":"RSA2"}}"#);
    let paid = read(&result).unwrap().signed().unwrap();
    assert_eq!((paid.out_trade_no.as_deref(), paid.is_verified()), (Some("T1"), true));
    for changed in [
        result.replace("88.88", "0.01"),
        result.replace(member, "alipay_trade_page_pay_response"),
        format!(r#"{{"{member}":{value},"sign_type":"RSA2"}}"#),
    ] {
        let error = read(&changed).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Signature(_)), "{changed}");
    }
    let refusal = r#"{"code":"40004","sub_code":"ACQ.TRADE_HAS_CLOSE"}"#;
    let refusal = format!(r#"{{"{member}":{refusal},"sign":"{}"}}"#, signed(refusal));
    assert!(read(&refusal).unwrap_err().has_code("ACQ.TRADE_HAS_CLOSE"));
}

#[test]
fn what_is_read_is_the_text_that_was_signed() {
    // An added backslash changes the meaning of the text, but not the text without `\/`.
    let (signed_text, sent) = (r#"{"a":"x\/y"}"#, r#"{"a":"x\\/y"}"#);
    let sign = signed(signed_text);
    let accepted = answer(format!(r#"{{"a_b_response":{sent},"sign":"{sign}"}}"#)).unwrap();
    assert_eq!(accepted["a"], "x/y");
}

#[test]
fn a_payment_in_progress_is_no_error_and_a_token_needs_no_code() {
    for value in [r#"{"code":"10003","msg":"m"}"#, r#"{"access_token":"t"}"#] {
        let sign = signed(value);
        assert!(answer(format!(r#"{{"a_b_response":{value},"sign":"{sign}"}}"#)).is_ok());
    }
}

#[test]
fn refusals_are_sorted_by_the_code_of_the_gateway() {
    // Code, sub-code, whether signed; then: business, retryable, unknown outcome.
    for (code, sub_code, is_signed, expected) in [
        ("40004", "ACQ.TRADE_NOT_EXIST", true, (true, false, false)),
        // Nobody signed it, so it is not sure either.
        ("40004", "ACQ.TRADE_NOT_EXIST", false, (false, false, true)),
        ("40004", "ACQ.SYSTEM_ERROR", true, (false, false, true)),
        ("40002", "isv.invalid-signature", false, (false, false, false)),
        ("20000", "isp.unknow-error", true, (false, false, true)),
        ("20001", "aop.invalid-auth-token", true, (false, false, false)),
        ("40005", "isv.app-call-limited", true, (false, true, false)),
    ] {
        let value =
            format!(r#"{{"code":"{code}","msg":"m","sub_code":"{sub_code}","sub_msg":"s"}}"#);
        let sign =
            if is_signed { format!(r#","sign":"{}""#, signed(&value)) } else { String::new() };
        let error = answer(format!(r#"{{"a_b_response":{value}{sign}}}"#)).unwrap_err();
        let api = error.api().unwrap();
        assert_eq!((api.verified, api.gateway_code.as_deref()), (is_signed, Some(code)));
        assert!(error.has_code(sub_code) && api.message.as_deref() == Some("s"));
        let found = (error.is_business(), error.is_retryable(), error.is_unknown_outcome());
        assert_eq!(found, expected, "{code} {sub_code} {is_signed}");
    }
}

#[test]
fn an_encrypted_refusal_and_a_text_of_another_key_are_told_apart() {
    let key = alipay_sdk::EncryptKey::from_base64("aYA0GP8JEW+D7/UFaskCWA==").unwrap();
    let body = |text: &str| {
        let value = format!("\"{text}\"");
        format!(r#"{{"a_b_response":{value},"sign":"{}"}}"#, signed(&value))
    };
    let refusal = key.encrypt(br#"{"code":"40004","sub_code":"X.Y"}"#);
    assert!(answer(body(&refusal)).unwrap_err().has_code("X.Y"));
    let other = alipay_sdk::EncryptKey::from_base64("AAAAAAAAAAAAAAAAAAAAAA==").unwrap();
    let error = answer(body(&other.encrypt(b"{}"))).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Decryption(_)), "{error:?}");
}

#[tokio::test]
async fn a_signer_that_never_answers_is_waited_for_no_longer_than_a_call_may_take() {
    struct Silent;
    impl Signer for Silent {
        fn sign<'a>(&'a self, _: &'a [u8]) -> SigningFuture<'a> {
            Box::pin(std::future::pending())
        }
    }
    let client = Client::builder()
        .app_id("2021000000000000")
        .signer(Silent)
        .alipay_public_key(PublicKey::parse(key("alipay_public.spki.pem")).unwrap())
        .build()
        .unwrap();
    let time = std::time::Duration::from_millis(20);
    let refused = client.v2().untyped("a.b").timeout(time).prepare().await;
    assert!(matches!(refused.unwrap_err().kind(), ErrorKind::Signing(_)));
}

#[test]
fn what_the_client_sets_itself_cannot_be_set() {
    for name in ["app_id", "biz_content", "method", "sign", "sign_type", "timestamp"] {
        let client = client();
        let call = client.v2().untyped("a.b").parameter(name, "x");
        let refused = block_on(call.sdk_execute());
        assert!(matches!(refused.unwrap_err().kind(), ErrorKind::Request { .. }), "{name}");
    }
}

#[test]
fn a_merchants_token_is_sent_and_files_stay_off_pages() {
    let client = client().for_merchant("merchant-token").unwrap();
    let text = block_on(client.v2().untyped("a.b").sdk_execute()).unwrap();
    assert!(text.contains("app_auth_token=merchant-token"), "{text}");
    let other = client.v2().untyped("a.b").app_auth_token("other");
    assert!(block_on(other.sdk_execute()).unwrap().contains("app_auth_token=other"));
    let file = client.v2().untyped("a.b").file("image", FilePart::new("a.png", "x"));
    let error = block_on(file.page_execute()).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Request { .. }));
}

#[test]
fn a_typed_call_takes_parameters_and_files_beside_its_model() {
    let order = AlipayFundBatchCloseModel::new().batch_trans_id("B1");
    let call = client().v2().alipay_fund_batch().close(&order).parameter("image_type", "png");
    let call = call.file("image", FilePart::new("a.png", "the image"));
    let (request, _) = block_on(call.prepare()).unwrap();
    let content_type = request.headers()["content-type"].to_str().unwrap().to_owned();
    assert!(content_type.starts_with("multipart/form-data"), "{content_type}");
    let sent = [request.uri().to_string().into_bytes(), read(request)].concat();
    let sent = String::from_utf8_lossy(&sent);
    for part in ["biz_content", "image_type", "filename=\"a.png\"", "the image"] {
        assert!(sent.contains(part), "{part}: {sent}");
    }
}

fn read(request: http::Request<alipay_sdk::Body>) -> Vec<u8> {
    block_on(request.into_body().read(1 << 20)).unwrap().into()
}

#[test]
fn an_empty_token_of_a_merchant_is_not_left_out() {
    let merchant = client().for_merchant("merchant-token").unwrap();
    for client in [client(), merchant] {
        for token in ["", " "] {
            let call = || client.v2().untyped("alipay.trade.refund");
            for call in [call().app_auth_token(token), call().parameter("app_auth_token", token)] {
                let error = block_on(call.sdk_execute()).unwrap_err().to_string();
                assert!(error.contains("app_auth_token is empty"), "{error}");
            }
        }
    }
}

#[track_caller]
fn problem_of(error: &Error) -> SignatureProblem {
    let ErrorKind::Signature(unsigned) = error.kind() else { panic!("{error:?}") };
    unsigned.problem.clone()
}
