//! Wrong bodies in the place of the mini program's, and the advice of the error.

use alipay_sdk::mini_program::OpenDataError;

use crate::{MOBILE, data, encrypted};

#[test]
fn each_wrong_post_has_a_sentence_of_its_own() {
    let posted = encrypted(MOBILE);
    let response = posted["response"].as_str().expect("text");
    let text = posted.to_string();
    for (wrong, says) in [
        (String::new(), "it is empty"),
        (" \n".to_owned(), "it is empty"),
        (format!("[{text}]"), "it is a JSON array"),
        (serde_json::Value::String(text.clone()).to_string(), "JSON inside a JSON text"),
        (format!("response={response}&sign=x"), "it is a form"),
        (format!("response={response}\r\nsign=x\r\n"), "it is a form"),
        ("--b\r\nContent-Disposition: form-data\r\n\r\n".to_owned(), "multipart/form-data"),
        ("<html></html>".to_owned(), "HTML or XML"),
        ("undefined".to_owned(), "it is not JSON"),
        (response.to_owned(), "the field `response` alone"),
        (text[..text.len() - 3].to_owned(), "cut off"),
    ] {
        let problem = data().open(&wrong).expect_err("rejected");
        assert!(matches!(problem, OpenDataError::Malformed(_)), "{wrong}: {problem}");
        assert!(problem.to_string().contains(says), "{wrong}: {problem}");
    }
}

#[test]
fn what_forms_make_of_base64_is_told_for_both_fields() {
    for name in ["response", "sign"] {
        for (from, to, says) in
            [("+", " ", "blanks where `+` belongs"), ("=", "%3D", "still percent-encoded")]
        {
            let mut changed = posted_with_plus();
            let text = changed[name].as_str().expect("text");
            assert!(text.contains(from), "{text}");
            changed[name] = text.replace(from, to).into();
            let problem = data().open(changed.to_string()).expect_err("rejected").to_string();
            assert!(problem.contains(says), "{name}: {problem}");
        }
    }
}

/// Open data both of whose fields have a `+`.
fn posted_with_plus() -> serde_json::Value {
    let all =
        (0..1_000).map(|number| encrypted(&format!(r#"{{"code":"10000","mobile":"{number}"}}"#)));
    let has_plus = |posted: &serde_json::Value| {
        ["response", "sign"]
            .iter()
            .all(|name| posted[name].as_str().is_some_and(|text| text.contains('+')))
    };
    all.into_iter().find(has_plus).expect("some have one")
}

#[test]
fn a_field_that_was_made_json_once_more_or_left_out_is_told() {
    let posted = encrypted(MOBILE);
    let mut quoted = posted.clone();
    quoted["response"] = posted["response"].to_string().into();
    let mut without = posted.clone();
    without["response"] = serde_json::Value::Null;
    for (wrong, says) in [(quoted, "quoted twice"), (without, "`response` is missing")] {
        let problem = data().open(wrong.to_string()).expect_err("rejected").to_string();
        assert!(problem.contains(says), "{problem}");
    }
}

#[test]
fn a_mark_at_the_beginning_is_no_part_of_it() {
    let posted = format!("\u{feff}{}\n", encrypted(MOBILE));
    assert!(data().phone_number(posted).is_ok());
}
