//! The default buyer.

pub(super) const USER_ID: &str = "2088000000000001";
pub(super) const OPEN_ID: &str = "gateway-buyer-open-id";

/// As the platform shows it to merchants.
pub(crate) const LOGON_ID: &str = "buy***@gateway.example";
