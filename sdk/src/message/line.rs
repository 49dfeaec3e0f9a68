//! What all connections of a channel have in common: who connects, where to, and how requests are
//! signed.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use url::Url;

use crate::client::Client;
use crate::setters::with_defaults;
use alipay_sdk_core::{
    SignType,
    clock::Clock,
    protocol::{Parameters, v2::request_text},
    transport::within,
    trust::{SignError, Verifier},
    wire::encoded,
};

/// The only charset that the channel speaks.
const CHARSET: &str = "UTF-8";

/// The type of the requests that begin a connection.
pub(super) const CONTENT_TYPE: &str = "application/x-www-form-urlencoded;charset=UTF-8";

/// How the SDK calls itself.
const SDK_VERSION: &str = concat!("alipay-sdk-rust-", env!("CARGO_PKG_VERSION"));

/// The channel's options, and its client.
pub(super) struct Line {
    pub(super) client: Client,
    pub(super) http: reqwest::Client,
    pub(super) base: Url,
    pub(super) settings: Settings,
}

with_defaults! {
    /// What a channel can be told.
    pub(super) struct Settings {
        pub(super) at_once: u16 = 16,
        pub(super) sign_type: SignType = SignType::default(),
        pub(super) heartbeat: Duration = Duration::from_secs(20),
        pub(super) time_limit: Duration = Duration::from_secs(10),
        pub(super) grace: Duration = Duration::from_secs(30),
        pub(super) first_wait: Duration = Duration::from_secs(1),
        pub(super) longest_wait: Duration = Duration::from_secs(60),
        pub(super) max_message_size: usize = 4 << 20,
        pub(super) any_app_id: bool = false,
    }
}

impl Line {
    pub(super) fn clock(&self) -> &dyn Clock {
        self.client.clock()
    }

    pub(super) fn verifier(&self) -> &Verifier {
        self.client.trust().verifier()
    }

    /// A unique text of letters and digits.
    pub(super) fn nonce(&self) -> String {
        (self.client.identity().nonces)().replace('-', "")
    }

    /// The serials of the application's certificate and of the roots, in certificate mode only.
    pub(super) fn serials(&self) -> Option<(&str, &str)> {
        let identity = self.client.identity();
        Some((identity.app_cert_sn()?, identity.root_cert_sn()?))
    }

    /// A signature in Base64, by the application. What signs may be a service elsewhere.
    pub(super) async fn sign(&self, text: &[u8]) -> Result<String, SignError> {
        let signer = self.client.signer();
        let signing = match self.settings.sign_type {
            SignType::Rsa2 => signer.sign(text),
            SignType::Rsa => signer.sign_sha1(text),
        };
        let signature = within(self.settings.time_limit, signing).await;
        let late = || SignError::new("it took longer than the time limit of the channel");
        Ok(STANDARD.encode(signature.ok_or_else(late)??))
    }

    /// An address with signed parameters: those of every request, and one more. Any reader
    /// could use it, so it stands in no error and no trace.
    pub(super) async fn address(
        &self,
        path: &str,
        (name, value): (&str, String),
    ) -> Result<Url, SignError> {
        let identity = self.client.identity();
        let mut parameters = Parameters::from([
            (name.to_owned(), value),
            ("app_id".to_owned(), identity.app_id.clone()),
            ("charset".to_owned(), CHARSET.to_owned()),
            ("sdk_version".to_owned(), SDK_VERSION.to_owned()),
            ("sign_type".to_owned(), self.settings.sign_type.as_str().to_owned()),
            ("timestamp".to_owned(), identity.unix_milliseconds().to_string()),
        ]);
        if let Some((app, root)) = self.serials() {
            parameters.insert("app_cert_sn".to_owned(), app.to_owned());
            parameters.insert("alipay_root_cert_sn".to_owned(), root.to_owned());
        }
        let signature = self.sign(&request_text(&parameters)).await?;
        parameters.insert("sign".to_owned(), signature);
        let mut address = self.base.clone();
        address.set_path(path);
        address.set_query(Some(&encoded(parameters.iter())));
        Ok(address)
    }
}
