//! How both clients are set up, rightly or wrongly.

use alipay_gateway::{Gateway, NewApp};

use crate::setup::Config;

const WRONG_KEY: &str = include_str!("../../../vectors/keys/unrelated_private.pkcs8.pem");
const WRONG_PUBLIC_KEY: &str = include_str!("../../../vectors/keys/unrelated_public.spki.pem");
const OTHER_ROOTS: &str = include_str!("../../../vectors/certs/alipay_root_bundle.crt");

/// How both clients are set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Setup {
    Key,
    Certificates,
    WrongPrivateKey,
    WrongAlipayKey,
    UnknownApp,
    WrongEncryptKey,
    OtherCertificate,
    OtherRoots,
}

impl Setup {
    pub(crate) fn config(self, gateway: &Gateway) -> Config {
        let mut config = Config::of(gateway);
        let app = &mut config.app;
        let another = |app_id: &str, public_key: &str| {
            let another = NewApp { app_id: app_id.to_owned(), public_key: public_key.to_owned() };
            gateway.add_app(another).unwrap()
        };
        match self {
            Self::Key => {}
            Self::Certificates => config.certificates = true,
            Self::WrongPrivateKey => app.private_key = WRONG_KEY.to_owned(),
            Self::WrongAlipayKey => app.alipay_public_key = WRONG_PUBLIC_KEY.to_owned(),
            Self::UnknownApp => app.app_id = "2021000000000009".to_owned(),
            Self::WrongEncryptKey => app.encrypt_key = "AAAAAAAAAAAAAAAAAAAAAA==".to_owned(),
            Self::OtherCertificate => {
                config.certificates = true;
                let other = another("2021000000000002", WRONG_PUBLIC_KEY);
                app.private_key = WRONG_KEY.to_owned();
                app.app_certificate = other.app_certificate;
            }
            Self::OtherRoots => {
                config.certificates = true;
                app.root_certificates = OTHER_ROOTS.to_owned();
            }
        }
        config
    }
}
