//! The text that open data of a mini program is signed over.

use std::borrow::Cow;

/// Returns whether the field `response` holds ciphertext. Otherwise it holds the JSON of an error.
pub fn is_encrypted(response: &str) -> bool {
    !response.starts_with('{')
}

/// Returns the signed text. An error is signed as it is, ciphertext with the quotes around it in
/// the JSON.
pub fn signed_text(response: &str) -> Cow<'_, str> {
    if is_encrypted(response) {
        Cow::Owned(format!("\"{response}\""))
    } else {
        Cow::Borrowed(response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ciphertext_is_signed_in_quotes_and_an_error_as_it_is() {
        assert_eq!(signed_text("AbC+/w=="), "\"AbC+/w==\"");
        assert_eq!(signed_text(r#"{"code":"40002"}"#), r#"{"code":"40002"}"#);
    }
}
