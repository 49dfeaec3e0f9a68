//! The prose of Markdown: no code blocks, no HTML, no addresses of links.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::texts::Text;

/// The texts of a page whose first line has this number.
pub(super) fn texts(page: &str, first_line: usize) -> Vec<Text> {
    let mut reader = Reader { page, first_line, open: None, in_table: false, texts: Vec::new() };
    let mut in_code = false;
    for (event, range) in Parser::new_ext(page, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Text(_) if in_code => {}
            Event::Text(text) => reader.add(&text, range),
            Event::Code(code) => reader.add(&format!("`{code}`"), range),
            Event::SoftBreak | Event::HardBreak => reader.add("\n", range),
            Event::Start(tag) if !is_inline(&tag.to_end()) => {
                reader.flush();
                in_code |= matches!(tag, Tag::CodeBlock(_));
                reader.in_table |= matches!(tag, Tag::Table(_));
            }
            Event::End(tag) if !is_inline(&tag) => {
                reader.flush();
                in_code &= tag != TagEnd::CodeBlock;
                reader.in_table &= tag != TagEnd::Table;
            }
            _ => {}
        }
    }
    reader.flush();
    reader.texts
}

fn is_inline(tag: &TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image)
}

struct Reader<'p> {
    page: &'p str,
    first_line: usize,
    /// The text that is being read, and its place in the page.
    open: Option<(String, Range<usize>)>,
    in_table: bool,
    texts: Vec<Text>,
}

impl Reader<'_> {
    fn add(&mut self, text: &str, range: Range<usize>) {
        let (content, place) = self.open.get_or_insert_with(|| (String::new(), range.clone()));
        content.push_str(text);
        place.end = range.end;
    }

    fn flush(&mut self) {
        let Some((content, place)) = self.open.take() else { return };
        let line = self.line(place.start);
        // A row of a table cannot be broken.
        let limited_to = (!self.in_table).then(|| self.line(place.end.saturating_sub(1)));
        self.texts.push(Text { line, limited_to, content });
    }

    fn line(&self, offset: usize) -> usize {
        let before = self.page.as_bytes().get(..offset).unwrap_or_default();
        self.first_line + before.iter().filter(|byte| **byte == b'\n').count()
    }
}
