//! Buyers.

/// The ids of the default buyer.
pub(super) const USER_ID: &str = "2088000000000001";
pub(super) const OPEN_ID: &str = "gateway-buyer-open-id";

/// As the platform shows it to merchants.
pub(crate) const LOGON_ID: &str = "buy***@gateway.example";

/// Who pays a trade, as the application knows it.
pub(super) struct Buyer {
    pub(super) user_id: String,
    pub(super) open_id: String,
}

impl Default for Buyer {
    fn default() -> Self {
        Self { user_id: USER_ID.to_owned(), open_id: OPEN_ID.to_owned() }
    }
}
