//! What the gateway says about wrong signatures.

mod client;

use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockModeEncrypt, KeyIvInit};
use alipay_gateway::Gateway;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use client::{Call, http};

const TARGET: &str = "/v3/alipay/trade/query?a=b%20c";
const BODY: &str = r#"{"out_trade_no": "中/1"}"#;

async fn reason(gateway: &Gateway, call: Call) -> (String, Option<String>) {
    let response = call.send(gateway).await;
    assert_eq!(response.status, 401, "{}", response.body);
    let journal = gateway.calls();
    let last = journal.last().expect("a call");
    let diagnosis = last.diagnosis.clone().expect("a diagnosis");
    let expected = response.json()["expected"].as_str().expect("a text").to_owned();
    let text = last.signed_text.clone().expect("a text");
    assert_eq!(expected, format!("{text}\n{}", diagnosis.reason));
    (diagnosis.reason, diagnosis.signed)
}

#[tokio::test]
async fn names_the_mistake() {
    let post = || Call::new("POST", TARGET, BODY);
    let cases: [(&str, Call); 12] = [
        ("a target with `+` for a space", post().slip(|text| text.replace("%20", "+"))),
        ("a target that is not percent-encoded", post().slip(|text| text.replace("%20", " "))),
        ("a text without the last line feed", post().slip(|text| text.trim_end().to_owned())),
        ("a text with CR LF at the ends of lines", post().slip(|text| text.replace('\n', "\r\n"))),
        ("a text without any line feeds", post().slip(|text| text.replace('\n', ""))),
        (
            "a body that is serialized without white space",
            post().slip(|text| text.replace("\": ", "\":")),
        ),
        (
            "a body with `\\uXXXX` for letters beyond ASCII",
            post().slip(|text| text.replace('中', "\\u4e2d")),
        ),
        ("a body with a line feed at its end", post().slip(|text| text.replace("}\n", "}\n\n"))),
        (
            "a text without the line of alipay-app-auth-token",
            post().token("secret").slip(|text| text.replace("secret\n", "")),
        ),
        ("a target without its query", post().slip(|text| text.replace("?a=b%20c", ""))),
        (
            "a target with `+` for a space and a text without the last line feed",
            post().slip(|text| text.replace("%20", "+").trim_end().to_owned()),
        ),
        ("a method in lower case", post().slip(|text| text.replace("POST", "post"))),
    ];
    let gateway = Gateway::start().await.expect("a gateway");
    for (expected, call) in cases {
        let (reason, signed) = reason(&gateway, call).await;
        assert_eq!(reason, format!("the signature would be right for {expected}"));
        assert!(signed.is_some());
    }
}

#[tokio::test]
async fn an_unknown_text_has_a_digest() {
    let gateway = Gateway::start().await.expect("a gateway");
    let call = Call::new("POST", TARGET, BODY).slip(|_| "abc".to_owned());
    let (reason, signed) = reason(&gateway, call).await;
    // The SHA-256 of `abc`, from the standard.
    let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert!(reason.contains(digest), "{reason}");
    assert_eq!(signed, None);
}

#[tokio::test]
async fn another_key_is_found_out() {
    let gateway = Gateway::start().await.expect("a gateway");
    let call = Call::new("POST", TARGET, BODY);
    let other = include_str!("../keys/authority.pem");
    let header = call.authorization(&gateway.app(), other);
    call.send_with(&gateway, &header).await;
    let call = Call::new("POST", TARGET, BODY);
    let platform = include_str!("../keys/alipay.pem");
    let header = call.authorization(&gateway.app(), platform);
    call.send_with(&gateway, &header).await;
    let call = Call::new("POST", TARGET, BODY);
    let header = call.authorization(&gateway.app(), &gateway.app().private_key);
    call.send_with(&gateway, &header.replace("sign=", "sign=!")).await;
    let reasons: Vec<_> = gateway.calls().into_iter().filter_map(|call| call.diagnosis).collect();
    assert!(reasons[0].reason.contains("private key other than"), "{reasons:?}");
    assert!(reasons[1].reason.ends_with("the key of the gateway"), "{reasons:?}");
    assert_eq!(reasons[2].reason, "the signature is not Base64");
}

