//! Which responses of the v2 gateway are accepted: `v2_response.json`.

use alipay_sdk::SignType;
use http::Response;
use serde_json::Value;

use crate::client::{block_on, builder};
use crate::common::{check, load, same, text};

#[test]
fn answers_of_the_v2_gateway_are_accepted_and_refused_as_the_rules_say() {
    check(&load("v2_response.json"), |vector| {
        let client = builder(vector)?.build().map_err(|error| error.to_string())?;
        let sign_type = match text(vector, "/input/sign_type")? {
            "RSA" => SignType::Rsa,
            _ => SignType::Rsa2,
        };
        let call =
            client.v2().sign_type(sign_type).untyped(text(vector, "/input/method")?.to_owned());
        let (_, pending) = block_on(call.prepare()).map_err(|error| error.to_string())?;
        let body = text(vector, "/input/raw_body")?.to_owned();
        let result = pending.complete(Response::new(body));
        match (text(vector, "/expected/verify")?, result) {
            ("accept", Ok(response)) => {
                same("verified", &response.is_verified(), &true)?;
                plain(vector, &response.plain_body())
            }
            ("accept", Err(error)) if error.api().is_some() => {
                same("verified", &error.api().expect("a response").verified, &true)
            }
            ("skipped", Err(error)) if error.api().is_some() => {
                same("verified", &error.api().expect("a response").verified, &false)?;
                same("code", &error.code().is_some(), &true)
            }
            // A rejection that is signed was accepted as one.
            ("reject", Err(error)) => {
                let accepted = error.api().is_some_and(|api| api.verified);
                same("verified", &accepted, &false)
            }
            (verdict, other) => Err(format!("{verdict}, but {other:?}")),
        }
    });
}

/// The accepted text is the signed one.
fn plain(vector: &Value, body: &[u8]) -> Result<(), String> {
    let body = String::from_utf8_lossy(body);
    let expected = &vector["expected"];
    match expected["plain"].as_str() {
        Some(plain) => same("plain", &*body, plain),
        // Some texts are signed before their slashes are escaped.
        None => same(
            "signed_text",
            &*body.replace("\\/", "/"),
            &*text(vector, "/expected/signed_text")?.replace("\\/", "/"),
        ),
    }
}
