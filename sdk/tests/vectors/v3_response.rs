//! Which answers are accepted: `v3_response.json`.

use alipay_sdk::{ApiError, Error, Json, Response};
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
                Err(Error::Signature(error)) if error.operation == "vector" => Ok(()),
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
        Err(Error::Api(error)) => {
            same("verified", &error.verified, &true)?;
            api_error(vector, error)?;
            error.body.clone()
        }
        // Accepted, although it is no JSON.
        Err(Error::Decode { answer, .. } | Error::NotProcessed(answer)) => answer.body.clone(),
        Err(error) => return Err(format!("refused: {error}")),
    };
    match vector["expected"]["plain_body"].as_str() {
        Some(expected) => same("plain_body", &*String::from_utf8_lossy(&body), expected),
        None => Ok(()),
    }
}

fn skipped(vector: &Value, result: &Result<Response<Json>, Error>) -> Result<(), String> {
    match result {
        Ok(response) => same("verified", &response.is_verified(), &false),
        Err(Error::Api(error)) => {
            same("verified", &error.verified, &false)?;
            api_error(vector, error)
        }
        Err(error) => Err(format!("refused: {error}")),
    }
}

fn api_error(vector: &Value, error: &ApiError) -> Result<(), String> {
    let expected = &vector["expected"]["api_error"];
    if expected.is_null() { Ok(()) } else { answer::compare(error, expected) }
}
