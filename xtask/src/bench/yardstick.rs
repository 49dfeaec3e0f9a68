//! The yardstick: the same models as plain structs with derives, as most generators emit them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use alipay_codegen::ir::Type;
use alipay_codegen::{Generated, Names};
use anyhow::Result;

pub(super) const MANIFEST: &str = "target/yardstick/Cargo.toml";
pub(super) const LIB: &str = "target/yardstick/src/lib.rs";
pub(super) const TARGET: &str = "target/yardstick/target";

const MANIFEST_TEXT: &str = r#"[package]
name = "yardstick"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
serde = { version = "1.0", features = ["derive"] }
serde_json = "1.0"
"#;

/// Writes the crate below `target/`.
pub(super) fn write(root: &Path, generated: &Generated) -> Result<()> {
    fs::create_dir_all(root.join("target/yardstick/src"))?;
    fs::write(root.join(MANIFEST), MANIFEST_TEXT)?;
    fs::copy(root.join("Cargo.lock"), root.join("target/yardstick/Cargo.lock"))?;
    fs::write(root.join(LIB), source(generated)?)?;
    Ok(())
}

fn source(generated: &Generated) -> Result<String> {
    let Generated { ir, names, .. } = generated;
    let mut text = String::from(
        "#![allow(unused_imports)]\nuse std::collections::BTreeMap;\nuse serde::{Deserialize, Serialize};\n\n",
    );
    for (key, model) in &ir.models {
        text.push_str("#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]\n");
        writeln!(text, "pub struct {} {{", names.model(key).as_str())?;
        for (wire, field) in &model.fields {
            let name = names.field(key, wire).as_str();
            if name != wire {
                writeln!(text, "    #[serde(rename = {wire:?})]")?;
            }
            let ty = rust(&field.ty, names);
            // A model may hold itself.
            let ty = if matches!(field.ty, Type::Model(_)) { format!("Box<{ty}>") } else { ty };
            writeln!(text, "    pub {name}: Option<{ty}>,")?;
        }
        text.push_str("}\n\n");
    }
    Ok(text)
}

fn rust(ty: &Type, names: &Names) -> String {
    match ty {
        Type::Text => "String".to_owned(),
        Type::Integer => "i64".to_owned(),
        Type::Number => "f64".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::Json => "serde_json::Value".to_owned(),
        Type::Model(key) => names.model(key).as_str().to_owned(),
        Type::List(item) => format!("Vec<{}>", rust(item, names)),
        Type::Map(value) => format!("BTreeMap<String, {}>", rust(value, names)),
    }
}
