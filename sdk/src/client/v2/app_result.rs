//! What an app got from Alipay's when a payment ended there.

use std::fmt;

use crate::response::{Response, ResponseBody};
use alipay_sdk_core::{
    json::RawFields,
    protocol::posted::{Shape, shape},
};

/// The verified `result` that your app got from the Alipay app at the end of a payment (同步返回结果).
/// [`Gateway::verify_result`](super::Gateway::verify_result) returns it.
#[derive(Clone)]
pub enum AppResult<T> {
    /// Alipay signed the result. It is not a proof of payment.
    Signed(Box<Response<T>>),
    /// The result is empty and not signed: the buyer canceled (`resultStatus` 6001). With another
    /// `resultStatus`, such as 8000 or 6004, the trade may be paid nevertheless: query it.
    Canceled,
}

impl<T> AppResult<T> {
    /// Returns the signed response, or `None` when the buyer canceled.
    pub fn signed(self) -> Option<Response<T>> {
        match self {
            Self::Signed(response) => Some(*response),
            Self::Canceled => None,
        }
    }
}

impl<T: ResponseBody> fmt::Debug for AppResult<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signed(response) => formatter.debug_tuple("Signed").field(response).finish(),
            Self::Canceled => formatter.write_str("Canceled"),
        }
    }
}

/// The problem of a text that is not empty, and what to do, when it is not the field `result`
/// as the app got it.
pub(super) fn misuse(text: &str) -> Option<String> {
    let pass = "pass the field `result` unchanged";
    let instead = match shape(text.as_bytes()) {
        Shape::JsonObject => return surrounding(text).map(|status| format!("{pass}, {status}")),
        Shape::JsonText => "not serialized as JSON again",
        Shape::JsonArray => "not an array",
        Shape::Form | Shape::Lines if text.contains("resultStatus=") => {
            "not the text of the object around it"
        }
        Shape::Form => {
            "not a form; what comes to a `return_url` or `notify_url` is for a \
             `NotificationVerifier`"
        }
        _ if text.trim_start().starts_with('%') => "not percent-encoded",
        _ => "it is the text of a JSON object",
    };
    Some(format!("{pass}, {instead}"))
}

/// How the object around `result` is told from what it holds, when this is that object.
fn surrounding(text: &str) -> Option<String> {
    let fields = RawFields::read(text);
    let status = match &fields {
        Some(fields) => fields.get("resultStatus").or(fields.get("result").and(Some("")))?,
        // The text of a map, as Android prints it: `{resultStatus=6001, result=, memo=}`.
        None if text.contains("resultStatus=") => "",
        None => return None,
    };
    let status = status.trim_matches('"');
    let object = "not the object around it";
    Some(match meaning(status) {
        Some(meaning) => format!("{object}, whose `resultStatus` {status} says that {meaning}"),
        None => object.to_owned(),
    })
}

/// What a `resultStatus` says. Nobody signs it.
fn meaning(status: &str) -> Option<&'static str> {
    Some(match status {
        "9000" => "the payment succeeded",
        "8000" | "6004" => "nobody knows yet whether it is paid: query the trade",
        "6001" => "the buyer canceled",
        "6002" => "the network failed: query the trade",
        "5000" => "the request was a duplicate",
        "4000" => "the payment failed",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_object_around_the_result_is_told_in_all_its_forms() {
        let status = |status: &str| format!(r#"{{"memo":"","result":"","resultStatus":{status}}}"#);
        for (text, says) in [
            (status("\"9000\""), "9000 says that the payment succeeded"),
            (status("6001"), "6001 says that the buyer canceled"),
            (status("\"8000\""), "query the trade"),
            (status("\"1\""), "not the object around it"),
            (r#"{"result":{}}"#.to_owned(), "not the object around it"),
            ("{resultStatus=6001, result=, memo=}".to_owned(), "not the object around it"),
            ("resultStatus={6001};memo={};result={}".to_owned(), "the text of the object"),
            (r#""{\"a_response\":{}}""#.to_owned(), "not serialized as JSON again"),
            ("[]".to_owned(), "not an array"),
            ("%7B%22a_response%22%3A%7B%7D%7D".to_owned(), "not percent-encoded"),
            ("out_trade_no=1&sign=x".to_owned(), "NotificationVerifier"),
            ("undefined".to_owned(), "a JSON object"),
        ] {
            let problem = misuse(&text).expect("not the result");
            assert!(problem.starts_with("pass the field `result` unchanged"), "{problem}");
            assert!(problem.contains(says), "{text}: {problem}");
        }
    }

    #[test]
    fn the_result_itself_is_left_to_the_signature() {
        for text in [r#"{"alipay_trade_app_pay_response":{},"sign":""}"#, "{}", "{"] {
            assert_eq!(misuse(text), None, "{text}");
        }
    }
}
