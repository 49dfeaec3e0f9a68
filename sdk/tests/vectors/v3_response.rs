//! Which responses are accepted: `v3_response.json`.

use alipay_sdk::{Error, ErrorKind, Json, Response};
use http::Method;
use serde_json::Value;

use crate::answer;
use crate::client::{block_on, builder};
use crate::common::{check, load, same, text};

#[test]
fn answers_are_accepted_and_refused_as_the_rules_say() {
    check(&load("v3_response.json"), |vector| {
        let client = builder(vector)?.build().map_err(|error| error.to_string())?;
        let call = client.untyped("vector", Method::POST, "/v3/vector").json_text("{}");
        let (_, pending) = block_on(call.prepare()).map_err(|error| error.to_string())?;
        let result = pending.complete(answer::of(vector)?);
        match text(vector, "/expected/verify")? {
            "accept" => accepted(vector, &result),
            "skipped" => skipped(vector, &result),
            "reject" => match result {
                Err(error)
                    if matches!(error.kind(), ErrorKind::Signature(_))
                        && error.operation() == Some("vector") =>
                {
                    Ok(())
                }
                other => Err(format!("not refused: {other:?}")),
            },
            other => Err(format!("unknown verdict {other}")),
        }
    });
}

fn accepted(vector: &Value, result: &Result<Response<Json>, Error>) -> Result<(), String> {
    let body = match result {
        Ok(response) => {
            same("verified", &response.is_verified(), &true)?;
            response.plain_body()
        }
        Err(error) => match error.kind() {
            ErrorKind::Api(api) => {
                same("verified", &api.verified, &true)?;
                api_error(vector, error)?;
                error.body().expect("a response").clone()
            }
            // Accepted, although it is no JSON.
            ErrorKind::Decode(_) | ErrorKind::NotProcessed => {
                error.body().expect("a response").clone()
            }
            _ => return Err(format!("refused: {error}")),
        },
    };
    match vector["expected"]["plain_body"].as_str() {
        Some(expected) => same("plain_body", &*String::from_utf8_lossy(&body), expected),
        None => Ok(()),
    }
}

fn skipped(vector: &Value, result: &Result<Response<Json>, Error>) -> Result<(), String> {
    match result {
        Ok(response) => same("verified", &response.is_verified(), &false),
        Err(error) => match error.api() {
            Some(api) => {
                same("verified", &api.verified, &false)?;
                api_error(vector, error)
            }
            None => Err(format!("refused: {error}")),
        },
    }
}

fn api_error(vector: &Value, error: &Error) -> Result<(), String> {
    let expected = &vector["expected"]["api_error"];
    if expected.is_null() {
        Ok(())
    } else {
        answer::compare(error.api().expect("a response"), expected)
    }
}
