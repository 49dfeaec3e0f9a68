//! One configuration and one call, for both SDKs.

use std::fs;
use std::path::Path;

use alipay_end_to_end::external::Program;
use alipay_gateway::{App, Gateway};
use alipay_sdk::{Client, Error, FilePart, Json, Response, RetryPolicy, Upload};
use serde_json::{Value, json};

use crate::process;

/// The configuration of a client.
#[derive(Clone)]
pub(crate) struct Config {
    pub(crate) base_url: String,
    pub(crate) app: App,
    /// Certificates instead of Alipay's public key.
    pub(crate) certificates: bool,
    /// The form in which Node gets the private key.
    pub(crate) key_type: &'static str,
}

/// The same configuration in both SDKs.
pub(crate) struct Pair {
    pub(crate) node: Program,
    pub(crate) client: Client,
}

impl Config {
    pub(crate) fn of(gateway: &Gateway) -> Self {
        let (base_url, app) = (gateway.base_url(), gateway.app());
        Self { base_url, app, certificates: false, key_type: "PKCS8" }
    }

    /// Certificates and the configuration of Node are written to this folder.
    pub(crate) fn pair(&self, installed: &Path, folder: &Path) -> Pair {
        let file = folder.join("config.json");
        fs::write(&file, self.for_node(folder).to_string()).unwrap();
        Pair { node: process::start(installed, &file), client: self.client() }
    }

    fn for_node(&self, folder: &Path) -> Value {
        let Self { app, .. } = self;
        let mut config = json!({
            "appId": app.app_id,
            // Node does not take a key with an empty line behind it.
            "privateKey": app.private_key.trim(),
            "keyType": self.key_type,
            "endpoint": self.base_url,
            "encryptKey": app.encrypt_key,
        });
        if !self.certificates {
            config["alipayPublicKey"] = app.alipay_public_key.trim().into();
            return config;
        }
        let files = [
            ("appCertPath", &app.app_certificate),
            ("alipayPublicCertPath", &app.alipay_certificate),
            ("alipayRootCertPath", &app.root_certificates),
        ];
        for (name, certificate) in files {
            let file = folder.join(name).with_extension("crt");
            fs::write(&file, certificate).unwrap();
            config[name] = file.to_str().unwrap().into();
        }
        config
    }

    fn client(&self) -> Client {
        let app = self.app.clone();
        let builder = Client::builder()
            .app_id(app.app_id)
            .private_key(app.private_key)
            .encrypt_key(app.encrypt_key)
            .base_url(self.base_url.clone());
        let builder = if self.certificates {
            builder.certificates(app.app_certificate, app.alipay_certificate, app.root_certificates)
        } else {
            builder.alipay_public_key(app.alipay_public_key)
        };
        // Each call once, so that both are compared call by call.
        builder.retry(RetryPolicy::never()).build().unwrap()
    }
}

/// A call that both SDKs make.
#[derive(Clone, Debug, Default)]
pub(crate) struct Call {
    pub(crate) operation: &'static str,
    pub(crate) method: &'static str,
    /// Percent-encoded.
    pub(crate) path: &'static str,
    pub(crate) query: Vec<(&'static str, &'static str)>,
    /// The body, or the fields of an upload; null without one.
    pub(crate) body: Value,
    pub(crate) app_auth_token: Option<&'static str>,
    pub(crate) encrypted: bool,
    /// Of an upload: part, file name and content of each file.
    pub(crate) files: Vec<(&'static str, &'static str, &'static [u8])>,
}

impl Call {
    /// A call without query, body and files.
    pub(crate) fn new(method: &'static str, operation: &'static str, path: &'static str) -> Self {
        Self { operation, method, path, ..Self::default() }
    }

    pub(crate) fn is_upload(&self) -> bool {
        !self.files.is_empty()
    }

    pub(crate) fn by_node(&self, node: &mut Program, request_id: &str) -> Value {
        let mut call = json!({
            "method": self.method,
            "path": self.path,
            "requestId": request_id,
            "needEncrypt": self.encrypted,
        });
        if !self.query.is_empty() {
            let query = self.query.iter().map(|(name, value)| ((*name).to_owned(), json!(value)));
            call["query"] = Value::Object(query.collect());
        }
        if let Some(token) = self.app_auth_token {
            call["appAuthToken"] = token.into();
        }
        if self.is_upload() {
            let files = self.files.iter().map(
                |(part, name, content)| json!({"part": part, "name": name, "content": content}),
            );
            let fields = if self.body.is_null() { json!({}) } else { self.body.clone() };
            call["form"] = json!({"fields": fields, "files": files.collect::<Vec<_>>()});
        } else if !self.body.is_null() {
            call["body"] = self.body.clone();
        }
        node.call(&call)
    }

    pub(crate) async fn by_us(
        &self,
        client: &Client,
        request_id: &str,
    ) -> Result<Response<Json>, Error> {
        let method = self.method.parse().unwrap();
        let mut call = client.untyped(self.operation, method, self.path);
        call = call.request_id(request_id).encrypt(self.encrypted);
        for (name, value) in &self.query {
            call = call.query(name, value);
        }
        if let Some(token) = self.app_auth_token {
            call = call.app_auth_token(token);
        }
        if self.is_upload() {
            let mut upload = Upload::new();
            if !self.body.is_null() {
                upload = upload.data(&self.body);
            }
            for (part, name, content) in &self.files {
                upload = upload.file(*part, FilePart::new(*name, *content));
            }
            call = call.multipart(upload);
        } else if !self.body.is_null() {
            call = call.json(&self.body);
        }
        call.await
    }
}
