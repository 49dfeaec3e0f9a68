//! One configuration and one call, for both SDKs.

use std::fs;
use std::path::Path;

use alipay_end_to_end::comparison::Setup;
use alipay_end_to_end::external::Program;
use alipay_end_to_end::{Mode, builder_of};
use alipay_gateway::{App, Gateway};
use alipay_sdk::{Client, Error, FilePart, Json, Response, RetryPolicy, Upload};
use serde_json::{Value, json};

use crate::process;

/// The same configuration in both SDKs.
pub(crate) struct Pair {
    pub(crate) node: Program,
    pub(crate) client: Client,
}

impl Pair {
    /// Certificates and the configuration of Node are written to this folder; `key_type` is the
    /// form in which Node gets the private key.
    pub(crate) fn start(
        installed: &Path,
        gateway: &Gateway,
        setup: Setup,
        key_type: &str,
        folder: &Path,
    ) -> Self {
        let (app, file) = (setup.app(gateway).unwrap(), folder.join("config.json"));
        let mut config = for_node(&app, setup.mode(), folder);
        config["endpoint"] = gateway.base_url().into();
        config["keyType"] = key_type.into();
        fs::write(&file, config.to_string()).unwrap();
        let encrypt_key = app.encrypt_key.clone();
        let builder = builder_of(gateway, app, setup.mode()).encrypt_key(encrypt_key);
        // Each call once, so that both are compared call by call.
        let client = builder.retry(RetryPolicy::never()).build().unwrap();
        Self { node: process::start(installed, &file), client }
    }
}

/// The application as Node takes it.
fn for_node(app: &App, mode: Mode, folder: &Path) -> Value {
    let mut config = json!({
        "appId": app.app_id,
        // Node does not take a key with an empty line behind it.
        "privateKey": app.private_key.trim(),
        "encryptKey": app.encrypt_key,
    });
    if mode == Mode::Key {
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
