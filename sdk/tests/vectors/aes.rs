//! Content encryption, both ways: `aes.json`.

use alipay_sdk::EncryptKey;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;

use crate::common::{check, load, same, text};

#[test]
fn texts_are_encrypted_and_decrypted_as_the_official_sdks_do() {
    check(&load("aes.json"), |vector| {
        let key = EncryptKey::from_base64(text(vector, "/key_base64")?);
        let key = key.map_err(|error| error.to_string())?;
        let plain = plain(vector)?;
        let cipher = text(vector, "/cipher_base64")?;
        same("cipher", &*key.encrypt(&plain), cipher)?;
        let decrypted = key.decrypt(cipher.as_bytes()).map_err(|error| error.to_string())?;
        same("plain", &decrypted, &plain)
    });
}

fn plain(vector: &Value) -> Result<Vec<u8>, String> {
    match vector["plain_base64"].as_str() {
        Some(base64) => BASE64_STANDARD.decode(base64).map_err(|error| error.to_string()),
        None => Ok(text(vector, "/plain")?.as_bytes().to_vec()),
    }
}
