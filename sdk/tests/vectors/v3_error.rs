//! Bodies of rejections, in all their forms: `v3_error.json`.

use http::Method;

use crate::answer;
use crate::client::{block_on, builder};
use crate::common::{check, load, same};

#[test]
fn errors_are_read_whatever_their_form() {
    check(&load("v3_error.json"), |vector| {
        let client = builder(vector)?.build().map_err(|error| error.to_string())?;
        let call = client.untyped("vector", Method::GET, "/v3/vector");
        let (_, pending) = block_on(call.prepare()).map_err(|error| error.to_string())?;
        let error = match pending.complete(answer::of(vector)?) {
            Err(error) if error.api().is_some() => error,
            other => return Err(format!("not an API error: {other:?}")),
        };
        let expected = &vector["expected"];
        answer::compare(error.api().expect("a response"), expected)?;
        if expected.get("trace_id").is_some() {
            same("trace_id", &error.trace_id(), &expected["trace_id"].as_str())?;
        }
        if let Some(body) = expected["raw_body"].as_str() {
            same("raw_body", &*String::from_utf8_lossy(error.body().expect("a response")), body)?;
        }
        same(
            "raw body",
            &**error.body().expect("a response"),
            vector["input"]["body"].as_str().unwrap_or("").as_bytes(),
        )
    });
}
