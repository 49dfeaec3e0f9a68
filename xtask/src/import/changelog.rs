//! The section of the changelog that tells what an import changed.

use alipay_codegen::Date;
use anyhow::{Context, Result};

const UNRELEASED: &str = "## Unreleased\n\n";

/// The changelog with a section first among what is not released.
pub(super) fn with_section(old: &str, date: Option<Date>, markdown: &str) -> Result<String> {
    let at = old.find(UNRELEASED).context("CHANGELOG.md has no heading `## Unreleased`")?;
    let at = at + UNRELEASED.len();
    let of = date.map(|date| format!(", official document of {date}")).unwrap_or_default();
    let lines = markdown.trim().lines().map(|line| match line.strip_prefix("### ") {
        Some(heading) => format!("#### {heading}\n"),
        None => format!("{line}\n"),
    });
    let section: String = lines.collect();
    Ok(format!("{}### The platform{of}\n\n{section}\n{}", &old[..at], &old[at..]))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn a_section_stands_before_the_others_with_its_headings_one_level_down() {
        let old = "# Changelog\n\n## Unreleased\n\n### Added\n\n* Something.\n";
        let new =
            with_section(old, "2026-12".parse().ok(), "### Surface: operations\n\n* `a`.\n\n");
        let want = "# Changelog\n\n## Unreleased\n\n\
                    ### The platform, official document of 2026-12\n\n\
                    #### Surface: operations\n\n* `a`.\n\n### Added\n\n* Something.\n";
        assert_eq!(new.unwrap(), want);
        assert!(with_section("# Changelog\n", None, "### A\n").is_err());
    }
}
