//! Certificates of Alipay from the platform itself.
//!
//! The roots say that the platform issued a certificate, as it does for every application; that this one is
//! its own only the TLS connection says.

use std::error::Error as StdError;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::Client;
use crate::error::{Error, SignatureProblem};
use crate::v2::CERTIFICATE_DOWNLOAD;

const ANSWER: &str = "alipay_open_app_alipaycert_download_response";

/// The certificate with this serial, as PEM.
pub(super) async fn download(
    client: &Client,
    serial: &str,
) -> Result<String, Box<dyn StdError + Send + Sync>> {
    let call = client.v2().untyped(CERTIFICATE_DOWNLOAD).encrypt(false);
    let content = match call.biz_content(&json!({ "alipay_cert_sn": serial })).await {
        Ok(answer) => content(&answer),
        Err(Error::Signature(unsigned)) if is_unknown(&unsigned.problem) => {
            // It is signed with what it brings, so its signature would say nothing: the way to the root, and the
            // connection, vouch for it instead.
            let body: Value = serde_json::from_slice(&unsigned.body)?;
            content(&body[ANSWER])
        }
        Err(error) => return Err(error.into()),
    };
    let content = content.ok_or("the answer holds none")?;
    let certificate = STANDARD.decode(content).map_err(|_| "the answer is not Base64")?;
    Ok(String::from_utf8(certificate)?)
}

fn is_unknown(problem: &SignatureProblem) -> bool {
    matches!(problem, SignatureProblem::UnknownCertificate { .. })
}

fn content(answer: &Value) -> Option<String> {
    Some(answer.get("alipay_cert_content")?.as_str()?.to_owned())
}
