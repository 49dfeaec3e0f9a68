//! All checks, one after the other.

use alipay_sdk::{Client, Config};
use anyhow::Result;

use super::check::{Check, report};
use super::scrub::Scrubber;
use super::{call, certificates, keys, network, settings};
use crate::config::Source;
use crate::output::{Report, told};
use crate::progress::Progress;

#[derive(clap::Args, Debug)]
#[command(after_help = "\
One signed call asks the platform for a trade that does not exist; it changes nothing. The report
shows no key, no token and no name, and only a part of each application id and number.

Examples:
  alipay doctor --config alipay.toml
  alipay doctor --offline --json")]
pub(crate) struct Args {
    /// Makes no network call
    #[arg(long)]
    offline: bool,
}

pub(crate) async fn run(args: &Args, source: &Source) -> Result<Report> {
    let config = match source.read() {
        Ok(config) => config,
        Err(error) => {
            let advice = "correct the configuration: the other checks need it";
            let check = Check::problem("configuration", told(&error), advice);
            return Ok(report(&[Scrubber::default().scrub(check)]));
        }
    };
    let _progress = Progress::start("examining the configuration");
    let scrubber = Scrubber::new(&config);
    let checks = checks(args, source, config).await;
    let checks: Vec<_> = checks.into_iter().map(|check| scrubber.scrub(check)).collect();
    Ok(report(&checks))
}

async fn checks(args: &Args, source: &Source, config: Config) -> Vec<Check> {
    let mut checks = settings::check(&config, source.config.is_some());
    checks.extend(keys::check(&config));
    checks.extend(certificates::check(&config));
    checks.extend(network::check(&config));
    let client = Client::builder().config(config).build();
    checks.push(together(&client, &checks));
    match client {
        Ok(_) if args.offline => checks.push(Check::skipped(call::NAME, "--offline")),
        Ok(client) => checks.extend(call::check(&client).await),
        Err(_) => {
            checks.push(Check::skipped(call::NAME, "the client cannot be built: see above"));
        }
    }
    checks
}

/// Whether the pieces make a client.
fn together(client: &Result<Client, alipay_sdk::Error>, before: &[Check]) -> Check {
    const NAME: &str = "all together";

    match client {
        Ok(_) => Check::ok(NAME, "the keys, certificates and ids belong together"),
        Err(_) if before.iter().any(Check::is_problem) => {
            Check::skipped(NAME, "fix the problems above first")
        }
        Err(error) => {
            let error = error.to_string();
            let reason = error.strip_prefix("configuration: ").unwrap_or(&error);
            Check::problem(NAME, reason, "compare the files with those in the platform's console")
        }
    }
}
