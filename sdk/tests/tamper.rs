//! A response that was changed on the way, anywhere and by any little, is not accepted.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod platform;

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, UNIX_EPOCH};

use alipay_sdk::model::AlipayTradePayModel;
use alipay_sdk::{
    Client, ClientBuilder, EncryptKey, Error, ErrorKind, Response, SignatureProblem, Signer,
    SigningFuture, model::AlipayTradePayResponseModel,
};
use http::HeaderValue;
use platform::{certificate_mode, key_mode, signed};

const SIGNATURE: &str = "alipay-signature";
const TIMESTAMP: &str = "alipay-timestamp";
const NONCE: &str = "alipay-nonce";
const SERIAL: &str = "alipay-sn";
const SIGNED_HEADERS: [&str; 3] = [TIMESTAMP, NONCE, SIGNATURE];

const PAID: &[u8] = r#"{"trade_no":"2026","buyer_logon_id":"冰***@example.com"}"#.as_bytes();
const REFUSED: &[u8] = br#"{"code":"ACQ.TRADE_NOT_EXIST","message":"none"}"#;

type Answer = http::Response<Vec<u8>>;
type Completed = Result<Response<AlipayTradePayResponseModel>, Error>;

/// A response as the platform gave it, and the client that takes it.
struct Case {
    name: &'static str,
    client: Client,
    answer: Answer,
    /// The headers that the signature stands on.
    headers: Vec<&'static str>,
}

/// Signs in no time: only responses matter here.
struct AnySigner;

impl Signer for AnySigner {
    fn sign<'a>(&'a self, _: &'a [u8]) -> SigningFuture<'a> {
        Box::pin(std::future::ready(Ok(vec![0; 256])))
    }
}

fn encrypt_key() -> EncryptKey {
    EncryptKey::from_base64("aYA0GP8JEW+D7/UFaskCWA==").unwrap()
}

fn cases() -> Vec<Case> {
    let case = |name, builder: ClientBuilder, answer| Case {
        name,
        client: builder.signer(AnySigner).build().unwrap(),
        answer,
        headers: SIGNED_HEADERS.to_vec(),
    };
    let encrypted = encrypt_key().encrypt(PAID);
    let mut certified = case("certificate mode", certificate_mode(), signed(200, PAID));
    let serial = certified.client.alipay_certificates()[0].serial().parse().unwrap();
    certified.answer.headers_mut().insert(SERIAL, serial);
    certified.headers.push(SERIAL);
    vec![
        case("JSON", key_mode(), signed(200, PAID)),
        case("empty", key_mode(), signed(200, b"")),
        case("signed 204", key_mode(), signed(204, b"")),
        case("encrypted", key_mode().encrypt_key(encrypt_key()), signed(200, encrypted.as_bytes())),
        certified,
        case("signed refusal", key_mode(), signed(400, REFUSED)),
    ]
}

/// Gives the response to a call without a socket.
fn complete(client: &Client, answer: Answer) -> Completed {
    let call = client.alipay_trade().pay(&AlipayTradePayModel::new());
    let prepared = pin!(call.prepare()).poll(&mut Context::from_waker(Waker::noop()));
    let Poll::Ready(prepared) = prepared else { panic!("it waits for something") };
    prepared.unwrap().1.complete(answer)
}

impl Case {
    fn is_refusal(&self) -> bool {
        self.answer.status().is_client_error()
    }

    /// Whether it would be taken without a signature, as what it then is.
    fn may_be_unsigned(&self) -> bool {
        self.is_refusal() || self.answer.status() == 204
    }

    /// That the response as it is is taken: otherwise its rejection proves nothing.
    fn is_taken(&self) -> bool {
        match complete(&self.client, self.answer.clone()) {
            Ok(response) => response.is_verified() && &response.body()[..] == self.answer.body(),
            Err(error) => error.api().is_some_and(|api| api.verified) && self.is_refusal(),
        }
    }

    #[track_caller]
    fn rejects(&self, answer: &Answer, what: impl std::fmt::Display) -> SignatureProblem {
        let name = self.name;
        match complete(&self.client, answer.clone()) {
            Err(error) => {
                let ErrorKind::Signature(unsigned) = error.kind() else {
                    panic!("{name}: {what}: {error:?}")
                };
                assert_eq!(unsigned.claimed.is_some(), self.is_refusal(), "{name}: {what}");
                unsigned.problem.clone()
            }
            Ok(response) => panic!("{name}: {what}: {response:?}"),
        }
    }

    fn with_header(&self, name: &'static str, value: &[u8]) -> Option<Answer> {
        let mut answer = self.answer.clone();
        // Bytes that no header can hold cannot arrive either.
        answer.headers_mut().insert(name, HeaderValue::from_bytes(value).ok()?);
        Some(answer)
    }

    fn with_body(&self, body: Vec<u8>) -> Answer {
        let mut answer = self.answer.clone();
        *answer.body_mut() = body;
        answer
    }
}

