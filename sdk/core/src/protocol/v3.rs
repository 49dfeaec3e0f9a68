//! The v3 REST protocol: `Authorization`, the texts that requests and responses sign.

use base64::engine::general_purpose::STANDARD;
use base64::{Engine, encoded_len};

/// The one scheme that v3 knows: RSASSA-PKCS1-v1_5 with SHA-256.
const SCHEME: &str = "ALIPAY-SHA256withRSA";

/// The fields of the `Authorization` header that are signed.
#[derive(Clone, Copy)]
pub struct Credentials<'a> {
    pub app_id: &'a str,
    /// The serial of the application's certificate, in certificate mode.
    pub app_cert_sn: Option<&'a str>,
    /// A text that is unique for each request.
    pub nonce: &'a str,
    /// The time of the request: Unix time in milliseconds.
    pub timestamp: u128,
    /// The number of seconds for which the platform may accept the request.
    pub expired_seconds: Option<u32>,
}

impl Credentials<'_> {
    /// Returns the fields as one text, in the order of the official SDKs.
    pub fn auth_string(&self) -> String {
        use std::fmt::Write;

        let mut text = String::with_capacity(192);
        let _ = write!(text, "app_id={}", self.app_id);
        if let Some(serial) = self.app_cert_sn {
            let _ = write!(text, ",app_cert_sn={serial}");
        }
        let _ = write!(text, ",nonce={},timestamp={}", self.nonce, self.timestamp);
        if let Some(seconds) = self.expired_seconds {
            let _ = write!(text, ",expired_seconds={seconds}");
        }
        text
    }
}

/// The signed parts of a request.
#[derive(Clone, Copy)]
pub struct SignedRequest<'a> {
    pub auth_string: &'a str,
    pub method: &'a str,
    /// Path and query, percent-encoded as on the wire.
    pub target: &'a str,
    /// The sent body. It is the text of the part `data` for a multipart body, and empty without a
    /// body.
    pub body: &'a [u8],
    pub app_auth_token: Option<&'a str>,
}

impl SignedRequest<'_> {
    /// Returns the signed text: one line per field, each with a line feed. The line of the token is
    /// there only with a token.
    pub fn signed_text(&self) -> Vec<u8> {
        let token = self.app_auth_token.map(str::as_bytes);
        let lines = [
            self.auth_string.as_bytes(),
            self.method.as_bytes(),
            self.target.as_bytes(),
            self.body,
        ];
        join_lines(lines.into_iter().chain(token))
    }
}

/// Returns the value of the `Authorization` header.
pub fn authorization(auth_string: &str, signature: &[u8]) -> String {
    let parts = [SCHEME, " ", auth_string, ",sign="];
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let encoded = encoded_len(signature.len(), true).unwrap_or_default();
    let mut value = String::with_capacity(length + encoded);
    value.extend(parts);
    STANDARD.encode_string(signature, &mut value);
    value
}

/// Returns the signed text of a response: `alipay-timestamp`, `alipay-nonce` and the body as
/// received.
pub fn response_text(timestamp: &[u8], nonce: &[u8], body: &[u8]) -> Vec<u8> {
    join_lines([timestamp, nonce, body].into_iter())
}

fn join_lines<'a>(lines: impl Iterator<Item = &'a [u8]> + Clone) -> Vec<u8> {
    let mut text = Vec::with_capacity(lines.clone().map(|line| line.len() + 1).sum());
    for line in lines {
        text.extend_from_slice(line);
        text.push(b'\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const CREDENTIALS: Credentials<'_> = Credentials {
        app_id: "2021",
        app_cert_sn: None,
        nonce: "n-1",
        timestamp: 1_781_590_001_124,
        expired_seconds: None,
    };

    #[test]
    fn fields_stand_in_the_order_of_the_official_sdks() {
        assert_eq!(CREDENTIALS.auth_string(), "app_id=2021,nonce=n-1,timestamp=1781590001124");
        let all =
            Credentials { app_cert_sn: Some("ab"), expired_seconds: Some(120), ..CREDENTIALS };
        assert_eq!(
            all.auth_string(),
            "app_id=2021,app_cert_sn=ab,nonce=n-1,timestamp=1781590001124,expired_seconds=120"
        );
    }

    #[test]
    fn an_empty_body_leaves_an_empty_line_and_no_token_leaves_none() {
        let request = SignedRequest {
            auth_string: "a",
            method: "GET",
            target: "/v3/x?y=%20",
            body: b"",
            app_auth_token: None,
        };
        assert_eq!(request.signed_text(), b"a\nGET\n/v3/x?y=%20\n\n");
        let with_token = SignedRequest { app_auth_token: Some("t"), ..request };
        assert_eq!(with_token.signed_text(), b"a\nGET\n/v3/x?y=%20\n\nt\n");
    }

    #[test]
    fn the_signature_comes_last() {
        assert_eq!(authorization("a=1", &[0xfb, 0xff]), "ALIPAY-SHA256withRSA a=1,sign=+/8=");
    }
}
