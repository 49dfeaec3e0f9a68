//! The parts of a multipart body, as the client writes it.

use bytes::Bytes;

/// One part.
pub(super) struct Part {
    pub(super) name: String,
    pub(super) is_file: bool,
    pub(super) content: Bytes,
}

/// The parts of a body; what has no head is none.
pub(super) fn parts(body: &Bytes, boundary: &str) -> Vec<Part> {
    let delimiter = format!("--{boundary}").into_bytes();
    let mut parts = Vec::new();
    let mut rest = body.clone();
    while let Some(start) = find(&rest, &delimiter) {
        rest = rest.slice(start + delimiter.len()..);
        let end = find(&rest, &[b"\r\n", delimiter.as_slice()].concat()).unwrap_or(rest.len());
        parts.extend(part(&rest.slice(..end)));
    }
    parts
}

fn part(text: &Bytes) -> Option<Part> {
    let end = find(text, b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(text.get(..end)?);
    let quoted = |name: &str| {
        let (_, rest) = head.split_once(&format!("; {name}=\""))?;
        rest.split_once('"').map(|(value, _)| value.to_owned())
    };
    let (name, is_file) = (quoted("name")?, quoted("filename").is_some());
    Some(Part { name, is_file, content: text.slice(end + 4..) })
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}