#[tokio::test]
async fn a_right_signature_needs_no_diagnosis() {
    let gateway = Gateway::start().await.expect("a gateway");
    let response = Call::new("POST", TARGET, BODY).token("token").send(&gateway).await;
    assert_eq!(gateway.calls()[0].diagnosis, None, "{}", response.body);
}

/// A call whose body is no JSON, and whose text is signed with another body.
async fn with_body(headers: &str, body: &str, signed: &str) -> String {
    let gateway = Gateway::start().await.expect("a gateway");
    let app = gateway.app();
    let authorization = Call::new("POST", TARGET, signed).authorization(&app, &app.private_key);
    let headers = format!("authorization: {authorization}\r\n{headers}");
    let response = http(&gateway, "POST", TARGET, &headers, body).await;
    assert_eq!(response.status, 401, "{}", response.body);
    gateway.calls()[0].diagnosis.clone().expect("a diagnosis").reason
}

#[tokio::test]
async fn the_ciphertext_is_to_be_signed() {
    let gateway = Gateway::start().await.expect("a gateway");
    let key = BASE64_STANDARD.decode(gateway.app().encrypt_key).expect("Base64");
    let key: [u8; 16] = key.try_into().expect("16 bytes");
    let cipher = cbc::Encryptor::<aes::Aes128>::new(&key.into(), &[0; 16].into());
    let body = BASE64_STANDARD.encode(cipher.encrypt_padded_vec::<Pkcs7>(BODY.as_bytes()));
    let headers = "alipay-encrypt-type: AES\r\ncontent-type: text/plain\r\n";
    let reason = with_body(headers, &body, BODY).await;
    assert_eq!(reason, "the signature would be right for the body before encryption");
}

#[tokio::test]
async fn of_an_upload_one_part_is_to_be_signed() {
    let headers = "content-type: multipart/form-data; boundary=b\r\n";
    let body = "--b\r\nContent-Disposition: form-data; name=\"data\"\r\n\
                Content-Type: application/json\r\n\r\n{\"a\":1}\r\n--b--\r\n";
    let reason = with_body(headers, body, body).await;
    let expected = "the whole body of the upload instead of its part `data`";
    assert_eq!(reason, format!("the signature would be right for {expected}"));
    let file = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f.png\"\r\n\
                Content-Type: image/png\r\n\r\n1\r\n--b--\r\n";
    let reason = with_body(headers, file, "{}").await;
    assert_eq!(reason, "the signature would be right for a body of `{}`");
}

#[tokio::test]
async fn a_signature_in_other_base64_is_found_out() {
    let gateway = Gateway::start().await.expect("a gateway");
    let call = Call::new("POST", TARGET, BODY);
    let header = call.authorization(&gateway.app(), &gateway.app().private_key);
    let (parameters, signature) = header.split_once(",sign=").expect("a signature");
    let signature = signature.trim_end_matches('=').replace('+', "-").replace('/', "_");
    call.send_with(&gateway, &format!("{parameters},sign={signature}")).await;
    let diagnosis = gateway.calls()[0].diagnosis.clone().expect("a diagnosis");
    let expected =
        "the signature would be right for this text; and it must be padded standard Base64";
    assert_eq!(diagnosis.reason, expected);
}

#[tokio::test]
async fn a_huge_body_does_not_hold_up_the_gateway() {
    let body = format!("\"{}\"", "x".repeat(8 << 20));
    let call = Call::new("POST", TARGET, &body).slip(|text| text.to_lowercase());
    let gateway = Gateway::start().await.expect("a gateway");
    let (reason, _) = reason(&gateway, call).await;
    assert!(reason.contains("SHA-256 of the signed text"), "{reason}");
}
