//! The text of a file: GB18030, of which the platform's GBK is a part, or UTF-8.

use std::io::Read;
use std::ops::Range;

use encoding_rs::{CoderResult, Decoder, GB18030, UTF_8};

use super::error::BillError;

/// How much is unpacked at a time.
const CHUNK: usize = 32 << 10;

/// Decodes a file while it is read. A byte that is no part of a character becomes U+FFFD.
pub(super) struct Text<R> {
    source: R,
    /// Known as soon as the first bytes are.
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    /// Bytes that were read, and are not decoded yet.
    waiting: Range<usize>,
    decoded: Vec<u8>,
    /// Bytes that are decoded, and were not taken yet.
    ready: Range<usize>,
    is_at_end: bool,
}

impl<R: Read> Text<R> {
    pub(super) fn new(source: R) -> Self {
        Self {
            source,
            decoder: None,
            raw: vec![0; CHUNK],
            waiting: 0..0,
            decoded: vec![0; 2 * CHUNK],
            ready: 0..0,
            is_at_end: false,
        }
    }

    /// The next bytes as UTF-8; none at the end.
    pub(super) fn fill(&mut self) -> Result<&[u8], BillError> {
        while self.ready.is_empty() && !self.is_at_end {
            if self.waiting.is_empty() {
                let read = self.read()?;
                self.waiting = 0..read;
            }
            let raw = &self.raw[self.waiting.clone()];
            let decoder = self.decoder.get_or_insert_with(|| decoder_for(raw));
            let is_last = raw.is_empty();
            let (result, read, written, _) =
                decoder.decode_to_utf8(raw, &mut self.decoded, is_last);
            self.waiting.start += read;
            self.ready = 0..written;
            self.is_at_end = is_last && result == CoderResult::InputEmpty;
        }
        Ok(&self.decoded[self.ready.clone()])
    }

    pub(super) fn consume(&mut self, bytes: usize) {
        self.ready.start = (self.ready.start + bytes).min(self.ready.end);
    }

    /// Reads as much as there is room for: the first line decides on the encoding.
    fn read(&mut self) -> Result<usize, BillError> {
        let mut filled = 0;
        while filled < self.raw.len() {
            match self.source.read(&mut self.raw[filled..]) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(BillError::unpacking(error)),
            }
        }
        Ok(filled)
    }
}

/// The encoding by a byte order mark, which the decoder sees itself, or by the first line: those of
/// bills are Chinese, and Chinese in GBK is no UTF-8.
fn decoder_for(start: &[u8]) -> Decoder {
    let end = start.iter().position(|byte| *byte == b'\n').unwrap_or(start.len());
    let first = &start[..end];
    let is_utf8 = !first.is_ascii() && std::str::from_utf8(first).is_ok();
    if is_utf8 { UTF_8.new_decoder() } else { GB18030.new_decoder() }
}
