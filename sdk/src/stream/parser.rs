//! Bytes to events, as they come (HTML Living Standard, 9.2.6).

use super::{EventStreamError, ServerEvent};

/// The largest event, in bytes.
const LARGEST: usize = 1 << 20;

#[derive(Default)]
pub(super) struct Parser {
    /// The line that is not at its end yet.
    line: Vec<u8>,
    /// The last line ended with CR: an LF now belongs to it.
    after_cr: bool,
    /// Behind the first line, where a byte order mark may stand.
    begun: bool,
    name: String,
    id: Option<String>,
    data: String,
    has_data: bool,
}

impl Parser {
    /// Takes the next bytes, and gives the events that end in them.
    pub(super) fn push<T>(
        &mut self,
        mut bytes: &[u8],
        mut event: impl FnMut(ServerEvent<T>),
    ) -> Result<(), EventStreamError> {
        if std::mem::take(&mut self.after_cr) && bytes.first() == Some(&b'\n') {
            bytes = &bytes[1..];
        }
        while let Some(end) = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
            self.grow(&bytes[..end])?;
            let rest = &bytes[end + 1..];
            bytes = match (bytes[end], rest.first()) {
                (b'\r', Some(b'\n')) => &rest[1..],
                (b'\r', None) => {
                    self.after_cr = true;
                    rest
                }
                _ => rest,
            };
            let line = std::mem::take(&mut self.line);
            if let Some(ended) = self.end_of(&line) {
                event(ended);
            }
        }
        self.grow(bytes)
    }

    fn grow(&mut self, bytes: &[u8]) -> Result<(), EventStreamError> {
        if self.line.len() + bytes.len() + self.data.len() > LARGEST {
            return Err(EventStreamError::TooLarge { limit: LARGEST });
        }
        self.line.extend_from_slice(bytes);
        Ok(())
    }

    /// Takes a whole line; an empty one ends an event.
    fn end_of<T>(&mut self, line: &[u8]) -> Option<ServerEvent<T>> {
        let first = !std::mem::replace(&mut self.begun, true);
        let line = line.strip_prefix(b"\xef\xbb\xbf").filter(|_| first).unwrap_or(line);
        if line.is_empty() {
            let (name, data) = (std::mem::take(&mut self.name), std::mem::take(&mut self.data));
            let has_data = std::mem::take(&mut self.has_data);
            return has_data.then(|| ServerEvent::new(name, self.id.clone(), data));
        }
        let line = String::from_utf8_lossy(line);
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.name),
            "id" if !value.contains('\0') => self.id = Some(value.to_owned()),
            "data" => {
                if std::mem::replace(&mut self.has_data, true) {
                    self.data.push('\n');
                }
                self.data.push_str(value);
            }
            // Comments keep the connection alive; when to come again (`retry`) is of no use here.
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Event = (String, Option<String>, String);

    /// What comes out of these pieces.
    fn events(pieces: &[&[u8]]) -> Vec<Event> {
        let (mut parser, mut events) = (Parser::default(), Vec::new());
        for piece in pieces {
            let give = |event: ServerEvent<()>| {
                let id = event.id().map(str::to_owned);
                events.push((event.name().to_owned(), id, event.data().to_owned()));
            };
            parser.push(piece, give).expect("small events");
        }
        events
    }

    fn message(data: &str) -> Event {
        ("message".to_owned(), None, data.to_owned())
    }

    #[test]
    fn lines_end_in_three_ways_and_values_may_have_a_blank_in_front() {
        for end in ["\n", "\r", "\r\n"] {
            let text = ["data: a", "data:b", "data:  c", "", "data", "", "data: lost"].join(end);
            assert_eq!(events(&[text.as_bytes()]), [message("a\nb\n c"), message("")]);
        }
    }

    #[test]
    fn names_are_of_one_event_and_ids_stay() {
        let text = b"\xef\xbb\xbf:hello\nevent: delta\nid: 7\ndata: a\n\ndata: b\n\nid: 8\n\nretry: 1\nx: y\ndata\n\n";
        let id = |id: &str| Some(id.to_owned());
        let found = events(&[text]);
        assert_eq!(found[0], ("delta".to_owned(), id("7"), "a".to_owned()));
        assert_eq!(found[1], ("message".to_owned(), id("7"), "b".to_owned()));
        assert_eq!(found[2], ("message".to_owned(), id("8"), String::new()));
    }

    #[test]
    fn an_event_that_does_not_end_is_stopped_in_time() {
        let piece = [b'x'; 64 << 10];
        for start in ["", "data: ", ":"] {
            let mut parser = Parser::default();
            let none = |_: ServerEvent<()>| panic!("no event ends");
            parser.push(start.as_bytes(), none).expect("small");
            let result = (0..17).try_for_each(|_| parser.push(&piece, none));
            assert!(matches!(result, Err(EventStreamError::TooLarge { .. })));
        }
        let lines = b"data: x\n".repeat(1 << 20);
        let result = Parser::default().push(&lines, |_: ServerEvent<()>| panic!("no event ends"));
        assert!(matches!(result, Err(EventStreamError::TooLarge { .. })));
    }

    proptest! {
        #[test]
        fn pieces_do_not_matter(
            text in "(data|event|id|:|\r|\n| |a|\u{4e2d}){0,60}",
            cuts in prop::collection::vec(0_usize..200, 0..8)
        ) {
            let bytes = text.as_bytes();
            let mut cuts: Vec<_> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
            cuts.extend([0, bytes.len()]);
            cuts.sort_unstable();
            let pieces: Vec<_> = cuts.windows(2).map(|cut| &bytes[cut[0]..cut[1]]).collect();
            prop_assert_eq!(events(&pieces), events(&[bytes]));
        }
    }
}
