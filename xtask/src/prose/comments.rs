//! Comments, line by line.

use super::markdown;
use super::texts::Text;

/// Lines of comments that follow each other, without their marks.
#[derive(Default)]
pub(super) struct Paragraph {
    first: usize,
    lines: Vec<String>,
    mark: String,
}

impl Paragraph {
    /// Adds the comment of this line, or ends the paragraph where it does not belong to it.
    pub(super) fn add(&mut self, line: usize, mark: &str, text: &str, texts: &mut Vec<Text>) {
        if line != self.first + self.lines.len() || mark != self.mark {
            self.end(texts);
            self.first = line;
            mark.clone_into(&mut self.mark);
        }
        self.lines.push(text.strip_prefix(' ').unwrap_or(text).to_owned());
    }

    /// Comments are Markdown.
    pub(super) fn end(&mut self, texts: &mut Vec<Text>) {
        let page = std::mem::take(&mut self.lines).join("\n");
        texts.extend(markdown::texts(&page, self.first));
    }
}

/// The comments that begin with `#`, each on lines of its own.
pub(super) fn with_hashes(content: &str) -> Vec<Text> {
    let mut texts = Vec::new();
    let mut paragraph = Paragraph::default();
    for (line, text) in (1..).zip(content.lines()) {
        // `#!` names the program that runs the file.
        if let Some(text) =
            text.trim_start().strip_prefix('#').filter(|text| !text.starts_with('!'))
        {
            paragraph.add(line, "#", text, &mut texts);
        }
    }
    paragraph.end(&mut texts);
    texts
}
