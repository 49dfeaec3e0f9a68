//! `alipay notify`: sends, verifies and replays notifications.

use std::path::PathBuf;

use alipay_sdk::PrivateKey;
use alipay_sdk::notify::{Event, Notification, NotificationVerifier};
use alipay_sdk::testing::sign_notification;
use anyhow::Result;
use clap::Subcommand;
use serde_json::{Value, json};

use crate::captured::{Message, Start};
use crate::config::Source;
use crate::fields;
use crate::input;
use crate::output::{Exit, Report, table};
use crate::post::{self, Reply};
use crate::progress::Progress;

#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  alipay notify verify captured.txt --config alipay.toml
  alipay notify replay captured.txt http://127.0.0.1:8080/notify
  alipay notify send http://127.0.0.1:8080/notify --key test_platform.pem \\
      out_trade_no=T1 trade_status=TRADE_SUCCESS total_amount=0.01")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Signs a notification with a test key, and posts it
    #[command(after_help = format!("\
{}

The notification is signed with KEY, not with Alipay's key. Configure the public key of KEY in a
receiver for tests.

Example:
  alipay notify send http://127.0.0.1:8080/notify --key test.pem out_trade_no=T1", fields::HELP))]
    Send {
        /// The address of the receiver
        #[arg(value_name = "URL")]
        url: String,
        /// The parameters: name=text
        #[arg(value_name = "FIELD", required = true)]
        fields: Vec<String>,
        /// The file with the private key that signs instead of Alipay's
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
    },
    /// Verifies a captured notification as the SDK does, and shows its content
    #[command(after_help = "\
FILE is the body as it was posted, or the whole request with its head.

Example:
  alipay notify verify captured.txt --config alipay.toml --json")]
    Verify {
        /// The captured notification; `-` reads it from the standard input
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Accepts notifications for other applications, too
        #[arg(long)]
        any_app: bool,
    },
    /// Posts a captured notification again, unchanged
    #[command(after_help = "\
FILE is the body as it was posted, or the whole request with its head.

Example:
  alipay notify replay captured.txt http://127.0.0.1:8080/notify")]
    Replay {
        /// The captured notification; `-` reads it from the standard input
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The address of the receiver
        #[arg(value_name = "URL")]
        url: String,
    },
}

pub(crate) async fn run(args: &Args, source: &Source) -> Result<Report> {
    match &args.command {
        Command::Send { url, fields, key } => {
            let key = PrivateKey::read(key)?;
            let form = sign_notification(&key, fields::texts(fields)?)?;
            send(url, form.into_bytes()).await
        }
        Command::Verify { file, any_app } => {
            let verifier = NotificationVerifier::of(&source.client()?);
            let verifier = if *any_app { verifier.any_app_id() } else { verifier };
            Ok(verify(&verifier, &captured(file)?))
        }
        Command::Replay { file, url } => send(url, captured(file)?).await,
    }
}

/// The body of a captured notification.
fn captured(file: &std::path::Path) -> Result<Vec<u8>> {
    let content = input::read(file)?;
    let body = match Message::read(&content) {
        Ok(Message { start: Start::Request { .. }, body, .. }) => body,
        _ => content,
    };
    // An editor puts a line feed at the end; no form has one.
    Ok(body.trim_ascii_end().to_vec())
}

async fn send(url: &str, form: Vec<u8>) -> Result<Report> {
    let _progress = Progress::start("waiting for the receiver");
    let reply = post::form(url, form).await?;
    Ok(told(&reply))
}

fn told(reply: &Reply) -> Report {
    let is_success = reply.is_success();
    let verdict = match is_success {
        true => "acknowledged: the platform would not send it again",
        false => {
            "not acknowledged: the platform would send it again, because it expects status 200 \
             and only the text `success`"
        }
    };
    let body: String = reply.body.chars().take(200).collect();
    let shown = table([
        ("status", reply.status.to_string()),
        ("reply", body.escape_debug().to_string()),
        ("verdict", verdict.to_owned()),
    ]);
    let json = json!({
        "acknowledged": is_success,
        "reply": body,
        "status": reply.status.as_u16(),
    });
    Report { text: shown, json, exit: if is_success { Exit::Ok } else { Exit::Problem } }
}

fn verify(verifier: &NotificationVerifier, body: &[u8]) -> Report {
    match verifier.verify(body) {
        Ok(notification) => genuine(&notification),
        Err(error) => Report {
            text: table([("notification", "rejected".to_owned()), ("reason", error.to_string())]),
            json: json!({ "reason": error.to_string(), "verified": false }),
            exit: Exit::Problem,
        },
    }
}

fn genuine(notification: &Notification) -> Report {
    let (event, problem) = match notification.event() {
        Ok(event) => (kind(&event), None),
        Err(error) => ("trade", Some(error.to_string())),
    };
    let get = |name: &str| notification.get(name).unwrap_or_default().to_owned();
    let shown = table([
        ("notification", "verified".to_owned()),
        ("about", event.to_owned()),
        ("problem", problem.clone().unwrap_or_default()),
        ("notify_id", get("notify_id")),
        ("out_trade_no", get("out_trade_no")),
        ("trade_status", get("trade_status")),
        ("total_amount", get("total_amount")),
        ("refund_fee", get("refund_fee")),
    ]);
    let parameters: Value = notification
        .parameters()
        .iter()
        .map(|(name, value)| (name.clone(), Value::from(value.as_str())))
        .collect();
    let json = json!({
        "about": event,
        "parameters": parameters,
        "problem": problem,
        "verified": true,
    });
    Report { text: shown, exit: if problem.is_some() { Exit::Problem } else { Exit::Ok }, json }
}

fn kind(event: &Event) -> &'static str {
    match event {
        Event::Trade(_) => "trade",
        Event::Message(_) => "message",
        Event::GatewayCheck => "check of the application gateway",
        _ => "other",
    }
}
