//! `alipay sign`: signs a call or a text, and shows what was signed.

use std::path::{Path, PathBuf};

use alipay_sdk::{Body, SignType};
use anyhow::{Context, Result};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use http::Request as HttpRequest;
use serde_json::json;

use crate::captured::{Message, Start};
use crate::config::Source;
use crate::explain::{self, Claim, numbered};
use crate::fields;
use crate::input;
use crate::keys;
use crate::operation::{Prepared, Request};
use crate::output::{Report, table, usage};

/// The largest upload that is shown, in bytes.
const LARGEST: usize = 32 << 20;

#[derive(clap::Args, Debug)]
#[command(
    after_help = format!("\
{}

Nothing is sent. Tokens are not shown.

Examples:
  alipay sign alipay.trade.query out_trade_no=T1
  alipay sign alipay.trade.query out_trade_no=T1 --v2
  alipay sign --text order.txt", fields::HELP)
)]
pub(crate) struct Args {
    #[command(flatten)]
    request: Option<Request>,

    /// Signs the text in this file, byte by byte; `-` reads it from the standard input
    #[arg(long, value_name = "FILE", conflicts_with = "operation")]
    text: Option<PathBuf>,

    /// Signs the text with SHA-1 (sign_type RSA)
    #[arg(long, requires = "text")]
    sha1: bool,
}

pub(crate) async fn run(args: &Args, source: &Source) -> Result<Report> {
    match (&args.text, &args.request) {
        (Some(path), _) => text(path, args.sha1, source),
        (None, Some(request)) => call(request, source).await,
        (None, None) => Err(usage("pass an operation to sign, or --text FILE")),
    }
}

fn text(path: &Path, sha1: bool, source: &Source) -> Result<Report> {
    let text = input::read(path)?;
    let config = source.read()?;
    let key = keys::private(&config)
        .ok_or_else(|| usage("private_key is missing: set private_key or private_key_path"))??;
    let (name, signature) = match sha1 {
        true => (SignType::Rsa.as_str(), key.sign_sha1(&text)?),
        false => (SignType::Rsa2.as_str(), key.sign(&text)?),
    };
    let signature = BASE64_STANDARD.encode(signature);
    let json = json!({ "bytes": text.len(), "sign_type": name, "signature": signature });
    Ok(Report::ok(signature, json))
}

async fn call(request: &Request, source: &Source) -> Result<Report> {
    let client = source.client()?;
    let prepared = match request.call(&client).await? {
        Prepared::V3(call) => call.prepare().await?.0,
        Prepared::V2(call) => call.prepare().await?.0,
    };
    let target = prepared.uri().path_and_query().map_or("/", |target| target.as_str()).to_owned();
    let method = prepared.method().as_str().to_owned();
    let host = prepared.uri().host().unwrap_or_default().to_owned();
    let message = message(prepared).await?;
    let claim = match message.header("authorization") {
        Some(_) => explain::v3_request(&message, &method, &target)?,
        None => explain::v2_request(&message, &target)?,
    };
    Ok(report(request.operation(), &claim, (&method, &host)))
}

/// The request as a message that can be looked at.
async fn message(request: HttpRequest<Body>) -> Result<Message> {
    let (parts, body) = request.into_parts();
    let headers = parts.headers.iter().map(|(name, value)| {
        let value = value.to_str().unwrap_or_default();
        (name.as_str().to_owned(), value.to_owned())
    });
    let start = Start::Request { method: parts.method.to_string(), target: parts.uri.to_string() };
    let headers = headers.collect();
    let body = body.read(LARGEST).await.context("the body cannot be shown")?;
    Ok(Message::new(start, headers, body.to_vec()))
}

fn report(operation: &str, claim: &Claim, (method, host): (&str, &str)) -> Report {
    let text = claim.masked(&claim.signed.text());
    let signature = claim.signature.clone().unwrap_or_default();
    let shown = table([
        ("operation", format!("{operation} ({})", claim.kind)),
        ("request", format!("{method} to {host}")),
        ("sign_type", claim.sign_type.as_str().to_owned()),
        ("signature", signature.clone()),
    ]) + "\nthe signed text:\n"
        + &numbered(&text);
    let json = json!({
        "host": host,
        "kind": claim.kind,
        "method": method,
        "operation": operation,
        "sign_type": claim.sign_type.as_str(),
        "signature": signature,
        "text": text,
    });
    Report::ok(shown, json)
}
