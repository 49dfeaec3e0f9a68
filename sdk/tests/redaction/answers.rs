//! Responses and errors.

use std::fmt::Debug;

use alipay_sdk::ErrorKind;
use alipay_sdk::model::AlipayUserInfoShareResponseModel;
use alipay_sdk::operation::AlipayUserInfoShareParams;
use alipay_sdk::{
    Client, EncryptKey, Error, FilePart, SignError, Signer, SigningFuture, TransportError,
    TransportErrorKind,
};
use serde_json::json;

use crate::platform::{key_mode, signed};
use crate::secrets::*;

/// What becomes of a response, without a network.
fn completed<T: Debug>(complete: impl FnOnce(&Client) -> Result<T, Error>) -> Result<T, Error> {
    complete(&key_mode().encrypt_key(ENCRYPT_KEY).build().unwrap())
}

fn share(
    answer: http::Response<Vec<u8>>,
) -> Result<alipay_sdk::Response<AlipayUserInfoShareResponseModel>, Error> {
    completed(|client| {
        let params = AlipayUserInfoShareParams::new().auth_token(AUTH_TOKEN);
        let call = client.alipay_user_info().share(&params).encrypt(false);
        now(call.prepare())?.1.complete(with_cookie(answer))
    })
}

#[test]
fn an_answer_hides_people_whether_its_type_is_known_or_not() {
    let body = serde_json::to_vec(&user()).unwrap();
    let answer = share(signed(200, &body)).unwrap();
    hides("Response", &answer);
    hides("RawBody", answer.body());
    hides("RawBody", &answer.plain_body());
    assert!(format!("{answer:?}").contains(OUT_TRADE_NO), "nothing is shown: {answer:?}");

    let body = personal_json().to_string();
    let answer = completed(|client| {
        let call = client.untyped("a", http::Method::GET, "/v3/a").encrypt(false);
        now(call.prepare())?.1.complete(with_cookie(signed(200, body.as_bytes())))
    });
    let answer = answer.unwrap();
    hides("Response<Json>", &answer);
    assert!(format!("{answer:?}").contains(OUT_TRADE_NO), "nothing is shown: {answer:?}");
}

#[test]
fn errors_of_answers_hide_what_the_answer_says_of_people() {
    let refusal = refusal();
    let error = share(signed(400, refusal.as_bytes())).unwrap_err();
    let ErrorKind::Api(refused) = error.kind() else { panic!("{error:?}") };
    assert_eq!(refused.details[0].value.as_deref(), Some(NAME), "the caller may see it");
    hides("Detail", &refused.details[0]);
    hides("Link", &refused.links[0]);
    error_hides("ApiError", refused);
    error_hides("Error::Api", &error);
    let body = json!({ "code": "x", "message": "", "links": EMAIL });
    let error = share(signed(400, body.to_string().as_bytes())).unwrap_err();
    error_hides("Error::Api", &error);

    // The same, but signed for another body.
    let mut forged = signed(400, b"{}");
    *forged.body_mut() = refusal.into_bytes();
    let error = share(forged).unwrap_err();
    let ErrorKind::Signature(forged) = error.kind() else { panic!("{error:?}") };
    assert!(forged.claimed.is_some());
    error_hides("SignatureError", forged);
    error_hides("Error::Signature", &error);

    let page = format!("<html>{PHONE} {EMAIL} {NAME}</html>");
    for status in [200, 202, 302, 400, 502] {
        for answer in [signed(status, page.as_bytes()), signed(status, b"")] {
            if let Err(error) = share(answer) {
                error_hides("a page", &error);
            }
        }
    }
}

