//! Random ids, and numbers of accounts.

use ring::rand::{SecureRandom, SystemRandom};

/// An id of 32 hex digits.
pub(crate) fn random() -> String {
    let mut bytes = [0; 16];
    let _ = SystemRandom::new().fill(&mut bytes);
    format!("{:032x}", u128::from_be_bytes(bytes))
}

/// The number of the account behind an application: 16 digits, the same at each start.
pub(crate) fn account(app_id: &str) -> String {
    let digits: String = app_id.chars().filter(char::is_ascii_digit).collect();
    let last = digits.get(digits.len().saturating_sub(12)..).unwrap_or_default();
    format!("2088{last:0>12}")
}
