//! Whom calls are made for.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use http::HeaderValue;
use url::Url;

use crate::error::{Error, ErrorKind};
use crate::request::{CallInfo, Request};
use alipay_sdk_core::{
    Certificate, EncryptKey, RootCertificates, SignType,
    clock::Clock,
    trust::{Signer, Trust},
};

/// An application: its id, keys and certificate.
pub(crate) struct Identity {
    pub(crate) app_id: String,
    pub(crate) signer: Arc<dyn Signer>,
    pub(crate) app_certificate: Option<Certificate>,
    pub(crate) root_serial: Option<HeaderValue>,
    pub(crate) roots: Option<RootCertificates>,
    pub(crate) encrypt_key: Option<EncryptKey>,
    /// For how many seconds the platform may accept a request.
    pub(crate) expired_seconds: Option<u32>,
    pub(crate) clock: Arc<dyn Clock>,
    /// Unique texts: nonces, request ids, multipart boundaries.
    pub(crate) nonces: Arc<dyn Fn() -> String + Send + Sync>,
}

/// An application as v3 and the v2 gateway see it: who calls, for which merchant, at which address,
/// and whose responses are believed.
#[derive(Clone)]
pub(crate) struct Application {
    pub(crate) base: Url,
    pub(crate) identity: Arc<Identity>,
    pub(crate) trust: Arc<Trust>,
    pub(crate) merchant: Option<HeaderValue>,
}

impl Identity {
    /// The serial of the application's certificate, in certificate mode.
    pub(crate) fn app_cert_sn(&self) -> Option<&str> {
        self.app_certificate.as_ref().map(Certificate::serial)
    }

    /// The serial of the root certificates, in certificate mode.
    #[allow(dead_code, reason = "for the features `messages` and `v2`")]
    pub(crate) fn root_cert_sn(&self) -> Option<&str> {
        self.root_serial.as_ref().and_then(|serial| serial.to_str().ok())
    }

    /// Unix time in milliseconds; a clock before 1970 gives 0.
    pub(crate) fn unix_milliseconds(&self) -> u128 {
        let now: SystemTime = self.clock.now();
        now.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis()
    }

    /// The key to encrypt a request with, if it is encrypted.
    pub(crate) fn encryption(&self, request: &Request) -> Result<Option<&EncryptKey>, Error> {
        match (request.encrypt, &self.encrypt_key) {
            (Some(false), _) | (None, None) => Ok(None),
            (_, Some(key)) => Ok(Some(key)),
            (Some(true), None) => {
                Err(request.invalid("encryption was asked for, but the client has no encrypt_key"))
            }
        }
    }

    pub(crate) async fn sign(
        &self,
        call: &CallInfo,
        sign_type: SignType,
        text: &[u8],
    ) -> Result<Vec<u8>, Error> {
        let signature = match sign_type {
            SignType::Rsa2 => self.signer.sign(text),
            SignType::Rsa => self.signer.sign_sha1(text),
        };
        signature.await.map_err(|error| call.error(ErrorKind::Signing(error)))
    }
}
