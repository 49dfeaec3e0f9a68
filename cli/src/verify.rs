//! `alipay verify`: whether a captured signature holds, and why it does not.

use std::path::PathBuf;

use alipay_sdk::SignType;
use anyhow::Result;
use serde_json::json;

use crate::captured::{Message, Start};
use crate::config::Source;
use crate::explain::{self, Claim, Side, Verdict, judge, numbered};
use crate::input;
use crate::keys::{self, NamedKey};
use crate::output::{Exit, Report, table, usage};

#[derive(clap::Args, Debug)]
#[command(after_help = "\
FILE is one HTTP message as text: `POST /v3/… HTTP/1.1` or `HTTP/1.1 200 OK`, the headers, an empty
line, and the body as received. Requests are verified with the application's own key, responses with
Alipay's; both come from the configuration, or from --key.

Examples:
  alipay verify response.txt --config alipay.toml
  alipay verify request.txt --key app_public_key.pem
  alipay verify --text signed.txt --signature signature.txt --key alipay_public_key.pem")]
pub(crate) struct Args {
    /// The captured request or response; `-` reads it from the standard input
    #[arg(value_name = "FILE", required_unless_present = "text", conflicts_with = "text")]
    file: Option<PathBuf>,

    /// The file with a signed text, instead of a message
    #[arg(long, value_name = "FILE", requires = "signature")]
    text: Option<PathBuf>,

    /// The file with the signature of the text, in Base64
    #[arg(long, value_name = "FILE", requires = "text")]
    signature: Option<PathBuf>,

    /// Verifies the text with SHA-1 (sign_type RSA)
    #[arg(long, requires = "text")]
    sha1: bool,

    /// The file with the key to verify with: a public key or a certificate
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, source: &Source) -> Result<Report> {
    let claim = args.claim()?;
    let (keys, others) = match &args.key {
        Some(path) => (vec![keys::of_file(path)?], Vec::new()),
        None => configured(claim.side, source)?,
    };
    Ok(report(&claim, &judge(&claim, &keys, &others)))
}

/// The keys that may have signed, and those that should not have.
fn configured(side: Side, source: &Source) -> Result<(Vec<NamedKey>, Vec<NamedKey>)> {
    let config = source.read()?;
    Ok(match side {
        Side::Application => (vec![keys::own(&config)?], keys::alipay(&config).unwrap_or_default()),
        Side::Alipay => (keys::alipay(&config)?, keys::own(&config).into_iter().collect()),
        Side::Either => {
            let alipay = keys::alipay(&config)?;
            (alipay.into_iter().chain(keys::own(&config)).collect(), Vec::new())
        }
    })
}

impl Args {
    fn claim(&self) -> Result<Claim> {
        match (&self.file, &self.text, &self.signature) {
            (Some(file), ..) => of_message(&Message::read(&input::read(file)?)?),
            (None, Some(text), Some(signature)) => Ok(Claim {
                kind: "text",
                side: Side::Either,
                signed: explain::of_text(&input::read(text)?),
                signature: Some(input::read_text(signature)?.trim().to_owned()),
                sign_type: if self.sha1 { SignType::Rsa } else { SignType::Rsa2 },
                serial: None,
                secrets: Vec::new(),
            }),
            _ => Err(usage("pass the captured message, or --text and --signature")),
        }
    }
}

fn of_message(message: &Message) -> Result<Claim> {
    match &message.start {
        Start::Request { method, target } if message.header("authorization").is_some() => {
            explain::v3_request(message, method, target)
        }
        Start::Request { target, .. } => explain::v2_request(message, target),
        Start::Response { .. } if message.header("alipay-signature").is_some() => {
            Ok(explain::v3_response(message))
        }
        Start::Response { .. } => {
            Ok(explain::v2_response(message).unwrap_or_else(|| explain::v3_response(message)))
        }
    }
}

fn report(claim: &Claim, verdict: &Verdict) -> Report {
    let text = claim.masked(&claim.signed.text());
    let signed = verdict.signed.as_ref().map(|signed| claim.masked(signed));
    let state = if verdict.holds { "valid" } else { "not valid" };
    let mut shown = table([
        (claim.kind, state.to_owned()),
        ("reason", verdict.reason.clone()),
        ("certificate", claim.serial.clone().unwrap_or_default()),
    ]);
    shown += "\nthe text to sign:\n";
    shown += &numbered(&text);
    if let Some(signed) = &signed {
        shown += "\nthe text that was signed:\n";
        shown += &numbered(signed);
    }
    let json = json!({
        "certificate": claim.serial,
        "holds": verdict.holds,
        "key_of": verdict.owner,
        "kind": claim.kind,
        "reason": verdict.reason,
        "signed_instead": signed,
        "text": text,
    });
    Report { text: shown, json, exit: if verdict.holds { Exit::Ok } else { Exit::Problem } }
}
