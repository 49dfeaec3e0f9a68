//! One check, and the list of all.

use serde_json::{Value, json};

use crate::output::{Exit, Report};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Ok,
    Warning,
    Problem,
    Skipped,
}

impl Verdict {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Problem => "problem",
            Self::Skipped => "skipped",
        }
    }
}

/// What one check found.
#[derive(Clone, Debug)]
pub(super) struct Check {
    pub(super) name: &'static str,
    pub(super) verdict: Verdict,
    /// A sentence.
    pub(super) finding: String,
    /// What to do about it; empty where nothing is to be done.
    pub(super) advice: String,
}

impl Check {
    pub(super) fn ok(name: &'static str, finding: impl Into<String>) -> Self {
        Self { name, verdict: Verdict::Ok, finding: finding.into(), advice: String::new() }
    }

    pub(super) fn skipped(name: &'static str, finding: impl Into<String>) -> Self {
        Self { verdict: Verdict::Skipped, ..Self::ok(name, finding) }
    }

    pub(super) fn warning(
        name: &'static str,
        finding: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self { verdict: Verdict::Warning, advice: advice.into(), ..Self::ok(name, finding) }
    }

    pub(super) fn problem(
        name: &'static str,
        finding: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self { verdict: Verdict::Problem, ..Self::warning(name, finding, advice) }
    }

    pub(super) fn is_problem(&self) -> bool {
        self.verdict == Verdict::Problem
    }
}

/// The report of all checks.
pub(super) fn report(checks: &[Check]) -> Report {
    let width = checks.iter().map(|check| check.name.chars().count()).max().unwrap_or_default();
    let mut text = format!("alipay {} doctor\n\n", env!("CARGO_PKG_VERSION"));
    for Check { name, verdict, finding, advice } in checks {
        text += &format!("{:<8} {name:<width$}  {finding}\n", verdict.as_str());
        if !advice.is_empty() {
            text += &format!("{:<8} {:<width$}  → {advice}\n", "", "");
        }
    }
    let count = |verdict| checks.iter().filter(|check| check.verdict == verdict).count();
    let (ok, warnings) = (count(Verdict::Ok), count(Verdict::Warning));
    let (problems, skipped) = (count(Verdict::Problem), count(Verdict::Skipped));
    text +=
        &format!("\nok: {ok}, warnings: {warnings}, problems: {problems}, skipped: {skipped}\n");
    let json = json!({
        "checks": checks.iter().map(fields).collect::<Vec<_>>(),
        "problems": problems,
        "version": env!("CARGO_PKG_VERSION"),
        "warnings": warnings,
    });
    Report { text, json, exit: if problems == 0 { Exit::Ok } else { Exit::Problem } }
}

fn fields(check: &Check) -> Value {
    json!({
        "advice": check.advice,
        "finding": check.finding,
        "name": check.name,
        "verdict": check.verdict.as_str(),
    })
}
