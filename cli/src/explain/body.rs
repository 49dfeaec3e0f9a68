//! Bodies as they are signed by mistake.

use super::signed::{Piece, Signed};

/// A text alone, with the mistakes of bodies.
pub(crate) fn of_text(text: &[u8]) -> Signed {
    Signed::whole(body(text))
}

/// A body, and what other libraries and programs make of it.
pub(super) fn body(body: &[u8]) -> Piece {
    Piece::new(body).or_any(alipay_mistakes::bodies(&String::from_utf8_lossy(body)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_that_is_no_json_has_fewer_mistakes_and_none_twice() {
        let texts = |text: &str| {
            let wrong = body(text.as_bytes()).wrong;
            let texts: std::collections::BTreeSet<_> =
                wrong.iter().map(|wrong| wrong.text.clone()).collect();
            assert_eq!(texts.len(), wrong.len());
            texts.len()
        };
        assert!(texts("{\"a\": \"/é\"}\n") > texts("hello"));
    }
}
