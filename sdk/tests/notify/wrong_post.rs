//! Wrong bodies in the place of a form, and the advice of the error.

use alipay_sdk::notify::{NotificationError, Posted};

use crate::post::{paid, signed, text, verifier, with};

fn problem(body: impl AsRef<[u8]>) -> String {
    verifier().verify(&body).expect_err("rejected").to_string()
}

#[test]
fn each_wrong_post_has_a_sentence_of_its_own() {
    let form = String::from_utf8(signed(&paid())).expect("ASCII");
    let json = serde_json::json!({"app_id": "1", "sign": "x"}).to_string();
    let multipart = "--b\r\nContent-Disposition: form-data; name=\"sign\"\r\n\r\nx\r\n--b--\r\n";
    let lines = form.replace('&', "\r\n");
    for (body, says) in [
        ("", "the body is empty"),
        ("\r\n", "the body is empty"),
        (&*json, "it is JSON"),
        ("[{\"app_id\":\"1\"}]", "it is JSON"),
        ("\"app_id=1&sign=x\"", "it is JSON"),
        (multipart, "it is multipart/form-data"),
        (&*lines, "it is text/plain"),
        ("<html><body class=\"x\">502</body></html>", "it is HTML or XML"),
        ("Array", "it has no parameters"),
        ("\u{1f}\u{8b}\u{8}", "it has no parameters"),
    ] {
        let problem = problem(body);
        assert!(problem.starts_with("the notification is not a form: "), "{problem}");
        assert!(problem.contains(says), "{body}: {problem}");
    }
}

#[test]
fn a_form_that_was_changed_on_the_way_says_how() {
    let form = String::from_utf8(signed(&paid())).expect("ASCII");
    for (body, says) in [
        (form.replace('&', "&amp;"), "a parameter named \"amp;"),
        (form.replace('%', "%25"), "a parameter named \"app%5Fid\""),
        (form.replace('=', "%3D").replace('&', "%26") + "=", "neither decoded nor encoded again"),
        (form.replace("app%5Fid=", "data[app_id]="), "a parameter named \"data[app_id]\""),
        (form.clone() + "&app_id=1", "`app_id` of the notification is a duplicate"),
        (String::from_utf8_lossy(&text(&paid())).into_owned(), "no `sign`"),
        (form.replace("%2B", "+"), "blanks where `+` belongs"),
    ] {
        let problem = problem(&body);
        assert!(problem.contains(says), "{body}: {problem}");
    }
}

#[test]
fn parameters_that_somebody_added_are_named() {
    let form = String::from_utf8(signed(&paid())).expect("ASCII");
    let added = NotificationError::Unexpected { names: vec!["_csrf".to_owned(), "s".to_owned()] };
    let body = format!("s=%2Fnotify&{form}&_csrf=1");
    assert_eq!(verifier().verify(&body), Err(added));
    let forged = body.replace("88%2E88", "0%2E01");
    assert!(matches!(verifier().verify(&forged), Err(NotificationError::Signature(_))));
    let many: String = (0..500).map(|number| format!("&own{number}=1")).collect();
    let Err(NotificationError::Unexpected { names }) = verifier().verify(&(form + &many)) else {
        panic!("accepted, or for another reason");
    };
    assert_eq!(names.len(), 10);
}

#[test]
fn a_name_of_notifications_is_not_expected_on_a_return_page() {
    let page = [("method", &b"alipay.trade.wap.pay.return"[..]), ("app_id", b"2021009988776655")];
    let body = [signed(&page), b"&subject=mine".to_vec()].concat();
    let added = NotificationError::Unexpected { names: vec!["subject".to_owned()] };
    assert_eq!(verifier().verify(&body), Err(added));
}

#[test]
fn the_query_of_the_shop_is_none_of_the_notification() {
    let body = signed(&paid());
    let posted = Posted::new(&body).query("order=1&app_id=2&data[]=3");
    assert!(verifier().verify(posted).is_ok());
}

#[test]
fn an_error_shows_no_value() {
    let body = signed(&with([("buyer_logon_id", b"13800000000")]));
    let body = String::from_utf8(body).expect("ASCII");
    for changed in [
        body.clone() + "&13800000000=1",
        body.clone() + "&a[13800000000]=1",
        body.replace("buyer%5Flogon%5Fid", "x"),
        format!("{{\"buyer_logon_id\":\"13800000000\",\"a\":\"{body}\"}}"),
    ] {
        let problem = problem(&changed);
        assert!(!problem.contains("13800000000"), "{problem}");
    }
}
