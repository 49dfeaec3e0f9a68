//! One signed call, and what its outcome says of the configuration.

use std::time::{Duration, SystemTime};

use alipay_sdk::{ApiError, Client, Error, ErrorKind, SignatureProblem, TransportErrorKind};
use serde_json::json;

use super::check::Check;
use super::clock;

pub(super) const NAME: &str = "signed call";

/// A number that no trade has.
const NOTHING: &str = "alipay_doctor_asks_for_nothing";

const OPERATION: &str = "alipay.trade.query";

const UNSIGNED: &str = "the platform accepts the signature, but its response has no signature to \
                        verify: check that nothing on the way removes headers";

const BETWEEN: &str = "something between this machine and the platform responded: a proxy, a \
                       firewall or a login page";

/// How long the call may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Asks for a trade that does not exist.
pub(super) async fn check(client: &Client) -> [Check; 2] {
    let call = client.untyped(OPERATION, http::Method::POST, "/v3/alipay/trade/query");
    let call = call.json(&json!({ "out_trade_no": NOTHING })).timeout(PATIENCE);
    let result = call.await;
    let now = SystemTime::now();
    match result {
        Ok(response) => [accepted(), clock::check(Some(response.headers()), now)],
        Err(error) => [judge(&error), clock::check(error.headers(), now)],
    }
}

fn accepted() -> Check {
    Check::ok(NAME, "the platform accepts the signature, and its response is verified")
}

fn judge(error: &Error) -> Check {
    let (finding, advice) = (finding(error), advice(error));
    match error.kind() {
        ErrorKind::Api(api) if api.is_business() => match api.verified {
            true => accepted(),
            false => Check::warning(NAME, finding, UNSIGNED),
        },
        ErrorKind::Api(api) if api.verified && is_of_permission(api) => {
            Check::warning(NAME, finding, advice)
        }
        _ => Check::problem(NAME, finding, advice),
    }
}

/// What the platform wrote beside the code is left out: it may repeat the request.
fn finding(error: &Error) -> String {
    let trace = error.trace_id().map(|id| format!(" (trace id {id})")).unwrap_or_default();
    let status = error.status().map(|status| format!("status {status}, ")).unwrap_or_default();
    match error.kind() {
        ErrorKind::Api(api) => {
            let code = api.code.as_ref().map(|code| code.as_str()).unwrap_or("no code");
            let signed = if api.verified { "" } else { ", not signed" };
            format!("the platform rejects it: {status}{code}{signed}{trace}")
        }
        ErrorKind::Signature(signature) => {
            let problem = signature.problem.to_string();
            let reason = signature.hint.as_ref().unwrap_or(&problem);
            format!("the response is not accepted ({status}{reason}){trace}")
        }
        kind => kind.to_string(),
    }
}

fn is_of_permission(api: &ApiError) -> bool {
    let code = api.code.as_ref().map(|code| code.as_str()).unwrap_or_default();
    code.starts_with("insufficient-") || code.starts_with("isv.insufficient")
}

fn advice(error: &Error) -> &'static str {
    match error.kind() {
        ErrorKind::Api(api) => of_code(api),
        ErrorKind::Signature(signature) => of_signature(&signature.problem),
        ErrorKind::Decryption(_) => "copy encrypt_key again: the console shows another one",
        ErrorKind::Transport(transport) => match transport.kind() {
            TransportErrorKind::NotSent => {
                "let this machine reach the platform: check the address, the proxy, DNS and the \
                 firewall"
            }
            _ => "try again; if the problem persists, check the proxy and the firewall",
        },
        _ => "check the proxies and firewalls between this machine and the platform",
    }
}

fn of_code(api: &ApiError) -> &'static str {
    let code = api.code.as_ref().map(|code| code.as_str()).unwrap_or_default();
    match code {
        "" => BETWEEN,
        "invalid-signature" => {
            "the platform has another public key of this application: compare the one in its \
             console with `openssl pkey -in app_private_key.pem -pubout`"
        }
        "invalid-app-id" => {
            "the application does not exist in this environment: check app_id and environment, \
             since the sandbox has its own ids and keys"
        }
        "illegal-timestamp" | "invalid-timestamp" => "set the clock of this machine by NTP",
        _ if code.contains("cert") => {
            "the application is in the other mode on the platform, or has another certificate \
             there: configure what its console shows"
        }
        _ if code.contains("auth-token") => {
            "the token of the merchant is not valid: let the merchant authorize the application \
             again"
        }
        _ if code.contains("encrypt") || code.contains("decrypt") => {
            "copy encrypt_key from the console, and check that encryption is turned on there"
        }
        _ if is_of_permission(api) => {
            "the signature is accepted; sign up for the product in the console to use alipay.trade"
        }
        _ => "look up the code in the platform's documents, or give its support the trace id",
    }
}

fn of_signature(problem: &SignatureProblem) -> &'static str {
    match problem {
        SignatureProblem::Mismatch => {
            "copy 支付宝公钥 from the console of this application and environment: your own public \
             key, or that of the other environment, does not work"
        }
        SignatureProblem::UnknownCertificate { .. } => {
            "the platform uses a new certificate: run `alipay cert download SERIAL --out \
             next.crt`, and add the file to alipay_certificate_path"
        }
        SignatureProblem::Missing => BETWEEN,
        _ => {
            "something between this machine and the platform changes responses: check the proxy \
             and the firewall"
        }
    }
}
