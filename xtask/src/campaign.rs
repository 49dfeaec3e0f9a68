//! The campaign, and the proof that it notices when a safety rule is missing.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, ensure};
use clap::Args;
use serde::Deserialize;

use crate::console::say;
use crate::{process, sources};

/// The rules that are taken out, one at a time.
const MUTATIONS: &str = "tests/campaign/mutations.toml";

/// The products that the flows need: with all of them each mutation would take longer to build.
const PRODUCTS: [&str; 3] =
    ["--no-default-features", "--features", "alipay-sdk/fund,alipay-sdk/trade"];

/// How large a campaign is that has to notice.
const NOTICES: &str = "--payments 300 --refunds 200 --transfers 200 --notices 150 --seed 1";

#[derive(Args)]
pub(crate) struct Campaign {
    /// Take the safety rules out of the flows, one at a time, in a copy of the workspace: each time
    /// the campaign has to fail
    #[arg(long, conflicts_with = "arguments")]
    mutations: bool,
    /// Take out only the rules whose names contain this text
    #[arg(long, requires = "mutations", value_name = "TEXT")]
    only: Option<String>,
    /// What the campaign is told, such as `--payments 300 --seed 7`; `--help` lists it
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

#[derive(Deserialize)]
struct Mutations {
    mutation: Vec<Mutation>,
}

/// A safety rule, and the text of the SDK that keeps to it.
#[derive(Deserialize)]
struct Mutation {
    rule: String,
    file: String,
    find: String,
    replace: String,
}

pub(crate) fn run(campaign: &Campaign) -> Result<()> {
    if campaign.mutations {
        return mutations(campaign.only.as_deref().unwrap_or_default());
    }
    let mut command = Command::new(process::cargo_path());
    command.current_dir(sources::workspace());
    command.args(["run", "--quiet", "--release", "--package", "alipay-campaign", "--"]);
    command.args(&campaign.arguments).stdout(Stdio::piped());
    let mut child = command.spawn().context("cannot start cargo")?;
    for line in BufReader::new(child.stdout.take().context("no output")?).lines() {
        say!("{}", line?)?;
    }
    ensure!(child.wait()?.success(), "the campaign failed");
    Ok(())
}

/// The rules whose names contain a text.
fn rules(name: &str) -> Result<Vec<Mutation>> {
    let text = fs::read_to_string(sources::workspace().join(MUTATIONS)).context(MUTATIONS)?;
    let Mutations { mutation: mut rules } = toml::from_str(&text).context(MUTATIONS)?;
    rules.retain(|mutation| mutation.rule.contains(name));
    Ok(rules)
}

impl Mutation {
    /// The file without the rule.
    fn apply(&self, original: &str) -> Result<String> {
        ensure!(
            original.matches(&self.find).count() == 1,
            "{}: the text to be replaced must occur once in {}",
            self.rule,
            self.file
        );
        Ok(original.replace(&self.find, &self.replace))
    }
}

fn mutations(only: &str) -> Result<()> {
    let mutations = rules(only)?;
    ensure!(!mutations.is_empty(), "no rule has {only:?} in its name");
    let copy = sources::target().join("mutations");
    copy_workspace(&copy)?;
    let bar = process::progress(mutations.len() as u64 + 1);
    bar.set_message("no rule is missing");
    let whole = campaign(&copy)?;
    ensure!(whole.status.success(), "the campaign fails without a mutation:\n{}", printed(&whole));
    let mut missed = 0;
    for mutation in &mutations {
        bar.inc(1);
        bar.set_message(mutation.rule.clone());
        let path = copy.join(&mutation.file);
        let original = fs::read_to_string(&path).with_context(|| mutation.file.clone())?;
        fs::write(&path, mutation.apply(&original)?)?;
        let output = campaign(&copy)?;
        fs::write(&path, original)?;
        let text = printed(&output);
        ensure!(!text.contains("could not compile"), "{}: {text}", mutation.rule);
        let wrong =
            text.lines().find(|line| line.starts_with("WRONG") || line.starts_with("error"));
        missed += usize::from(output.status.success());
        // A line may name hundreds of orders.
        let wrong = wrong.unwrap_or("NOT NOTICED").chars().take(80).collect::<String>();
        bar.suspend(|| say!("{:<62} {wrong}", mutation.rule))?;
    }
    bar.finish_and_clear();
    ensure!(
        missed == 0,
        "the campaign does not notice that {missed} of {} rules are missing",
        mutations.len()
    );
    say!("the campaign notices each of {} missing rules", mutations.len())?;
    Ok(())
}

/// Runs the campaign of the copy. What it shares with the workspace is built once.
fn campaign(copy: &Path) -> Result<Output> {
    Command::new(process::cargo_path())
        .args(["run", "--quiet", "--package", "alipay-campaign"])
        .args(PRODUCTS)
        .arg("--")
        .args(NOTICES.split(' '))
        .current_dir(copy)
        .env("CARGO_TARGET_DIR", sources::target())
        .output()
        .context("cannot start cargo")
}

fn printed(output: &Output) -> String {
    let text = [&*output.stdout, &*output.stderr].concat();
    String::from_utf8_lossy(&text).into_owned()
}

/// Copies what git knows of, with its changes.
fn copy_workspace(to: &Path) -> Result<()> {
    let workspace = sources::workspace();
    let mut git = Command::new("git");
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    let files = git.current_dir(workspace).output().context("cannot start git")?;
    ensure!(files.status.success(), "git ls-files failed");
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    for name in String::from_utf8(files.stdout)?.split_terminator('\0') {
        let (from, to) = (workspace.join(name), to.join(name));
        if from.is_file() {
            fs::create_dir_all(to.parent().context("no folder")?)?;
            fs::copy(&from, &to).with_context(|| name.to_owned())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_where_its_mutation_looks_for_it() -> Result<()> {
        for mutation in rules("")? {
            let path = sources::workspace().join(&mutation.file);
            mutation.apply(&fs::read_to_string(path).context(mutation.file.clone())?)?;
        }
        Ok(())
    }
}
