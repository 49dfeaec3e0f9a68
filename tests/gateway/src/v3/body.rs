//! The body: its type, its parts, its encryption.

use base64::Engine;
use bytes::Bytes;

use crate::apps::KnownApp;
use crate::rejection::Rejection;
use crate::request::{Received, UploadedFile};
use crate::{crypto, header, multipart};

/// A body taken apart.
pub(super) struct SignedBody {
    /// What of it is signed: all, or the part `data` of an upload.
    pub(super) signed: Bytes,
    pub(super) encrypted: bool,
    pub(super) multipart: bool,
    pub(super) files: Vec<UploadedFile>,
}

impl SignedBody {
    pub(super) async fn read(request: &Received) -> Result<Self, Rejection> {
        let encrypted = match header::get(&request.headers, "alipay-encrypt-type") {
            None => false,
            Some(name) if name == "AES" => true,
            Some(name) => {
                return Err(Rejection::new(400, "invalid-encrypt-type", "无效的加密类型")
                    .expected(format!("AES, not {name}")));
            }
        };
        let content_type = header::get(&request.headers, "content-type").unwrap_or_default();
        let essence = content_type.split(';').next().unwrap_or_default().trim();
        let text_type = if encrypted { "text/plain" } else { "application/json" };
        if essence == "multipart/form-data" {
            return Self::read_parts(request, &content_type, encrypted, text_type).await;
        }
        let none_needed = request.body.is_empty() && essence.is_empty();
        if essence != text_type && !none_needed {
            return Err(Rejection::new(400, "invalid-format", "无效的数据格式")
                .expected(format!("Content-Type: {text_type}, not {essence}")));
        }
        Ok(Self { signed: request.body.clone(), encrypted, multipart: false, files: Vec::new() })
    }

    async fn read_parts(
        request: &Received,
        content_type: &str,
        encrypted: bool,
        text_type: &str,
    ) -> Result<Self, Rejection> {
        let invalid =
            |what: String| Rejection::new(400, "invalid-format", "无效的数据格式").expected(what);
        let parts = multipart::read(content_type, request.body.clone()).await;
        let mut read = Self { signed: Bytes::new(), encrypted, multipart: true, files: Vec::new() };
        for mut part in parts.map_err(|error| invalid(format!("multipart: {error}")))? {
            match part.file_name.take() {
                Some(file_name) => read.files.push(part.into_file(file_name)),
                None if part.name == "data" && part.content_type == text_type => {
                    read.signed = part.content;
                }
                None => {
                    return Err(invalid(format!(
                        "only the part `data` of type {text_type} may have no file name, but \
                         `{}` of type {} has none",
                        part.name, part.content_type
                    )));
                }
            }
        }
        Ok(read)
    }

    /// The text, decrypted when it was encrypted; nothing when there is none.
    pub(super) fn decrypt(&self, app: &KnownApp) -> Result<Option<String>, Rejection> {
        if self.signed.is_empty() {
            return Ok(None);
        }
        let plain = if self.encrypted {
            crypto::decrypt(&app.encrypt_key, &self.signed).ok_or_else(|| {
                let key = base64::prelude::BASE64_STANDARD.encode(app.encrypt_key);
                Rejection::new(400, "decryption-error-not-valid-encrypt-key", "解密出错")
                    .expected(format!("Base64 of AES-128-CBC with the key {key}"))
            })?
        } else {
            self.signed.to_vec()
        };
        let text = String::from_utf8(plain);
        // The Node SDK encrypts nothing to a block of padding; the others send nothing.
        text.map(|text| (!text.is_empty()).then_some(text)).map_err(|_| {
            Rejection::new(400, "invalid-encoding", "编码错误").expected("a body in UTF-8")
        })
    }
}
