//! Takes the Rust out of the generated pages, a module for each piece.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, error, fs};

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

fn main() -> Result<(), Box<dyn error::Error>> {
    let folder = Path::new("../../sdk/docs/operations");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut paths: Vec<_> = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_, std::io::Error>>()?;
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    paths.sort();
    let mut modules = String::new();
    for path in paths {
        let page = path.file_stem().unwrap_or_default().to_string_lossy();
        for (number, code) in examples(&fs::read_to_string(&path)?).iter().enumerate() {
            let module = format!("{}_{number}", page.replace('-', "_"));
            writeln!(modules, "#[allow(non_snake_case)]\nmod {module} {{\n{code}}}")?;
        }
    }
    Ok(fs::write(PathBuf::from(env::var("OUT_DIR")?).join("examples.rs"), modules)?)
}

/// The blocks of a page that are marked as Rust, and as nothing else.
fn examples(page: &str) -> Vec<String> {
    let mut examples = Vec::new();
    let mut inside = false;
    for event in Parser::new(page) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                inside = &*language == "rust";
                if inside {
                    examples.push(String::new());
                }
            }
            Event::Text(text) if inside => {
                examples.last_mut().into_iter().for_each(|code| code.push_str(&text))
            }
            Event::End(TagEnd::CodeBlock) => inside = false,
            _ => {}
        }
    }
    examples
}
