//! A client for a vector: its key, its certificates, its time and its nonce.

use std::sync::{Arc, Mutex};
use std::time::{Duration, UNIX_EPOCH};

use alipay_sdk::{
    Certificate, Client, ClientBuilder, PrivateKey, PublicKey, RootCertificates, Signer,
    SigningFuture,
};
use serde_json::Value;

use crate::common::{read, text};

/// A builder with the id, key and certificates that the vector names, and those of the folder for
/// what it does not name.
pub(crate) fn builder(vector: &Value) -> Result<ClientBuilder, String> {
    let input = &vector["input"];
    let named = |name: &str| input[name].as_str().filter(|text| !text.is_empty());
    let builder = Client::builder()
        .app_id(named("app_id").map_or_else(own_app_id, str::to_owned))
        .private_key(read(named("private_key").unwrap_or("keys/app_private.pkcs8.pem")))
        .allow_plain_http(true)
        .base_url("http://127.0.0.1:1")
        .without_transport();
    let builder = match input["encrypt_key"].as_str() {
        Some(key) => builder.encrypt_key(key),
        None => builder,
    };
    if named("app_cert").is_none() && named("alipay_cert").is_none() {
        let key = read(named("alipay_public_key").unwrap_or("keys/alipay_public.spki.pem"));
        let key = PublicKey::parse(key).map_err(|error| error.to_string())?;
        return Ok(builder.alipay_public_key(key));
    }
    let certificate = |name: &str, usual: &str| {
        Certificate::parse(read(named(name).unwrap_or(usual))).map_err(|error| error.to_string())
    };
    let roots = read(named("alipay_root_cert").unwrap_or("certs/alipay_root_bundle.crt"));
    let roots = RootCertificates::parse(roots).map_err(|error| error.to_string())?;
    Ok(builder.certificates(
        certificate("app_cert", "certs/app_cert.crt")?,
        certificate("alipay_cert", "certs/alipay_cert_chain.crt")?,
        roots,
    ))
}

/// The id of the application whose certificate is in the folder: it stands in the common name.
fn own_app_id() -> String {
    let certificate = Certificate::parse(read("certs/app_cert.crt")).expect("a certificate");
    let is_number =
        |part: &&str| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_digit());
    let numbers = certificate.subject().split(['=', '-', ',']).filter(is_number);
    let own = numbers.into_iter().find(|number| !number.starts_with("2088"));
    own.unwrap_or("2021000000000000").to_owned()
}

/// The same at the time and with the nonce of the vector, and what it signs.
pub(crate) fn recorded(vector: &Value) -> Result<(Client, Recorder), String> {
    let nonce = text(vector, "/input/nonce")?.to_owned();
    let time = vector["input"]["timestamp"]
        .as_u64()
        .or_else(|| vector["input"]["timestamp"].as_str().and_then(|text| text.parse().ok()));
    let time = time.ok_or("the vector has no time")?;
    let recorder = recorder(vector)?;
    let builder = builder(vector)?
        .signer(recorder.clone())
        .nonces(move || nonce.clone())
        .clock(move || UNIX_EPOCH + Duration::from_millis(time));
    let builder = match vector["input"]["expired_seconds"].as_u64() {
        Some(seconds) => builder.expired_seconds(u32::try_from(seconds).unwrap_or(u32::MAX)),
        None => builder,
    };
    Ok((builder.build().map_err(|error| error.to_string())?, recorder))
}

/// A signer with the key of the vector.
pub(crate) fn recorder(vector: &Value) -> Result<Recorder, String> {
    let key = PrivateKey::parse(read(text(vector, "/input/private_key")?));
    Ok(Recorder { key: key.map_err(|error| error.to_string())?, texts: Arc::default() })
}

/// A signer that keeps the texts that it signs.
#[derive(Clone)]
pub(crate) struct Recorder {
    key: PrivateKey,
    texts: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Recorder {
    fn keep(&self, text: &[u8]) {
        self.texts.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(text.to_owned());
    }

    pub(crate) fn last(&self) -> String {
        let texts = self.texts.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        String::from_utf8_lossy(texts.last().map(Vec::as_slice).unwrap_or_default()).into_owned()
    }
}

impl Signer for Recorder {
    fn sign<'a>(&'a self, text: &'a [u8]) -> SigningFuture<'a> {
        self.keep(text);
        Signer::sign(&self.key, text)
    }

    fn sign_sha1<'a>(&'a self, text: &'a [u8]) -> SigningFuture<'a> {
        self.keep(text);
        Signer::sign_sha1(&self.key, text)
    }

    fn public_key(&self) -> Option<&PublicKey> {
        Some(self.key.public_key())
    }
}

/// Runs what needs no reactor.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    match runtime {
        Ok(runtime) => runtime.block_on(future),
        Err(error) => panic!("no runtime: {error}"),
    }
}
