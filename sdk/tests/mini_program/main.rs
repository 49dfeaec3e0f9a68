//! Data of mini programs that is not what Alipay signed and encrypted.

mod cases;
mod rejection;
mod wrong_post;

use alipay_sdk::mini_program::{OpenData, OpenDataError, OpenDataRejection};
use alipay_sdk::{Certificate, EncryptKey, PrivateKey, PublicKey, SignatureProblem};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use proptest::prelude::*;
use serde_json::{Value, json};

macro_rules! vector {
    ($name:literal) => {
        include_str!(concat!("../../../tests/vectors/", $name))
    };
}

const MOBILE: &str = r#"{"code":"10000","msg":"Success","mobile":"13912345678"}"#;

fn key() -> EncryptKey {
    EncryptKey::from_base64("aYA0GP8JEW+D7/UFaskCWA==").expect("a key")
}

fn data() -> OpenData {
    OpenData::new(PublicKey::parse(vector!("keys/alipay_public.spki.pem")).expect("a key"), key())
}

/// What the mini program gets.
fn signed(response: &str) -> Value {
    let text =
        if response.starts_with('{') { response.to_owned() } else { format!("\"{response}\"") };
    let key = PrivateKey::parse(vector!("keys/alipay_private.pkcs8.pem")).expect("a key");
    let signature = BASE64_STANDARD.encode(key.sign(text.as_bytes()).expect("a signature"));
    json!({"response": response, "sign": signature})
}

fn encrypted(plain: &str) -> Value {
    signed(&key().encrypt(plain.as_bytes()))
}

fn refusal(posted: &Value) -> OpenDataError {
    data().phone_number(posted.to_string()).expect_err("refused")
}

fn rejection_in(error: OpenDataError) -> OpenDataRejection {
    match error {
        OpenDataError::Rejected(rejection) => rejection,
        other => panic!("no rejection: {other}"),
    }
}

#[test]
fn no_character_of_the_text_or_its_signature_can_be_changed() {
    let posted = encrypted(MOBILE);
    assert_eq!(data().phone_number(posted.to_string()).expect("a number").as_str(), "13912345678");
    for name in ["response", "sign"] {
        let text = posted[name].as_str().expect("text");
        for at in 0..text.len() {
            let other = if &text[at..=at] == "A" { "B" } else { "A" };
            let mut changed = posted.clone();
            changed[name] = [&text[..at], other, &text[at + 1..]].concat().into();
            let error = refusal(&changed);
            assert!(matches!(error, OpenDataError::Signature(_)), "{name} {at}: {error}");
        }
    }
}

#[test]
fn what_is_longer_than_the_limit_is_not_looked_at() {
    const LIMIT: usize = 64 << 10;
    let posted = encrypted(MOBILE).to_string();
    let longest = format!("{posted}{}", " ".repeat(LIMIT - posted.len()));
    assert!(data().phone_number(&longest).is_ok());
    let too_long = longest + " ";
    let error = data().phone_number(&too_long).expect_err("too long");
    assert_eq!(error, OpenDataError::TooLarge { limit: LIMIT });
    assert!(data().max_size(LIMIT + 1).phone_number(&too_long).is_ok());
}

#[test]
fn what_says_to_be_signed_or_encrypted_otherwise_is_refused() {
    for (name, value) in [("sign_type", "RSA"), ("encrypt_type", "none"), ("charset", "GBK")] {
        let mut posted = encrypted(MOBILE);
        posted[name] = value.into();
        assert_eq!(refusal(&posted), OpenDataError::Unsupported(name));
        posted[name] = 1.into();
        assert_eq!(refusal(&posted), OpenDataError::Unsupported(name));
        for usual in [Value::Null, "".into()] {
            posted[name] = usual;
            assert!(data().open(posted.to_string()).is_ok(), "{name}");
        }
    }
    let mut unsigned = encrypted(MOBILE);
    for sign in [Value::Null, "".into(), 1.into()] {
        unsigned["sign"] = sign;
        assert_eq!(refusal(&unsigned), OpenDataError::Unsigned);
    }
}

