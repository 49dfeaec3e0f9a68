//! Data of mini programs: `phone.json`.

use alipay_sdk::mini_program::{OpenData, OpenDataError};
use alipay_sdk::{EncryptKey, PublicKey};
use serde_json::Value;

use crate::common::{check, load, read, same, text};

#[test]
fn phone_numbers_are_opened_as_the_official_sdk_does() {
    check(&load("phone.json"), |vector| {
        let key = PublicKey::parse(read(text(vector, "/input/alipay_public_key")?));
        let encrypt_key = EncryptKey::from_base64(text(vector, "/input/encrypt_key")?);
        let data = OpenData::new(
            key.map_err(|error| error.to_string())?,
            encrypt_key.map_err(|error| error.to_string())?,
        )
        .allow_rsa(true);
        let payload = text(vector, "/input/payload")?;
        match (vector["expected"]["accept"] == true, data.open(payload)) {
            (true, Ok(opened)) => {
                same("plain", opened.as_str(), text(vector, "/expected/plain")?)?;
                let json: Value = serde_json::from_str(opened.as_str()).unwrap_or_default();
                let Some(mobile) = json["mobile"].as_str() else { return Ok(()) };
                let number = data.phone_number(payload).map_err(|error| error.to_string())?;
                same("mobile", number.as_str(), mobile)
            }
            // An error that is signed is accepted as one.
            (true, Err(OpenDataError::Rejected(rejection))) => {
                let plain = text(vector, "/expected/plain")?;
                let plain: Value =
                    serde_json::from_str(plain).map_err(|error| error.to_string())?;
                let wanted = plain["code"].as_str().map(str::to_owned);
                same("verified", &rejection.verified, &true)?;
                same("code", &rejection.code, &wanted.unwrap_or_else(|| plain["code"].to_string()))
            }
            (false, Err(_)) => Ok(()),
            (_, other) => Err(format!("wrong verdict: {other:?}")),
        }
    });
}
