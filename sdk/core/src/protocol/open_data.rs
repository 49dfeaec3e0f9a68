//! The text that open data of a mini program is signed over.

use std::borrow::Cow;

/// Whether the field `response` holds ciphertext; otherwise it holds JSON that tells of an error.
pub fn is_encrypted(response: &str) -> bool {
    !response.starts_with('{')
}

/// The signed text: an error as it is; ciphertext as it stands in the JSON around it, in quotes.
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