#[test]
fn plain_text_is_no_way_around_the_encryption() {
    let error = data().open(json!({"response": MOBILE}).to_string());
    assert_eq!(error, Err(OpenDataError::Unsigned));
}

#[test]
fn only_a_rejection_may_be_plain() {
    let why = "its content is neither encrypted nor a rejection";
    let malformed = Err(OpenDataError::Malformed(why));
    assert_eq!(data().open(signed(MOBILE).to_string()), malformed);
}

#[test]
fn sha_1_is_accepted_where_it_is_allowed_and_then_checked_as_such() {
    let response = key().encrypt(MOBILE.as_bytes());
    let private = PrivateKey::parse(vector!("keys/alipay_private.pkcs8.pem")).expect("a key");
    let signature = private.sign_sha1(format!("\"{response}\"").as_bytes()).expect("a signature");
    let sign = BASE64_STANDARD.encode(signature);
    let posted = json!({"response": response, "sign": sign, "sign_type": "RSA"});
    assert_eq!(refusal(&posted), OpenDataError::Unsupported("sign_type"));
    assert!(data().allow_rsa(true).open(posted.to_string()).is_ok());
    let mut lies = encrypted(MOBILE);
    lies["sign_type"] = "RSA".into();
    let mismatch = OpenDataError::Signature(SignatureProblem::Mismatch);
    assert_eq!(data().allow_rsa(true).open(lies.to_string()), Err(mismatch));
}

#[test]
fn certificates_verify_what_their_key_signed() {
    let with = |certificate: &str| {
        let certificate = Certificate::parse(certificate).expect("a certificate");
        OpenData::with_certificates([certificate], key()).open(encrypted(MOBILE).to_string())
    };
    assert!(with(vector!("certs/alipay_cert_leaf.crt")).is_ok());
    let mismatch = OpenDataError::Signature(SignatureProblem::Mismatch);
    assert_eq!(with(vector!("certs/app_cert.crt")), Err(mismatch));
}

#[test]
fn codes_may_be_numbers() {
    let number = MOBILE.replace("\"10000\"", "10000");
    assert!(data().phone_number(encrypted(&number).to_string()).is_ok());
    let OpenDataError::Rejected(rejection) = refusal(&signed(r#"{"code":40003,"subCode":1}"#))
    else {
        panic!("no rejection");
    };
    assert_eq!((&*rejection.code, &*rejection.sub_code), ("40003", "1"));
}

#[test]
fn what_is_signed_and_makes_no_sense_is_an_error_that_shows_nothing_of_it() {
    let other = EncryptKey::from_base64("AAAAAAAAAAAAAAAAAAAAAA==").expect("a key");
    for posted in [
        signed(&other.encrypt(MOBILE.as_bytes())),
        signed(""),
        signed("13912345678"),
        encrypted("13912345678"),
        encrypted(r#"{"code":"10000","phone":"13912345678"}"#),
        encrypted(r#"{"code":"13912345678"}"#),
        json!("13912345678"),
        json!({"response": {"mobile": "13912345678"}}),
        json!({"response": {"mobile": "13912345678"}, "sign": "x"}),
        json!({"code": "40001", "msg": "13912345678"}),
        json!({"code": "13912345678"}),
    ] {
        let error = refusal(&posted);
        assert!(!format!("{error} {error:?}").contains("13912345678"), "{error}");
    }
    let number = data().phone_number(encrypted(MOBILE).to_string()).expect("a number");
    let opened = data().open(encrypted(MOBILE).to_string()).expect("open data");
    assert!(!format!("{number:?} {opened:?} {:?}", data()).contains("13912345678"));
}

proptest! {
    #[test]
    fn whatever_is_posted_is_refused_without_a_panic(posted in ".{0,200}", response in ".{0,80}") {
        prop_assert!(data().open(&posted).is_err());
        let posted = json!({"response": response, "sign": posted}).to_string();
        prop_assert!(data().open(posted).is_err());
    }
}
