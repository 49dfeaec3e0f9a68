//! Requests and responses that somebody captured: HTTP/1.1 as text.

use anyhow::Result;

use crate::output::usage;

/// A message as it was captured.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) start: Start,
    headers: Vec<(String, String)>,
    /// All that follows the empty line.
    pub(crate) body: Vec<u8>,
}

/// The first line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Start {
    Request { method: String, target: String },
    Response { status: u16 },
}

impl Message {
    /// Reads a message: the first line, headers, an empty line, the body. Lines of the head end
    /// with a line feed, with or without a carriage return.
    pub(crate) fn read(content: &[u8]) -> Result<Self> {
        let (head, body) = split(content);
        let head = std::str::from_utf8(head).map_err(|_| usage(HOW))?;
        let mut lines = head.lines();
        let start = Start::read(lines.next().unwrap_or_default()).ok_or_else(|| usage(HOW))?;
        let mut headers = Vec::new();
        for line in lines {
            let (name, value) = line.split_once(':').ok_or_else(|| usage(HOW))?;
            headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
        Ok(Self { start, headers, body: body.to_vec() })
    }

    /// A message of its parts; the names of headers are in small letters.
    pub(crate) fn new(start: Start, headers: Vec<(String, String)>, body: Vec<u8>) -> Self {
        Self { start, headers, body }
    }

    /// The value of a header, by its name in small letters.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

const HOW: &str = "this is not an HTTP message: pass the first line (`POST /v3/… HTTP/1.1` or \
                   `HTTP/1.1 200 OK`), the headers, an empty line, and the body as received";

/// Head and body.
fn split(content: &[u8]) -> (&[u8], &[u8]) {
    let ends = [&b"\r\n\r\n"[..], b"\n\n"].into_iter().filter_map(|end| {
        let at = content.windows(end.len()).position(|window| window == end)?;
        Some((at, at + end.len()))
    });
    match ends.min() {
        Some((head, body)) => (&content[..head], &content[body..]),
        None => (content, &[]),
    }
}

impl Start {
    fn read(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace();
        let (first, second) = (words.next()?, words.next()?);
        if first.starts_with("HTTP/") {
            return Some(Self::Response { status: second.parse().ok()? });
        }
        let is_method = first.bytes().all(|byte| byte.is_ascii_uppercase());
        let (method, address) = (first.to_owned(), second);
        // Some tools show the whole address in the first line.
        let after_scheme = address.split_once("://").map_or(address, |(_, rest)| rest);
        let target = after_scheme.find('/').and_then(|at| after_scheme.get(at..))?;
        is_method.then(|| Self::Request { method, target: target.to_owned() })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn the_body_stays_as_it_is_whatever_ends_the_lines_of_the_head() {
        for head in ["HTTP/1.1 200 OK\r\nA: b:c\r\n\r\n", "HTTP/2 200\na:b:c\n\n"] {
            let message = Message::read(&[head.as_bytes(), b"\n{}\r\n\r\n"].concat()).unwrap();
            assert_eq!(message.start, Start::Response { status: 200 });
            assert_eq!(message.header("a"), Some("b:c"));
            assert_eq!(message.body, b"\n{}\r\n\r\n");
        }
    }

    #[test]
    fn the_target_of_a_request_is_found_in_a_whole_address_too() {
        for target in ["/v3/a?b=/c", "https://openapi.alipay.com/v3/a?b=/c"] {
            let message = Message::read(format!("POST {target} HTTP/1.1\n\n").as_bytes()).unwrap();
            let Start::Request { method, target } = message.start else { panic!("a response") };
            assert_eq!((&*method, &*target), ("POST", "/v3/a?b=/c"));
        }
    }

    #[test]
    fn what_is_no_message_is_told_with_the_form_of_one() {
        for content in
            ["", "{}", "hello", "POST nowhere", "HTTP/1.1 x", "GET / HTTP/1.1\nno header\n\n"]
        {
            let error = Message::read(content.as_bytes()).unwrap_err().to_string();
            assert!(error.contains("this is not an HTTP message"), "{content}: {error}");
        }
    }
}
