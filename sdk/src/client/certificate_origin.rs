//! Where a client has certificates of Alipay from that nobody has configured.

use std::sync::Arc;

use super::keys::Keys;
use crate::error::Error;
use crate::pipeline::Pipeline;
use crate::protocol::Application;
use alipay_sdk_core::trust::source::{CertificateSource, Source};

/// What the builder was told.
pub(super) enum Origin {
    Custom(Box<dyn CertificateSource>),
    #[cfg(feature = "certificate-download")]
    Platform,
}

impl Origin {
    /// The source, with the roots that its certificates must come from.
    pub(super) fn source(
        origin: Option<Self>,
        keys: &Keys,
        application: &Application,
        pipeline: &Arc<Pipeline>,
    ) -> Result<Option<Source>, Error> {
        let Some(origin) = origin else { return Ok(None) };
        let (Some(roots), Some(certificate)) = (&keys.roots, &application.identity.app_certificate)
        else {
            return Err(Error::configuration(
                "certificates cannot be fetched in key mode: configure all three certificates",
            ));
        };
        let own_key = certificate
            .public_key()
            .map_err(|error| Error::configuration_because("app certificate", error))?;
        let from = origin.open(application, pipeline);
        Ok(Some(Source::new(from, roots.clone(), own_key.clone(), pipeline.rules.clock.clone())))
    }

    #[cfg(feature = "certificate-download")]
    fn open(
        self,
        application: &Application,
        pipeline: &Arc<Pipeline>,
    ) -> Box<dyn CertificateSource> {
        match self {
            Self::Custom(source) => source,
            Self::Platform => {
                Box::new(super::download::PlatformCertificates::new(application, pipeline))
            }
        }
    }

    #[cfg(not(feature = "certificate-download"))]
    fn open(self, _: &Application, _: &Arc<Pipeline>) -> Box<dyn CertificateSource> {
        let Self::Custom(source) = self;
        source
    }
}
