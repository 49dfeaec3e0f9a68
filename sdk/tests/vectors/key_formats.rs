//! `key_formats.json`: texts that have to load as a key, or must not; and what is signed with them.

use alipay_sdk::{PrivateKey, PublicKey};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;

use crate::common::{check, load, same, text};

#[test]
fn every_key_text_is_taken_or_refused_as_it_should_be() {
    check(&load("key_formats.json"), vector);
}

#[test]
fn key_texts_of_all_kinds_are_there() {
    let vectors = load("key_formats.json");
    for (kind, accept) in [("privkey-", true), ("privkey-", false), ("pubkey-", true)] {
        let found = vectors.iter().any(|vector| is(vector, kind) && accepted(vector) == Ok(accept));
        assert!(found, "no vector {kind}… with accept = {accept}");
    }
}

fn vector(vector: &Value) -> Result<(), String> {
    for member in vector["expected"].as_object().ok_or("no expectations")?.keys() {
        if !["accept", "note", "signature"].contains(&member.as_str()) {
            return Err(format!("nothing compares expected.{member}"));
        }
    }
    match (is(vector, "privkey-"), is(vector, "pubkey-")) {
        (true, _) => private(vector),
        (_, true) => public(vector),
        _ => Err("neither a private nor a public key".to_owned()),
    }
}

fn private(vector: &Value) -> Result<(), String> {
    let key_text = text(vector, "/key_text")?;
    let from_bytes = PrivateKey::parse(key_text.as_bytes());
    let key = match (accepted(vector)?, PrivateKey::try_from(key_text)) {
        (true, Ok(key)) => key,
        (true, Err(error)) => return Err(format!("refused: {error}")),
        (false, Ok(key)) => return Err(format!("taken as {key:?}")),
        (false, Err(error)) => return quotes_nothing(&format!("{error} {error:?}"), key_text),
    };
    let message = text(vector, "/message")?;
    let signature = key.sign(message.as_bytes()).map_err(|error| error.to_string())?;
    same(
        "signature",
        BASE64_STANDARD.encode(&signature).as_str(),
        text(vector, "/expected/signature")?,
    )?;
    same(
        "key from bytes",
        from_bytes.map_err(|error| error.to_string())?.public_key(),
        key.public_key(),
    )?;
    same(
        "verified with its own public key",
        &key.public_key().verify(message.as_bytes(), &signature),
        &true,
    )
}

fn public(vector: &Value) -> Result<(), String> {
    let key_text = text(vector, "/key_text")?;
    let key = match (accepted(vector)?, PublicKey::try_from(key_text)) {
        (true, Ok(key)) => key,
        (true, Err(error)) => return Err(format!("refused: {error}")),
        (false, Ok(key)) => return Err(format!("taken as {key:?}")),
        (false, Err(error)) => return quotes_nothing(&format!("{error} {error:?}"), key_text),
    };
    let message = text(vector, "/message")?.as_bytes();
    let signature = BASE64_STANDARD
        .decode(text(vector, "/expected/signature")?)
        .map_err(|error| format!("the signature is not Base64: {error}"))?;
    same("verified", &key.verify(message, &signature), &true)?;
    same("another text verified", &key.verify(&[message, b"!"].concat(), &signature), &false)?;
    same(
        "read again",
        &PublicKey::parse(key.spki_base64()).map_err(|error| error.to_string())?,
        &key,
    )
}

/// No error may show a part of what could have been a key.
fn quotes_nothing(error: &str, key_text: &str) -> Result<(), String> {
    let pieces = key_text
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|piece| piece.len() >= 16);
    for piece in pieces {
        if error.contains(piece.get(..16).unwrap_or(piece)) {
            return Err("the error quotes the key".to_owned());
        }
    }
    Ok(())
}

fn is(vector: &Value, kind: &str) -> bool {
    vector["id"].as_str().is_some_and(|id| id.starts_with(kind))
}

fn accepted(vector: &Value) -> Result<bool, String> {
    vector["expected"]["accept"].as_bool().ok_or_else(|| "no expected.accept".to_owned())
}
