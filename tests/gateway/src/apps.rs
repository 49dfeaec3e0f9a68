//! The applications that the gateway knows.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use md5::{Digest, Md5};
use rcgen::PublicKeyData;

use crate::crypto::{NamedKeys, VerifyingKey};
use crate::platform::Platform;
use crate::serial;

/// The private key of the application that every gateway knows.
const OWN_KEY: &str = include_str!("../keys/app.pem");

/// The id of that application.
const OWN_ID: &str = "2021000000000001";

/// The settings that a client needs to call the gateway as one application.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct App {
    /// The id of the application.
    pub app_id: String,
    /// The private key, as PEM. It is empty for an application that was registered by its public
    /// key.
    pub private_key: String,
    /// Key mode: the gateway's public key, as PEM.
    pub alipay_public_key: String,
    /// Certificate mode: the application's certificate, as PEM.
    pub app_certificate: String,
    /// Certificate mode: the gateway's certificate, and that of its authority, as PEM.
    pub alipay_certificate: String,
    /// Certificate mode: the root bundle, as PEM.
    pub root_certificates: String,
    /// The key for the encryption of bodies, in Base64.
    pub encrypt_key: String,
}

/// An application to register.
#[derive(Clone, Debug)]
pub struct NewApp {
    /// The id of the application.
    pub app_id: String,
    /// The public key (`SubjectPublicKeyInfo`), as PEM or Base64.
    pub public_key: String,
}

/// What the gateway keeps of an application.
#[derive(Clone, Debug)]
pub(crate) struct KnownApp {
    pub(crate) key: VerifyingKey,
    pub(crate) certificate: String,
    pub(crate) certificate_serial: String,
    pub(crate) encrypt_key: [u8; 16],
    /// As PEM; empty when only the application has it.
    private_key: &'static str,
}

/// An application cannot be registered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AppError {
    #[error("no public key")]
    PublicKey,
    #[error(transparent)]
    Certificate(#[from] rcgen::Error),
}

/// All applications.
pub(crate) struct Apps {
    pub(crate) platform: Arc<Platform>,
    own: KnownApp,
    registered: RwLock<BTreeMap<String, KnownApp>>,
    /// Whether requests must have what the platform lets clients leave out.
    strict: AtomicBool,
}

impl Apps {
    /// The application that every gateway knows, and no other yet.
    pub(crate) fn new(platform: Arc<Platform>) -> Result<Self, AppError> {
        let key = rcgen::KeyPair::from_pem(OWN_KEY)?;
        let own = KnownApp::new(&platform, OWN_ID, &key.subject_public_key_info(), OWN_KEY)?;
        let registered = RwLock::new([(OWN_ID.to_owned(), own.clone())].into());
        Ok(Self { platform, own, registered, strict: AtomicBool::default() })
    }

    /// Registers an application by its public key (`SubjectPublicKeyInfo` in DER).
    pub(crate) fn add(&self, app_id: String, spki: &[u8]) -> Result<App, AppError> {
        let app = KnownApp::new(&self.platform, &app_id, spki, "")?;
        let described = self.describe(&app_id, &app);
        let mut registered = self.registered.write().unwrap_or_else(PoisonError::into_inner);
        registered.insert(app_id, app);
        Ok(described)
    }

    pub(crate) fn get(&self, app_id: &str) -> Option<KnownApp> {
        self.registered().get(app_id).cloned()
    }

    pub(crate) fn set_strict(&self, strict: bool) {
        self.strict.store(strict, Ordering::Relaxed);
    }

    /// Whether requests must have what the platform lets clients leave out.
    pub(crate) fn is_strict(&self) -> bool {
        self.strict.load(Ordering::Relaxed)
    }

    /// The serial of the root certificates.
    pub(crate) fn root_serial(&self) -> &str {
        &self.platform.root_serial
    }

    /// All keys: those of the applications, and those of the platform.
    pub(crate) fn keys(&self) -> NamedKeys {
        let registered = self.registered();
        let apps =
            registered.iter().map(|(id, app)| (format!("application {id}"), app.key.clone()));
        let platform = self.platform.verifying_keys().map(|key| ("the gateway".to_owned(), key));
        apps.chain(platform).collect()
    }

    /// The id of the application that every gateway knows.
    pub(crate) fn own_id(&self) -> &'static str {
        OWN_ID
    }

    /// What a client of the application that every gateway knows needs.
    pub(crate) fn own(&self) -> App {
        self.describe(OWN_ID, &self.own)
    }

    /// The same of all applications.
    pub(crate) fn all(&self) -> Vec<App> {
        self.registered().iter().map(|(id, app)| self.describe(id, app)).collect()
    }

    fn describe(&self, app_id: &str, app: &KnownApp) -> App {
        let (alipay_certificate, _) = self.platform.certificate();
        App {
            app_id: app_id.to_owned(),
            private_key: app.private_key.to_owned(),
            alipay_public_key: self.platform.public_key_pem().unwrap_or_default(),
            app_certificate: app.certificate.clone(),
            alipay_certificate,
            root_certificates: self.platform.roots.clone(),
            encrypt_key: BASE64_STANDARD.encode(app.encrypt_key),
        }
    }

    fn registered(&self) -> RwLockReadGuard<'_, BTreeMap<String, KnownApp>> {
        self.registered.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl KnownApp {
    fn new(
        platform: &Platform,
        app_id: &str,
        spki: &[u8],
        private_key: &'static str,
    ) -> Result<Self, AppError> {
        let key = VerifyingKey::from_spki(spki).ok_or(AppError::PublicKey)?;
        let certificate = platform.certify(app_id, &key)?;
        Ok(Self {
            key,
            certificate_serial: serial::of_pem(&certificate).unwrap_or_default(),
            certificate,
            // Made of the id, so that it is the same at each start.
            encrypt_key: Md5::digest(format!("encrypt key of {app_id}")).into(),
            private_key,
        })
    }
}
