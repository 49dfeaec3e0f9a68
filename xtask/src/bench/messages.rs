//! Whether 100,000 messages of the message channel are all handled, and how fast. The SDK measures
//! itself (`sdk/benches/messages.rs`).

use anyhow::Result;

use super::call::figure;
use super::figures;
use crate::console::say;

/// Messages sent.
const MESSAGES: f64 = 100_000.0;

/// Messages of a second.
const RATE: f64 = 300.0;

pub(crate) fn run() -> Result<()> {
    let printed = figures("messages", "aws-lc-rs,messages", "a hundred thousand messages")?;
    let named = |name: &str| figure(&printed, name);
    let (handled, unverified, rate) = (named("handled")?, named("unverified")?, named("rate")?);
    let exactly = |figure: f64, wanted: f64| if figure == wanted { "ok" } else { "WRONG" };
    say!("messages handled      {handled:>7}   all {MESSAGES}    {}", exactly(handled, MESSAGES))?;
    say!("handled unverified    {unverified:>7}   none          {}", exactly(unverified, 0.0))?;
    say!("handled more than once{:>7}", named("repeated")?)?;
    say!("duplicates dropped    {:>7}", named("duplicates")?)?;
    say!("starts of the program {:>7}", named("starts")?)?;
    say!("connections           {:>7}", named("connections")?)?;
    let verdict = if rate >= RATE { "ok" } else { "UNDER" };
    say!("messages per second   {rate:>7.0}   at least {RATE}  {verdict}")?;
    Ok(())
}
