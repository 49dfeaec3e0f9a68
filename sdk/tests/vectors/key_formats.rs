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
    let texts = |accept| {
        let chosen = vectors.iter().filter(move |vector| accepted(vector) == Ok(accept));
        chosen.filter_map(|vector| text(vector, "/key_text").ok())
    };
    assert!(texts(true).any(|text| PrivateKey::parse(text).is_ok()), "no private key");
    assert!(texts(true).any(|text| PublicKey::parse(text).is_ok()), "no public key");
    assert!(texts(false).next().is_some(), "nothing to refuse");
}

fn vector(vector: &Value) -> Result<(), String> {
    for member in vector["expected"].as_object().ok_or("no expectations")?.keys() {
        if !["accept", "note", "signature"].contains(&member.as_str()) {
            return Err(format!("nothing compares expected.{member}"));
        }
    }
    let key_text = text(vector, "/key_text")?;
    if !accepted(vector)? {
        return refused(key_text, vector["id"].as_str().is_some_and(|id| id.starts_with("pub")));
    }
    match (PrivateKey::try_from(key_text), PublicKey::try_from(key_text)) {
        (Ok(key), _) => private(&key, vector),
        (_, Ok(key)) => public(&key, vector),
        (Err(private), Err(public)) => {
            Err(format!("as a private key: {private}; as a public key: {public}"))
        }
    }
}

/// Whether this text is refused, and in words that do not give it away. Only the id tells what it
/// was meant for.
fn refused(key_text: &str, public: bool) -> Result<(), String> {
    let result = if public {
        PublicKey::try_from(key_text).map(|key| format!("{key:?}"))
    } else {
        PrivateKey::try_from(key_text).map(|key| format!("{key:?}"))
    };
    match result {
        Ok(key) => Err(format!("taken as {key}")),
        Err(error) => quotes_nothing(&format!("{error} {error:?}"), key_text),
    }
}

fn private(key: &PrivateKey, vector: &Value) -> Result<(), String> {
    let message = text(vector, "/message")?.as_bytes();
    let signature = key.sign(message).map_err(|error| error.to_string())?;
    let expected = text(vector, "/expected/signature")?;
    same("signature", BASE64_STANDARD.encode(&signature).as_str(), expected)?;
    same("verified with its own public key", &key.public_key().verify(message, &signature), &true)
}

fn public(key: &PublicKey, vector: &Value) -> Result<(), String> {
    let message = text(vector, "/message")?.as_bytes();
    let signature = BASE64_STANDARD
        .decode(text(vector, "/expected/signature")?)
        .map_err(|error| format!("the signature is not Base64: {error}"))?;
    same("verified", &key.verify(message, &signature), &true)?;
    same("another text verified", &key.verify(&[message, b"!"].concat(), &signature), &false)?;
    let again = PublicKey::parse(key.spki_base64()).map_err(|error| error.to_string())?;
    same("read again", &again, key)
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

fn accepted(vector: &Value) -> Result<bool, String> {
    vector["expected"]["accept"].as_bool().ok_or_else(|| "no expected.accept".to_owned())
}
