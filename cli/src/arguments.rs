//! The command line.

use clap::{Parser, Subcommand};
use clap_complete::Shell;

use crate::config::Source;
use crate::{bill, call, cert, doctor, keygen, notify, sign, verify};

/// Checks the configuration of an Alipay integration, calls operations, explains signatures, and
/// reads notifications, bills and certificates.
#[derive(Parser, Debug)]
#[command(
    name = "alipay",
    version,
    propagate_version = true,
    disable_help_subcommand = true,
    after_help = "\
Examples:
  alipay doctor --config alipay.toml
  alipay call alipay.trade.query out_trade_no=T1 --json
  alipay keygen keys
  alipay completions bash > /etc/bash_completion.d/alipay

Without --config the command reads the environment variables of the SDK: ALIPAY_APP_ID,
ALIPAY_PRIVATE_KEY_PATH and so on. Secrets come from files, from variables, or from a prompt, never
from arguments.

Exit codes:
  0  all is well
  1  a problem was found, or the platform rejected the call
  2  the arguments or the configuration are wrong, and nothing was sent
  3  the outcome is unknown: query it before you send the call again"
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) source: Source,

    /// Prints one JSON object instead of text
    #[arg(long, global = true)]
    pub(crate) json: bool,

    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Checks a configuration piece by piece; the report can be pasted into a public issue
    Doctor(doctor::Args),
    /// Calls any operation of v3 or of the v2 gateway, and prints the response
    Call(call::Args),
    /// Signs a call or a text, and shows what was signed
    Sign(sign::Args),
    /// Verifies a captured request or response, and explains a signature that fails
    Verify(verify::Args),
    /// Sends, verifies and replays notifications
    Notify(notify::Args),
    /// Downloads or opens a bill, and checks its sums
    Bill(bill::Args),
    /// Shows, checks and downloads certificates
    Cert(cert::Args),
    /// Generates an RSA key pair for an application
    Keygen(keygen::Args),
    /// Prints the completion script of a shell
    #[command(after_help = "Example:\n  alipay completions zsh > ~/.zfunc/_alipay")]
    Completions {
        /// The shell
        shell: Shell,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    /// The names of arguments that hold a text of the user, not a file or an address.
    const TEXTS: &[&str] = &["FIELD", "OPERATION", "NAME", "TYPE", "DATE", "SERIAL", "HOST"];

    fn walk(command: &clap::Command, path: &str, wrong: &mut Vec<String>) {
        for argument in command.get_arguments().filter(|one| one.get_action().takes_values()) {
            let value = argument.get_value_names().unwrap_or_default();
            let value = value.first().map(ToString::to_string).unwrap_or_default();
            let known = ["FILE", "FOLDER", "URL", "METHOD", "SHELL"];
            if !known.contains(&&*value.to_uppercase()) && !TEXTS.contains(&&*value) {
                wrong.push(format!("{path} {} {value}", argument.get_id()));
            }
        }
        for below in command.get_subcommands() {
            walk(below, &format!("{path} {}", below.get_name()), wrong);
        }
    }

    #[test]
    fn an_argument_that_could_be_a_secret_is_a_file() {
        let mut wrong = Vec::new();
        walk(&Arguments::command(), "alipay", &mut wrong);
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn every_command_has_an_example_in_its_help() {
        fn missing(command: &clap::Command) -> Vec<String> {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let own = (!help.contains("Example")).then(|| command.get_name().to_owned());
            let below = command.get_subcommands().flat_map(missing);
            own.into_iter().chain(below).collect()
        }
        Arguments::command().debug_assert();
        assert_eq!(missing(&Arguments::command()), [] as [String; 0]);
    }
}
