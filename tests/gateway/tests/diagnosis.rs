//! What the gateway says about wrong signatures.

mod client;

use alipay_gateway::Gateway;
use client::Call;

const TARGET: &str = "/v3/alipay/trade/query?a=b%20c";
const BODY: &str = r#"{"out_trade_no": "中/1"}"#;

async fn reason(call: Call) -> (String, Option<String>) {
    let gateway = Gateway::start().await.expect("a gateway");
    let answer = call.send(&gateway).await;
    assert_eq!(answer.status, 401, "{}", answer.body);
    let journal = gateway.calls();
    let diagnosis = journal[0].diagnosis.clone().expect("a diagnosis");
    let expected = answer.json()["expected"].as_str().expect("what was expected").to_owned();
    let text = journal[0].signed_text.clone().expect("a text");
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
            "a body that is serialised without white space",
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
        ("a method in small letters", post().slip(|text| text.replace("POST", "post"))),
    ];
    for (expected, call) in cases {
        let (reason, signed) = reason(call).await;
        assert_eq!(reason, format!("the signature would be right for {expected}"));
        assert!(signed.is_some());
    }
}

#[tokio::test]
async fn an_unknown_text_has_a_digest() {
    let (reason, signed) = reason(Call::new("POST", TARGET, BODY).slip(|_| "abc".to_owned())).await;
    // The SHA-256 of `abc`, from the standard.
    let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert!(reason.contains(digest), "{reason}");
    assert_eq!(signed, None);
}

#[tokio::test]
async fn another_key_is_found_out() {
    let gateway = Gateway::start().await.expect("a gateway");
    let call = Call::new("POST", TARGET, BODY);
    let other = include_str!("../keys/root.pem");
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
    assert!(reasons[0].reason.contains("another private key"), "{reasons:?}");
    assert!(reasons[1].reason.ends_with("the key of the gateway"), "{reasons:?}");
    assert_eq!(reasons[2].reason, "the signature is not Base64");
}

#[tokio::test]
async fn a_right_signature_needs_no_diagnosis() {
    let gateway = Gateway::start().await.expect("a gateway");
    let answer = Call::new("POST", TARGET, BODY).token("token").send(&gateway).await;
    assert_eq!(gateway.calls()[0].diagnosis, None, "{}", answer.body);
}