/// Every text that differs from `bytes` in one byte: changed in one bit or to another character,
/// left out, or added.
fn neighbours(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for at in 0..=bytes.len() {
        let (before, after) = bytes.split_at(at);
        all.extend(b"0A= \t\n{\0\xff".iter().map(|added| [before, &[*added], after].concat()));
        let Some((byte, after)) = after.split_first() else { break };
        all.push([before, after].concat());
        let flipped = (0..8).map(|bit| byte ^ (1 << bit));
        let others = flipped.chain(*b"0A=+/ \n").filter(|other| other != byte);
        all.extend(others.map(|other| [before, &[other], after].concat()));
    }
    all
}

#[test]
fn the_answers_as_they_are_are_taken() {
    for case in cases() {
        assert!(case.is_taken(), "{}: {:?}", case.name, complete(&case.client, case.answer));
    }
}

#[test]
fn a_body_that_differs_in_one_byte_is_rejected() {
    let mut tried = 0;
    for case in cases() {
        for body in neighbours(case.answer.body()) {
            let problem = case.rejects(&case.with_body(body.clone()), format_args!("{body:?}"));
            assert_eq!(problem, SignatureProblem::Mismatch);
            tried += 1;
        }
    }
    assert!(tried > 5_000, "only {tried} bodies were tried");
}

