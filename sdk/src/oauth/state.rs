//! The text that ties the way back to the browser that set out.

use std::fmt;

use alipay_sdk_core::{clock::random_id, crypto::same};

/// The `state` of an authorization, which ties it to the session that started it. It is random,
/// secret, and used once. `Debug` does not show it.
#[derive(Clone)]
pub struct State(String);

/// A text that cannot be a `state`. The error does not repeat the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a state: a state has 1 to 100 characters of Base64")]
pub struct InvalidState;

impl State {
    /// Generates a new state: 122 random bits as 32 hexadecimal digits.
    pub fn random() -> Self {
        Self(random_id().replace('-', ""))
    }

    /// Returns the text, to keep in the session.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether `received` is this state. It compares in constant time.
    pub fn matches(&self, received: &str) -> bool {
        same(self.0.as_bytes(), received.as_bytes())
    }
}

impl TryFrom<String> for State {
    type Error = InvalidState;

    fn try_from(text: String) -> Result<Self, InvalidState> {
        let base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
        let valid = (1..=100).contains(&text.len()) && text.bytes().all(base64);
        if valid { Ok(Self(text)) } else { Err(InvalidState) }
    }
}

impl TryFrom<&str> for State {
    type Error = InvalidState;

    fn try_from(text: &str) -> Result<Self, InvalidState> {
        text.to_owned().try_into()
    }
}

impl fmt::Debug for State {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("State(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_states_are_valid_and_differ() {
        let (one, other) = (State::random(), State::random());
        assert!(State::try_from(one.as_str()).is_ok_and(|read| read.matches(one.as_str())));
        assert!(
            !one.matches(other.as_str()) && !one.matches("") && !one.matches(&one.as_str()[1..])
        );
        assert!(!format!("{one:?}").contains(one.as_str()));
    }

    #[test]
    fn what_the_platform_would_not_send_back_is_refused() {
        let longest = "a".repeat(100);
        assert!(State::try_from(longest.as_str()).is_ok());
        for text in ["", "a-b", "a b", "回", &format!("{longest}a")] {
            assert_eq!(State::try_from(text).err(), Some(InvalidState), "{text}");
        }
    }
}
