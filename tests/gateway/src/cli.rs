//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

/// A local Alipay gateway to test payment code against.
///
/// It checks requests as the platform does, signs its responses, shows every call on a page at its
/// address, and makes things go wrong on request. It is no sandbox: nothing of it reaches the
/// platform.
#[derive(clap::Parser, Debug)]
#[command(name = "alipay-gateway", version)]
pub(crate) struct Arguments {
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:9999", value_name = "ADDRESS")]
    pub(crate) address: SocketAddr,

    /// Where clients reach it, such as `http://gateway.test:9999`: download links, codes to scan and
    /// configurations name it [default: the address that it listens at].
    #[arg(long, value_name = "URL")]
    pub(crate) public_url: Option<String>,

    /// Lets it listen where other machines reach it, and lets them and pages of any site call it.
    #[arg(long)]
    pub(crate) allow_remote: bool,

    /// Lets it notify this receiver, wherever it is; may be given several times. Receivers on this
    /// machine need no name, unless other machines may call.
    #[arg(long, value_name = "HOST[:PORT]")]
    pub(crate) receiver: Vec<String>,

    /// The folder of the documents that say which operations there are [default: those inside the
    /// program].
    #[arg(long, value_name = "FOLDER")]
    pub(crate) documents: Option<PathBuf>,

    /// An application of yours, besides the one that every gateway knows; may be given several
    /// times, each with its public key.
    #[arg(long, value_name = "ID", requires = "public_key")]
    pub(crate) app_id: Vec<String>,

    /// The public key of your application: a file with PEM or Base64. The first is that of the
    /// first application.
    #[arg(long, value_name = "FILE", requires = "app_id")]
    pub(crate) public_key: Vec<PathBuf>,

    /// The application of a merchant that lets yours act for it; may be given several times. Prints
    /// a code that `alipay.open.auth.token.app` exchanges for an `app_auth_token`, once.
    #[arg(long, value_name = "APP_ID")]
    pub(crate) merchant: Vec<String>,

    /// Writes what a client needs into this folder: keys, certificates, configuration.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) write_keys: Option<PathBuf>,

    /// How many of a thousand calls go wrong, by chance.
    #[arg(long, value_name = "PER_MILLE", value_parser = clap::value_parser!(u16).range(0..=1000))]
    pub(crate) faults: Option<u16>,

    /// The same seed lets the same calls go wrong [default: another one at each start].
    #[arg(long, value_name = "NUMBER", requires = "faults")]
    pub(crate) seed: Option<u64>,

    /// How many times as fast as real time the waits between notifications, and between deliveries
    /// of a message, pass.
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0, value_parser = factor)]
    pub(crate) time_factor: f64,
}

fn factor(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(factor) if factor.is_finite() && factor > 0.0 => Ok(factor),
        _ => Err("a number above zero".to_owned()),
    }
}
