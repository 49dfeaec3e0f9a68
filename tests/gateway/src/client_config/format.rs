//! A configuration as text to copy.

use serde_json::{Map, Value};

use super::settings::Setting;

/// As TOML; texts of several lines stay readable.
pub(crate) fn toml(settings: &[Setting]) -> String {
    let lines = settings.iter().map(|(name, text)| match text.contains('\n') {
        true if !text.contains("'''") => format!("{name} = '''\n{}\n'''\n", text.trim_end()),
        _ => format!("{name} = {}\n", quoted(text)),
    });
    lines.collect()
}

/// As JSON.
pub(crate) fn json(settings: &[Setting]) -> String {
    let fields = settings.iter().map(|(name, text)| ((*name).to_owned(), text.clone().into()));
    format!("{:#}\n", Value::Object(fields.collect::<Map<_, _>>()))
}

/// As variables for a shell.
pub(crate) fn environment(settings: &[Setting]) -> String {
    let lines = settings.iter().map(|(name, text)| {
        let text = text.trim_end().replace('\'', r"'\''");
        format!("export ALIPAY_{}='{text}'\n", name.to_ascii_uppercase())
    });
    lines.collect()
}

/// As code.
pub(crate) fn rust(settings: &[Setting]) -> String {
    let text = |wanted: &str| {
        let found = settings.iter().find(|(name, _)| *name == wanted);
        found.map(|(_, text)| format!("{:?}", text.trim_end()).replace("\\n", "\\n\\\n        "))
    };
    let mut code = "let client = alipay_sdk::Client::builder()\n".to_owned();
    for (name, method) in [("app_id", "app_id"), ("private_key", "private_key")] {
        if let Some(text) = text(name) {
            code += &format!("    .{method}({text})\n");
        }
    }
    if let Some(path) = text("private_key_path") {
        code += &format!("    .private_key(std::path::Path::new({path}))\n");
    }
    if let Some(key) = text("alipay_public_key") {
        code += &format!("    .alipay_public_key({key})\n");
    }
    let names = ["app_certificate", "alipay_certificate", "root_certificate"];
    if let [Some(app), Some(alipay), Some(root)] = names.map(text) {
        code += &format!(
            "    .certificates(\n        {app},\n        {alipay},\n        {root},\n    )\n"
        );
    }
    if let Some(base) = text("base_url") {
        code += &format!("    .base_url({base})\n");
    }
    code + "    .build()?;\n"
}

/// A text in quotes; what JSON escapes is escaped in TOML in the same way.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_several_lines_stay_readable() {
        let settings = [("app_id", "a\"b".to_owned()), ("private_key", "1\n2\n".to_owned())];
        assert_eq!(toml(&settings), "app_id = \"a\\\"b\"\nprivate_key = '''\n1\n2\n'''\n");
        assert_eq!(
            environment(&settings),
            "export ALIPAY_APP_ID='a\"b'\nexport ALIPAY_PRIVATE_KEY='1\n2'\n"
        );
    }

    #[test]
    fn a_quotation_mark_does_not_end_a_variable() {
        let settings = [("app_id", "a'; rm".to_owned())];
        assert_eq!(environment(&settings), "export ALIPAY_APP_ID='a'\\''; rm'\n");
    }
}