#[test]
fn an_answer_of_another_shape_is_described_without_its_values() {
    let mut seen = 0;
    for body in [
        json!({ "deliver_addresses": PHONE }),
        json!({ "deliver_addresses": [{ "address": { PHONE: EMAIL } }] }),
        json!({ "deliver_addresses": 13_812_345_678_u64 }),
        json!({ "email": { EMAIL: CARD } }),
        json!([PHONE, NAME]),
        json!(ID_NUMBER),
    ] {
        let error = share(signed(200, body.to_string().as_bytes())).unwrap_err();
        let ErrorKind::Decode(source) = error.kind() else { panic!("{error:?}") };
        error_hides("DecodeError", source);
        error_hides("Error::Decode", &error);
        seen += 1;
    }
    for body in [
        format!("{{\"email\":\"{EMAIL}\",{PHONE}}}"),
        format!("{{\"{PHONE}\":{{\"{EMAIL}\":tru}}}}"),
        format!("{{\"email\":\"{EMAIL}"),
        PHONE.to_owned(),
        NAME.to_owned(),
    ] {
        let error = share(signed(200, body.as_bytes())).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Decode(_)), "{error:?}");
        error_hides("Error::Decode", &error);
        seen += 1;
    }
    assert_eq!(seen, 11);
    // Not decryptable, and decrypted but of another shape.
    for body in [
        personal_json().to_string(),
        EncryptKey::from_base64(ENCRYPT_KEY).unwrap().encrypt(PHONE.as_bytes()),
    ] {
        let error = completed(|client| {
            let call = client.alipay_trade().pay(&order());
            now(call.prepare())?.1.complete(with_cookie(signed(200, body.as_bytes())))
        });
        error_hides("Error::Decryption", &error.unwrap_err());
    }
}

#[test]
fn other_errors_hide_what_was_to_be_sent() {
    let client = knowing().build().unwrap();
    let send = |call: alipay_sdk::Call<alipay_sdk::Untyped>| now(call.prepare()).map(drop);
    let call = || client.untyped("a", http::Method::POST, "/v3/a/{id}").json(&personal_json());
    let small = key_mode().max_response_size(3).build().unwrap();
    let too_large = now(small.alipay_trade().pay(&order()).prepare()).unwrap().1;
    let accepted = now(client.alipay_trade().pay(&order()).prepare()).unwrap().1;
    for error in [
        send(call()).unwrap_err(),
        send(call().path("id", "..").query("auth_token", AUTH_TOKEN)).unwrap_err(),
        send(call().path("other", PHONE)).unwrap_err(),
        send(call().path("id", PHONE).header("x", format!("{AUTH_TOKEN}\n"))).unwrap_err(),
        send(call().path("id", PHONE).header("authorization", AUTH_TOKEN)).unwrap_err(),
        send(call().path("id", PHONE).header(format!("{AUTH_TOKEN}\n"), "")).unwrap_err(),
        send(call().path("id", PHONE).app_auth_token(format!("{APP_AUTH_TOKEN}\n"))).unwrap_err(),
        send(call().path("id", PHONE).request_id(format!("{PHONE} "))).unwrap_err(),
        send(client.untyped("a", http::Method::GET, format!("/v3/../{PHONE}"))).unwrap_err(),
        too_large.complete(with_cookie(signed(200, refusal().as_bytes()))).unwrap_err(),
        accepted.complete(with_cookie(signed(202, refusal().as_bytes()))).unwrap_err(),
    ] {
        error_hides("Error", &error);
    }

    struct Away;
    impl Signer for Away {
        fn sign<'a>(&'a self, _: &'a [u8]) -> SigningFuture<'a> {
            Box::pin(std::future::ready(Err(SignError::new("the service is away"))))
        }
    }
    let away = knowing().signer(Away).build().unwrap();
    let error = now(away.alipay_trade().pay(&order()).prepare()).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Signing(_)), "{error:?}");
    error_hides("Error::Signing", &error);
    error_hides("TransportError", &TransportError::new(TransportErrorKind::Timeout, "time"));
    error_hides("io::Error", &FilePart::from_path("/nowhere/file.png").unwrap_err());
}
