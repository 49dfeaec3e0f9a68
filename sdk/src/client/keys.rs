//! The keys of key mode or certificate mode.

use std::sync::Arc;

use http::HeaderValue;

use alipay_sdk_core::{Certificate, RootCertificates, trust::Verifier, wire::header_value};

/// Whom to believe, and what certificate mode adds to a request.
pub(super) struct Keys {
    pub(super) verifier: Arc<Verifier>,
    pub(super) app_certificate: Option<Certificate>,
    pub(super) roots: Option<RootCertificates>,
}

impl Keys {
    pub(super) fn root_serial(&self) -> Option<HeaderValue> {
        header_value("alipay_root_cert_sn", self.roots.as_ref()?.serial()).ok()
    }
}
