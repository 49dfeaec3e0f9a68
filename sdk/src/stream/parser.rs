//! Bytes to events, as they come (HTML Living Standard, 9.2.6).

use std::sync::Arc;

use bytes::{Buf, Bytes};

use super::error::EventStreamError;
use super::event::ServerEvent;

/// The largest event, in bytes.
const LARGEST: usize = 1 << 20;

/// The longest name and id of one.
const LONGEST: usize = 1 << 10;

#[derive(Default)]
pub(super) struct Parser {
    /// The line that is not at its end yet.
    line: Vec<u8>,
    /// The last line ended with CR: an LF now belongs to it.
    after_cr: bool,
    /// Behind the first line, where a byte order mark may stand.
    begun: bool,
    name: String,
    id: Option<Arc<str>>,
    data: String,
    has_data: bool,
}

impl Parser {
    /// Takes bytes up to the end of the next event; the rest stays for the one after it. Nothing
    /// when all were taken and no event has ended.
    pub(super) fn next<T>(
        &mut self,
        bytes: &mut Bytes,
    ) -> Result<Option<ServerEvent<T>>, EventStreamError> {
        while !bytes.is_empty() {
            if std::mem::take(&mut self.after_cr) && bytes.first() == Some(&b'\n') {
                bytes.advance(1);
                continue;
            }
            let end = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let line = bytes.split_to(end.unwrap_or(bytes.len()));
            self.grow(&line)?;
            if end.is_none() {
                break;
            }
            self.after_cr = bytes.get_u8() == b'\r';
            let line = std::mem::take(&mut self.line);
            if let Some(ended) = self.end_of(&line)? {
                return Ok(Some(ended));
            }
        }
        Ok(None)
    }

    fn grow(&mut self, bytes: &[u8]) -> Result<(), EventStreamError> {
        if self.line.len() + bytes.len() + self.data.len() > LARGEST {
            return Err(EventStreamError::TooLarge { limit: LARGEST });
        }
        self.line.extend_from_slice(bytes);
        Ok(())
    }

    /// Takes a whole line; an empty one ends an event.
    fn end_of<T>(&mut self, line: &[u8]) -> Result<Option<ServerEvent<T>>, EventStreamError> {
        let first = !std::mem::replace(&mut self.begun, true);
        let line = line.strip_prefix(b"\xef\xbb\xbf").filter(|_| first).unwrap_or(line);
        if line.is_empty() {
            let (name, data) = (std::mem::take(&mut self.name), std::mem::take(&mut self.data));
            let has_data = std::mem::take(&mut self.has_data);
            return Ok(has_data.then(|| ServerEvent::new(name, self.id.clone(), data)));
        }
        let line = String::from_utf8_lossy(line);
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        if matches!(field, "event" | "id") && value.len() > LONGEST {
            return Err(EventStreamError::TooLarge { limit: LONGEST });
        }
        match field {
            "event" => value.clone_into(&mut self.name),
            "id" if !value.contains('\0') => self.id = Some(value.into()),
            "data" => {
                if std::mem::replace(&mut self.has_data, true) {
                    self.data.push('\n');
                }
                self.data.push_str(value);
            }
            // Comments keep the connection alive; when to come again (`retry`) is of no use here.
            _ => {}
        }
        Ok(None)
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
            let mut rest = Bytes::copy_from_slice(piece);
            while let Some(event) = parser.next::<()>(&mut rest).expect("small events") {
                let id = event.id().map(str::to_owned);
                events.push((event.name().to_owned(), id, event.data().to_owned()));
            }
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

    /// Whether no event ends in these bytes, or they are refused.
    fn none_ends(parser: &mut Parser, bytes: impl Into<Bytes>) -> Result<(), EventStreamError> {
        let ended = parser.next::<()>(&mut bytes.into())?;
        assert!(ended.is_none(), "an event ended");
        Ok(())
    }

    #[test]
    fn an_event_that_does_not_end_is_stopped_in_time() {
        let piece = Bytes::from_static(&[b'x'; 64 << 10]);
        for start in ["", "data: ", ":"] {
            let mut parser = Parser::default();
            none_ends(&mut parser, start).expect("small");
            let result = (0..17).try_for_each(|_| none_ends(&mut parser, piece.clone()));
            assert!(matches!(result, Err(EventStreamError::TooLarge { .. })));
        }
        let result = none_ends(&mut Parser::default(), b"data: x\n".repeat(1 << 20));
        assert!(matches!(result, Err(EventStreamError::TooLarge { .. })));
    }

    #[test]
    fn names_and_ids_are_short() {
        for field in ["event", "id"] {
            let line = |length: usize| format!("{field}: {}\n", "x".repeat(length));
            assert!(none_ends(&mut Parser::default(), line(LONGEST)).is_ok());
            let result = none_ends(&mut Parser::default(), line(LONGEST + 1));
            assert!(matches!(result, Err(EventStreamError::TooLarge { .. })), "{field}");
        }
    }

    #[test]
    fn one_event_is_read_at_a_time_and_all_share_their_id() {
        let mut rest = Bytes::from_static(b"id: 7\ndata: a\n\ndata: b\n\ndata: c\n\n");
        let mut parser = Parser::default();
        let first = parser.next::<()>(&mut rest).expect("small").expect("an event");
        assert_eq!((first.data(), &rest[..]), ("a", &b"data: b\n\ndata: c\n\n"[..]));
        let second = parser.next::<()>(&mut rest).expect("small").expect("an event");
        assert_eq!(first.id().map(str::as_ptr), second.id().map(str::as_ptr));
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
