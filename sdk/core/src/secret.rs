//! A text that nobody else should see.

use std::borrow::Cow;
use std::fmt;

use zeroize::Zeroizing;

/// A text that nobody else should see: a secret, a token, an address with a password.
///
/// Made of whatever holds text; with the feature `secrecy` of a `SecretString`, too. It appears in
/// no `Debug`, and is wiped when it is dropped. Requests hold copies in headers and parameters,
/// which are not wiped.
#[derive(Clone, Default)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The text, to be used and not to be kept.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

macro_rules! from {
    ($($(#[$doc:meta])* $from:ty, $given:ident => $text:expr;)*) => {$(
        $(#[$doc])*
        impl From<$from> for Secret {
            fn from($given: $from) -> Self {
                Self(Zeroizing::new($text))
            }
        }
    )*};
}

from! {
    &str, text => text.to_owned();
    &String, text => text.clone();
    /// Nothing is copied.
    String, text => text;
    /// Nothing is copied.
    Box<str>, text => text.into_string();
    Cow<'_, str>, text => text.into_owned();
}

impl From<&Secret> for Secret {
    fn from(secret: &Secret) -> Self {
        secret.clone()
    }
}

/// Nothing is copied.
impl From<Zeroizing<String>> for Secret {
    fn from(text: Zeroizing<String>) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_made_of_any_text_and_not_shown() {
        let text = "hush".to_owned();
        for secret in [
            Secret::from("hush"),
            Secret::from(&text),
            Secret::from(text.clone().into_boxed_str()),
            Secret::from(Cow::Borrowed("hush")),
            Secret::from(Zeroizing::new(text.clone())),
            Secret::from(&Secret::from(text)),
        ] {
            assert_eq!(secret.expose(), "hush");
            assert_eq!(format!("{secret:?}"), "Secret(***)");
        }
    }
}
