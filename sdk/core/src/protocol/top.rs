//! The protocol of Taobao TOP: the text that a request signs. Responses are not signed.

use super::parameters::{Parameters, signed};

/// Returns the signed text of a request: names and values one after the other, without separators.
/// Files are not part of it.
pub fn request_text(parameters: &Parameters) -> Vec<u8> {
    signed(parameters).flat_map(|(name, value)| [name, value]).flatten().copied().collect()
}

/// Returns whether a response to this method has a root of this name: the method without its prefix
/// `taobao.`, with underscores for dots, and with the suffix `_response`.
pub fn is_root(name: &str, method: &str) -> bool {
    let name = name.strip_suffix("_response");
    let method = method.replace('.', "_");
    name.is_some_and(|name| name == method || Some(name) == method.strip_prefix("taobao_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_is_named_after_its_method() {
        assert!(is_root("a_b_response", "a.b") && is_root("item_get_response", "taobao.item.get"));
        assert!(is_root("taobao_item_get_response", "taobao.item.get"));
        for name in ["a_c_response", "error_response", "a_b", "_response", "html", ""] {
            assert!(!is_root(name, "a.b"), "{name}");
        }
    }

    #[test]
    fn the_signed_text_is_ordered_without_separators() {
        let parameters = [("b", "2 &"), ("sign", "x"), ("B", "1"), ("a", "é")];
        let parameters = parameters.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(request_text(&parameters.into()), "B1aéb2 &".as_bytes());
    }
}
