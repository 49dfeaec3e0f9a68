//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

/// A local Alipay gateway for testing payment code.
///
/// It checks requests as the platform does, signs its responses, shows every call on a web page,
/// and simulates failures on request. It runs locally: nothing reaches the platform.
#[derive(clap::Parser, Debug)]
#[command(name = "alipay-gateway", version)]
pub(crate) struct Arguments {
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1:9999", value_name = "ADDRESS")]
    pub(crate) address: SocketAddr,

    /// The address that clients use, such as `http://gateway.test:9999`: download links, QR codes
    /// and configurations contain it [default: the address that the gateway listens on].
    #[arg(long, value_name = "URL")]
    pub(crate) public_url: Option<String>,

    /// Allows other machines, and web pages of any site, to call the gateway.
    #[arg(long)]
    pub(crate) allow_remote: bool,

    /// Allows notifications to this receiver on any machine; may be given several times. Receivers
    /// on this machine are always allowed, unless --allow-remote is given.
    #[arg(long, value_name = "HOST[:PORT]")]
    pub(crate) receiver: Vec<String>,

    /// The folder of the OpenAPI documents that define the operations [default: those inside the
    /// program].
    #[arg(long, value_name = "FOLDER")]
    pub(crate) documents: Option<PathBuf>,

    /// The id of an application of yours, besides the one that every gateway knows; may be given
    /// several times, each with its --public-key.
    #[arg(long, value_name = "ID", requires = "public_key")]
    pub(crate) app_id: Vec<String>,

    /// The file with the public key of your application, as PEM or Base64. The first --public-key
    /// belongs to the first --app-id.
    #[arg(long, value_name = "FILE", requires = "app_id")]
    pub(crate) public_key: Vec<PathBuf>,

    /// The id of a merchant's application that lets yours act for it; may be given several times.
    /// The gateway prints a code that `alipay.open.auth.token.app` exchanges once for an
    /// `app_auth_token`.
    #[arg(long, value_name = "APP_ID")]
    pub(crate) merchant: Vec<String>,

    /// Writes the keys, certificates and configuration of a client into this folder.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) write_keys: Option<PathBuf>,

    /// How many of a thousand calls fail at random.
    #[arg(long, value_name = "PER_MILLE", value_parser = clap::value_parser!(u16).range(0..=1000))]
    pub(crate) faults: Option<u16>,

    /// The seed of random failures: the same seed makes the same calls fail [default: another one
    /// at each start].
    #[arg(long, value_name = "NUMBER", requires = "faults")]
    pub(crate) seed: Option<u64>,

    /// The factor by which the waits between notifications, and between deliveries of a message,
    /// are shorter than in reality.
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0, value_parser = factor)]
    pub(crate) time_factor: f64,
}

fn factor(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(factor) if factor.is_finite() && factor > 0.0 => Ok(factor),
        _ => Err("pass a number above zero".to_owned()),
    }
}