#[test]
fn a_header_that_differs_in_one_byte_is_rejected() {
    let mut tried = 0;
    for case in cases() {
        for name in &case.headers {
            let value = case.answer.headers()[*name].as_bytes();
            for value in neighbours(value) {
                if let Some(answer) = case.with_header(name, &value) {
                    case.rejects(&answer, format_args!("{name}: {value:?}"));
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 20_000, "only {tried} headers were tried");
}

#[test]
fn a_body_that_is_cut_is_rejected() {
    for case in cases() {
        for length in 0..case.answer.body().len() {
            let body = case.answer.body()[..length].to_vec();
            case.rejects(&case.with_body(body), format_args!("{length} bytes"));
        }
    }
}

#[test]
fn a_header_that_is_cut_is_rejected() {
    for case in cases() {
        for name in &case.headers {
            let value = case.answer.headers()[*name].as_bytes();
            for length in 0..value.len() {
                // An empty signature is none: see below.
                if length == 0 && case.may_be_unsigned() && *name == SIGNATURE {
                    continue;
                }
                let answer = case.with_header(name, &value[..length]).unwrap();
                case.rejects(&answer, format_args!("{name}: {length} bytes"));
            }
        }
    }
}

#[test]
fn an_answer_without_one_of_the_signed_headers_is_rejected() {
    for case in cases() {
        for name in SIGNED_HEADERS {
            if case.may_be_unsigned() && name == SIGNATURE {
                continue;
            }
            let mut answer = case.answer.clone();
            answer.headers_mut().remove(name);
            let problem = case.rejects(&answer, format_args!("without {name}"));
            let expected = match name {
                SIGNATURE => SignatureProblem::Missing,
                other => SignatureProblem::MissingHeader(other),
            };
            assert_eq!(problem, expected);
        }
    }
}

#[test]
fn a_refusal_without_a_signature_is_not_taken_for_a_verified_one() {
    let case = cases().pop().unwrap();
    for signature in [None, Some(""), Some("null")] {
        let mut answer = case.answer.clone();
        answer.headers_mut().remove(SIGNATURE);
        if let Some(signature) = signature {
            answer.headers_mut().insert(SIGNATURE, HeaderValue::from_static(signature));
        }
        let error = complete(&case.client, answer).unwrap_err();
        assert!(!error.api().unwrap().verified, "{signature:?}");
    }
}

#[test]
fn an_unsigned_success_is_accepted_only_when_it_is_204_and_empty() {
    let client = key_mode().build().unwrap();
    let unsigned = |status: u16, body: &[u8]| {
        let answer = http::Response::builder().status(status).body(body.to_vec()).unwrap();
        complete(&client, answer)
    };
    assert!(!unsigned(204, b"").unwrap().is_verified());
    for status in 200..300 {
        for body in [b"".as_slice(), b"{}", b" "] {
            if status != 204 || !body.is_empty() {
                let error = unsigned(status, body).unwrap_err();
                assert!(
                    matches!(error.kind(), ErrorKind::Signature(_)),
                    "{status} {body:?}: {error:?}"
                );
            }
        }
    }
}

#[test]
fn a_header_that_stands_twice_is_rejected_also_when_both_are_the_same() {
    for case in cases() {
        for name in &case.headers {
            let value = case.answer.headers()[*name].clone();
            for second in [value, HeaderValue::from_static("1")] {
                let mut answer = case.answer.clone();
                answer.headers_mut().append(*name, second.clone());
                let problem = case.rejects(&answer, format_args!("two of {name}"));
                assert_eq!(problem, SignatureProblem::RepeatedHeader(name));
                answer.headers_mut().insert(*name, second);
                answer.headers_mut().append(*name, case.answer.headers()[*name].clone());
                case.rejects(&answer, format_args!("two of {name}, the other first"));
            }
        }
    }
}

#[test]
fn the_signature_of_one_answer_holds_for_no_other() {
    let client = key_mode().build().unwrap();
    let sign = |timestamp: &str, nonce: &str, body: &[u8]| {
        let text = [timestamp.as_bytes(), nonce.as_bytes(), body, b""].join(&b'\n');
        platform::private_key("alipay").sign(&text).unwrap()
    };
    let (times, nonces) = (["1781590001456", "1781590009999"], ["nonce-1", "nonce-2"]);
    let bodies = [PAID, br#"{"trade_no":"2027"}"#];
    let signatures = [0, 1].map(|one| sign(times[one], nonces[one], bodies[one]));
    for mix in 0..16_usize {
        let pick = [mix & 1, mix >> 1 & 1, mix >> 2 & 1, mix >> 3 & 1];
        let answer = http::Response::builder()
            .header(TIMESTAMP, times[pick[0]])
            .header(NONCE, nonces[pick[1]])
            .header(SIGNATURE, base64_of(&signatures[pick[2]]))
            .body(bodies[pick[3]].to_vec())
            .unwrap();
        let consistent = pick.iter().all(|one| *one == pick[0]);
        assert_eq!(complete(&client, answer).is_ok(), consistent, "{pick:?}");
    }
}

#[test]
fn what_is_signed_cannot_move_from_one_member_to_its_neighbour() {
    for case in cases() {
        let header = |name: &str| case.answer.headers()[name].as_bytes().to_vec();
        let (timestamp, nonce) = (header(TIMESTAMP), header(NONCE));
        for at in 0..timestamp.len() {
            let mut answer = case.with_header(TIMESTAMP, &timestamp[..at]).unwrap();
            let moved = [&timestamp[at..], &nonce].concat();
            answer.headers_mut().insert(NONCE, HeaderValue::from_bytes(&moved).unwrap());
            case.rejects(&answer, format_args!("{at} bytes of the timestamp"));
        }
        for at in 0..nonce.len() {
            let mut answer = case.with_header(NONCE, &nonce[..at]).unwrap();
            *answer.body_mut() = [&nonce[at..], b"\n", case.answer.body()].concat();
            case.rejects(&answer, format_args!("{at} bytes of the nonce"));
        }
    }
}

#[test]
fn a_signature_of_another_key_is_rejected() {
    for case in cases() {
        let header = |name: &str| case.answer.headers()[name].as_bytes();
        let members = [header(TIMESTAMP), header(NONCE), case.answer.body(), b""];
        for key in ["app", "unrelated"] {
            let signature = platform::private_key(key).sign(&members.join(&b'\n')).unwrap();
            let answer = case.with_header(SIGNATURE, base64_of(&signature).as_bytes()).unwrap();
            assert_eq!(case.rejects(&answer, key), SignatureProblem::Mismatch);
        }
    }
}

#[test]
fn the_serial_chooses_the_certificate_and_no_other_is_tried() {
    let rotated = platform::vector_file("certs/alipay_cert_rotated.crt");
    let client = certificate_mode().alipay_certificate(rotated).build().unwrap();
    let [current, rotated] = [0, 1].map(|at| client.alipay_certificates()[at].serial().to_owned());
    let answer = |serial: Option<&str>| {
        let mut answer = signed(200, PAID);
        if let Some(serial) = serial {
            answer.headers_mut().insert(SERIAL, serial.parse().unwrap());
        }
        complete(&client, answer)
    };
    assert!(answer(Some(&current)).unwrap().is_verified());
    assert!(answer(None).unwrap().is_verified(), "one that names none may be of any");
    let problem = |serial: &str| match answer(Some(serial)) {
        Err(error) => problem_of(&error),
        Ok(response) => panic!("{response:?}"),
    };
    assert_eq!(problem(&rotated), SignatureProblem::Mismatch);
    let unknown = "0123456789abcdef0123456789abcdef".to_owned();
    assert_eq!(problem(&unknown), SignatureProblem::UnknownCertificate { serial: unknown });
    let uppercase = current.to_uppercase();
    assert_eq!(problem(&uppercase), SignatureProblem::UnknownCertificate { serial: uppercase });
}

#[test]
fn an_answer_outside_of_the_window_is_rejected_and_one_on_its_edge_is_not() {
    let at = |milliseconds: u64| {
        let now = UNIX_EPOCH + Duration::from_millis(milliseconds);
        let window = Duration::from_secs(300);
        let client = key_mode().clock(move || now).freshness(window).build().unwrap();
        complete(&client, signed(200, PAID))
    };
    const SIGNED_AT: u64 = 1_781_590_001_456;
    for fresh in [SIGNED_AT - 300_000, SIGNED_AT, SIGNED_AT + 300_000] {
        assert!(at(fresh).is_ok(), "{fresh}");
    }
    for stale in [0, SIGNED_AT - 300_001, SIGNED_AT + 300_001, u64::MAX >> 20] {
        let error = at(stale).unwrap_err();
        assert_eq!(problem_of(&error), SignatureProblem::NotFresh, "{stale}");
    }
}

#[track_caller]
fn problem_of(error: &Error) -> SignatureProblem {
    let ErrorKind::Signature(unsigned) = error.kind() else { panic!("{error:?}") };
    unsigned.problem.clone()
}

fn base64_of(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
