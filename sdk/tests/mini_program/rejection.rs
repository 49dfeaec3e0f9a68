//! Rejections in the place of data, signed or not.

use alipay_sdk::mini_program::{OpenDataError, OpenDataRejection};
use serde_json::{Value, json};

use crate::{MOBILE, encrypted, refusal, rejection_in, signed};

fn rejection(posted: &Value) -> OpenDataRejection {
    rejection_in(refusal(posted))
}

#[test]
fn rejections_are_read_in_both_spellings() {
    for response in [
        r#"{"code":"40003","msg":"Insufficient","subCode":"isv.missing-key","subMsg":"缺少"}"#,
        r#"{"code":"40003","msg":"Insufficient","sub_code":"isv.missing-key","sub_msg":"缺少"}"#,
    ] {
        for (posted, verified) in [
            (signed(response), true),
            (encrypted(response), true),
            (json!({"response": response}), false),
        ] {
            let rejection = rejection(&posted);
            let OpenDataRejection { code, sub_code, message, .. } = &rejection;
            assert_eq!([code, sub_code, message], ["40003", "isv.missing-key", "缺少"]);
            assert_eq!(rejection.verified, verified);
        }
    }
}

#[test]
fn an_unsigned_rejection_is_read_however_it_was_posted() {
    for code in ["40001", "40002", "40003", "40006", "20000", "20001"] {
        let content = json!({"code": code, "msg": "Missing", "subCode": "isv.x"});
        let text = content.to_string();
        for posted in [
            json!({"response": text}),
            json!({"response": text, "sign": ""}),
            json!({"response": text, "sign": null, "sign_type": "RSA2", "charset": "GBK"}),
            json!({"response": content}),
            json!({"response": content, "sign": "AAAA"}),
            json!({"response": json!({"response": text}).to_string()}),
            json!({"code": 0, "response": {"response": content}}),
            content.clone(),
        ] {
            let rejection = rejection(&posted);
            assert_eq!((&*rejection.code, rejection.verified), (code, false), "{posted}");
        }
    }
    let number = json!({"response": {"code": 40001}});
    assert_eq!(rejection(&number).code, "40001");
}

#[test]
fn what_nobody_signed_is_never_data() {
    let mobile: Value = serde_json::from_str(MOBILE).expect("JSON");
    for posted in [
        json!({"response": MOBILE}),
        json!({"response": mobile}),
        mobile.clone(),
        json!({"response": {"mobile": "13912345678"}}),
        json!({"response": {"code": "10000", "mobile": "13912345678"}}),
        json!({"response": {"code": "0"}}),
        json!({"response": {"code": "1000000"}}),
        json!({"response": encrypted(MOBILE)["response"]}),
        json!({"response": "[]"}),
        json!({"response": null}),
        json!({}),
    ] {
        assert_eq!(refusal(&posted), OpenDataError::Unsigned, "{posted}");
    }
}

#[test]
fn a_signature_that_does_not_hold_makes_no_rejection() {
    let mut posted = signed(r#"{"code":"40001"}"#);
    posted["response"] = r#"{"code":"40003"}"#.into();
    assert!(matches!(refusal(&posted), OpenDataError::Signature(_)));
}
