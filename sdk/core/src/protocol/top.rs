//! The protocol of Taobao TOP: the text that a request signs. Responses are not signed.

use super::parameters::{Parameters, signed};

/// What a request signs: names and values one after the other, without separators. Files are not
/// among them.
pub fn request_text(parameters: &Parameters) -> Vec<u8> {
    signed(parameters).flat_map(|(name, value)| [name, value]).flatten().copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signed_text_is_ordered_without_separators() {
        let parameters = [("b", "2 &"), ("sign", "x"), ("B", "1"), ("a", "é")];
        let parameters = parameters.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(request_text(&parameters.into()), "B1aéb2 &".as_bytes());
    }
}
