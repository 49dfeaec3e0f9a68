//! Nothing is taken that is not provably the platform's, and nothing panics.

use alipay_sdk::model::AlipayTradePayModel;
use alipay_sdk::{Call, Client, Error, ErrorKind, Operation, Signer, SigningFuture};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderValue, Method};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;

use crate::call::{ENCRYPT_KEY, Nowhere, Setup, now, setup};
use crate::headers::READ;
use crate::platform::signed;
use crate::text::{json_value, text};

/// Anything that may arrive: the headers of the protocol with anything in them, and others.
fn answer() -> impl Strategy<Value = http::Response<Bytes>> {
    let names = [&READ[..], &["content-encoding", "set-cookie", "location"]].concat();
    let value = prop_oneof![
        "[ -~]{0,40}".prop_map(String::into_bytes),
        vec(any::<u8>(), 0..40),
        Just(b"null".to_vec()),
        Just(b"1781590001456".to_vec()),
        vec(any::<u8>(), 256).prop_map(|bytes| STANDARD.encode(bytes).into_bytes()),
    ];
    let status = prop_oneof![Just(200_u16), Just(204), 100_u16..1_000];
    let headers = vec((proptest::sample::select(names), value), 0..8);
    (status, headers, content()).prop_map(|(status, headers, body)| {
        let mut answer = http::Response::new(Bytes::from(body));
        *answer.status_mut() = http::StatusCode::from_u16(status).unwrap();
        for (name, value) in headers {
            if let Ok(value) = HeaderValue::from_bytes(&value) {
                answer.headers_mut().append(name, value);
            }
        }
        answer
    })
}

/// A body: bytes, text, JSON of any shape, or a rejection of any shape.
fn content() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        Just(Vec::new()),
        vec(any::<u8>(), 0..200),
        text().prop_map(String::into_bytes),
        json_value().prop_map(|json| json.to_string().into_bytes()),
        (json_value(), json_value(), json_value()).prop_map(|(code, message, more)| {
            let refusal =
                json!({ "code": code, "message": message, "links": more, "details": [more] });
            refusal.to_string().into_bytes()
        }),
        json_value().prop_map(|value| json!({ "trade_no": value, "fund_bill_list": [value] })
            .to_string()
            .into_bytes()),
        Just(b"[".repeat(20_000)),
    ]
}

/// The same response given to calls that expect different things. What became of it: whether it
/// was verified, and the body that came with it.
fn completed(client: &Client, answer: &http::Response<Bytes>) -> Vec<Result<(bool, Bytes), Error>> {
    fn complete<O: Operation>(
        call: Call<O>,
        answer: http::Response<Bytes>,
    ) -> Result<(bool, Bytes), Error>
    where
        O::Response: std::fmt::Debug,
    {
        let taken = now(call.prepare()).unwrap().1.complete(answer)?;
        let _ = format!("{taken:?}");
        Ok((taken.is_verified(), taken.body().clone().into_bytes()))
    }
    let pay = client.alipay_trade().pay(&AlipayTradePayModel::new());
    let untyped = client.untyped("new.thing", Method::GET, "/v3/new");
    vec![complete(pay, answer.clone()), complete(untyped, answer.clone())]
}

/// A client whose own signatures cost nothing: only responses matter.
fn reader(setup: &Setup) -> Client {
    struct AnySigner;
    impl Signer for AnySigner {
        fn sign<'a>(&'a self, _: &'a [u8]) -> SigningFuture<'a> {
            Box::pin(std::future::ready(Ok(vec![0; 256])))
        }
    }
    setup.builder().signer(AnySigner).transport(Nowhere).build().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn an_answer_that_is_not_signed_is_never_taken_and_its_body_is_kept(
        setup in setup(),
        answer in answer(),
    ) {
        for completed in completed(&reader(&setup), &answer) {
            match completed {
                Ok((verified, body)) => {
                    prop_assert!(!verified && body.is_empty());
                    prop_assert_eq!(answer.status().as_u16(), 204);
                }
                Err(error) => {
                    let _ = (format!("{error:?}"), error.to_string(), error.is_retryable());
                    prop_assert_eq!(error.body().map(|body| &body[..]), Some(&answer.body()[..]));
                    prop_assert_eq!(error.headers().unwrap().len(), answer.headers().len());
                    let verified = error.api().is_some_and(|refusal| refusal.verified);
                    let read = matches!(error.kind(), ErrorKind::Decode(_) | ErrorKind::Decryption(_));
                    prop_assert!(!verified && !read, "it was taken for verified");
                }
            }
        }
    }

    #[test]
    fn a_signed_answer_of_any_content_is_read_or_kept_and_nothing_panics(
        setup in setup(),
        status in prop_oneof![Just(200_u16), 100_u16..1_000],
        content in content(),
        encrypted in any::<bool>(),
    ) {
        let content = if encrypted { ENCRYPT_KEY.encrypt(&content).into_bytes() } else { content };
        let answer = signed(status, &content).map(Bytes::from);
        for completed in completed(&reader(&setup), &answer) {
            match completed {
                Ok((verified, body)) => {
                    prop_assert!(verified && answer.status().is_success());
                    prop_assert_eq!(&body, answer.body());
                }
                Err(error) => {
                    let _ = (format!("{error:?}"), error.to_string());
                    let kept = error.body().unwrap();
                    match error.kind() {
                        ErrorKind::Signature(_) => prop_assert!(false, "{error}"),
                        ErrorKind::Api(refusal) => prop_assert!(refusal.verified && kept[..] == content),
                        // The raw body is the text that cannot be read: decrypted.
                        ErrorKind::Decode(_) if setup.encrypt_key => {
                            prop_assert_eq!(&kept[..], &ENCRYPT_KEY.decrypt(&content).unwrap()[..]);
                        }
                        _ => prop_assert_eq!(&kept[..], &content[..]),
                    }
                }
            }
        }
    }
}
