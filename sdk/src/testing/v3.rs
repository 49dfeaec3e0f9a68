//! The platform's side of v3.

use std::time::UNIX_EPOCH;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use serde_json::json;

use super::keys::KEYS;
use super::platform::APP_ID;
use super::posted::Posted;
use super::response::Content;
use super::side::{Side, Signed, Told, Wrong, check_app, check_signature, json};
use alipay_sdk_core::{
    SignType,
    clock::random_id,
    data::Json,
    protocol::v3::{SignedRequest, response_text},
};

/// v3, at this time.
pub(super) struct V3(pub(super) std::time::SystemTime);

impl Side for V3 {
    fn verify(&self, posted: &Posted) -> Result<Json, Wrong> {
        let fields = posted.header("authorization").split_once(' ');
        let fields = fields.and_then(|(_, fields)| fields.rsplit_once(",sign="));
        let (auth_string, signature) = fields.ok_or("its Authorization has no signature")?;
        let mut names = auth_string.split(',').filter_map(|field| field.strip_prefix("app_id="));
        check_app("app_id", names.next().unwrap_or_default(), APP_ID)?;
        let body = match posted.is_multipart {
            true => posted.parameter("data").as_bytes(),
            false => &posted.body,
        };
        let token = posted.header("alipay-app-auth-token");
        let text = SignedRequest {
            auth_string,
            method: posted.head.method.as_str(),
            target: posted.head.uri.path_and_query().map_or("/", |target| target.as_str()),
            body,
            app_auth_token: Some(token).filter(|token| !token.is_empty()),
        };
        check_signature(SignType::Rsa2, &text.signed_text(), signature)?;
        json(body, is_encrypted(posted))
    }

    fn respond(&self, told: &Told<'_>) -> Result<Signed, Wrong> {
        let Told { posted, content, response } = *told;
        let (body, status) = match content {
            Content::Success(text) if is_encrypted(posted) => {
                (KEYS.encrypt.encrypt(text).into(), StatusCode::OK)
            }
            Content::Rejection { code, message } => {
                let text = json!({"code": code, "message": message}).to_string();
                (text.into(), StatusCode::BAD_REQUEST)
            }
            Content::Success(text) | Content::Recorded(text) => (text.clone(), StatusCode::OK),
        };
        let mut headers = vec![("alipay-trace-id", random_id())];
        if response.is_signed {
            headers.extend(self.signature(&body)?);
        }
        Ok(Signed { body, status, headers })
    }
}

impl V3 {
    fn signature(&self, body: &[u8]) -> Result<[(&'static str, String); 3], Wrong> {
        let time = self.0.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis().to_string();
        let nonce = random_id();
        let text = response_text(time.as_bytes(), nonce.as_bytes(), body);
        let signature = KEYS.alipay.sign(&text).map_err(|error| error.to_string())?;
        Ok([
            ("alipay-timestamp", time),
            ("alipay-nonce", nonce),
            ("alipay-signature", STANDARD.encode(signature)),
        ])
    }
}

fn is_encrypted(posted: &Posted) -> bool {
    posted.header("alipay-encrypt-type") == "AES"
}
