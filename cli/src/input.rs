//! What a command reads: files, the standard input, and secrets.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use anyhow::{Context, Result};

use crate::output::usage;

/// The largest file that is read, in bytes: as much as a response may have.
const LARGEST: u64 = 32 << 20;

/// Reads a file; `-` is the standard input.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    let name = path.display();
    let from: Box<dyn Read> = match path.as_os_str() == "-" {
        true => Box::new(io::stdin().lock()),
        false => Box::new(File::open(path).map_err(|error| usage(format!("{name}: {error}")))?),
    };
    let mut content = Vec::new();
    from.take(LARGEST + 1).read_to_end(&mut content).with_context(|| name.to_string())?;
    if content.len() as u64 > LARGEST {
        return Err(usage(format!("{name} is larger than {LARGEST} bytes")));
    }
    Ok(content)
}

/// The same as text.
pub(crate) fn read_text(path: &Path) -> Result<String> {
    String::from_utf8(read(path)?)
        .map_err(|_| usage(format!("{} is not text in UTF-8", path.display())))
}

/// A value that must not be an argument: `env:NAME`, `prompt`, or a file, without the line feed at
/// its end.
pub(crate) fn secret(name: &str, from: &str) -> Result<String> {
    if from == "prompt" {
        return prompt(name);
    }
    if let Some(variable) = from.strip_prefix("env:") {
        return std::env::var(variable)
            .map_err(|_| usage(format!("{name}: the variable {variable} is not set")));
    }
    Ok(read_text(Path::new(from))?.trim_end_matches(['\r', '\n']).to_owned())
}

/// Asks for a text at the terminal, and does not show it.
pub(crate) fn prompt(name: &str) -> Result<String> {
    rpassword::prompt_password(format!("{name}: ")).map_err(|error| {
        usage(format!("the prompt for {name} failed ({error}): run the command in a terminal"))
    })
}
