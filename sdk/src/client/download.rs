//! Certificates of Alipay from the platform itself.
//!
//! The roots say that the platform issued a certificate, as it does for every application; that
//! this one is its own only the TLS connection says.

use std::error::Error as StdError;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::call::{Call, Untyped};
use crate::error::ErrorKind;
use crate::pipeline::Pipeline;
use crate::protocol::Application;
use crate::protocol::v2::{Endpoint, V2};
use alipay_sdk_core::{
    SignType,
    data::unverified_json,
    trust::{
        SignatureProblem,
        source::{CertificateFuture, CertificateSource},
    },
};

const OPERATION: &str = "alipay.open.app.alipaycert.download";
const RESPONSE: &str = "alipay_open_app_alipaycert_download_response";

/// The platform as a source of certificates. Its own calls fetch none, or they would wait for
/// themselves; and the certificates are the application's, whomever it calls for.
pub(super) struct PlatformCertificates {
    endpoint: Arc<Endpoint>,
    pipeline: Arc<Pipeline>,
}

impl PlatformCertificates {
    /// `application` is one that fetches no certificates, and acts for no merchant.
    pub(super) fn new(application: &Application, pipeline: &Arc<Pipeline>) -> Self {
        let endpoint = Endpoint::new(application.clone(), SignType::default());
        Self { endpoint: Arc::new(endpoint), pipeline: pipeline.clone() }
    }

    /// The certificate with this serial, as PEM.
    async fn download(&self, serial: &str) -> Result<String, Box<dyn StdError + Send + Sync>> {
        let (endpoint, pipeline) = (self.endpoint.clone(), &self.pipeline);
        let call = Call::<Untyped<V2>>::untyped(
            endpoint,
            pipeline,
            OPERATION.into(),
            http::Method::POST,
            String::new(),
        );
        let call = call.encrypt(false).json(&json!({ "alipay_cert_sn": serial }));
        let content = match call.await {
            Ok(response) => content(&response),
            // It is signed with what it brings, so its signature would say nothing: the way to the
            // root, and the connection, vouch for it instead.
            Err(error) if is_unknown_certificate(error.kind()) => {
                let body = error.body().ok_or("the response has no body")?;
                let body =
                    unverified_json(body).ok_or("the response is not JSON, or is too large")?;
                content(&body[RESPONSE])
            }
            Err(error) => return Err(error.into()),
        };
        let content = content.ok_or("the response holds no certificate")?;
        let certificate = STANDARD.decode(content).map_err(|_| "the response is not Base64")?;
        Ok(String::from_utf8(certificate)?)
    }
}

impl CertificateSource for PlatformCertificates {
    fn fetch<'a>(&'a self, serial: &'a str) -> CertificateFuture<'a> {
        Box::pin(self.download(serial))
    }
}

fn is_unknown_certificate(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::Signature(error)
            if matches!(error.problem, SignatureProblem::UnknownCertificate { .. })
    )
}

fn content(response: &Value) -> Option<String> {
    Some(response.get("alipay_cert_content")?.as_str()?.to_owned())
}
