//! The programs of the README: a first payment, and behind it a notification and a bill.

use super::block;

/// The files of a project that follows the README.
pub(super) struct Programs {
    pub(super) dependencies: String,
    pub(super) main: String,
    pub(super) notification: String,
    pub(super) bill: String,
}

impl Programs {
    pub(super) fn read(readme: &str) -> Self {
        let section = |heading, language| block(readme, &format!("\n## {heading}\n"), language);
        let install = section("Install", "toml");
        let features = with(install, "\"reqwest\"]", "\"reqwest\", \"axum\", \"bills\", \"data\"]");
        let gateway = section("A first payment", "toml");
        let axum = section("A notification", "toml");
        let calls = [
            called(readme, "notification::receive("),
            called(readme, "bill::print("),
            "Ok(())\n}".to_owned(),
        ];
        let main = with(section("A first payment", "rust"), "Ok(())\n}", &calls.join("\n    "));
        Self {
            dependencies: features + gateway + axum,
            main: format!("mod bill;\nmod notification;\n\n{main}"),
            notification: section("A notification", "rust").to_owned(),
            bill: section("A bill", "rust").to_owned(),
        }
    }

    /// Whether the program prints the payment, its notification, and the rows of the bill.
    #[track_caller]
    pub(super) fn check(&self, printed: &str) {
        let lines: Vec<_> = printed.lines().collect();
        let [payment, notified, outcome, bill @ ..] = &lines[..] else { panic!("{printed}") };
        assert!(payment.contains("Some(\"88.88\") yuan"), "{printed}");
        assert!(notified.ends_with(" is paid: 6.66 yuan"), "{printed}");
        assert_eq!(*outcome, "Acknowledged", "{printed}");
        let [first, second] = bill else { panic!("{printed}") };
        assert!(first.ends_with(" 88.88 yuan") && second.ends_with(" 6.66 yuan"), "{printed}");
    }
}

/// The call that the README says to add to `main`, as a statement.
fn called(readme: &str, call: &str) -> String {
    let code = readme.split('`').find(|code| code.starts_with(call));
    code.unwrap_or_else(|| panic!("README.md has no {call}")).to_owned()
}

/// A text with a change that has to apply.
fn with(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "no {from} in:\n{text}");
    text.replace(from, to)
}
