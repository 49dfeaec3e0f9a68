//! Values that make payments and transfers wait or fail.
//!
//! With `alipay.trade.pay`, any `auth_code` of 16 to 24 digits that starts with 25 to 30 pays at
//! once, except the values of the `AUTH_CODE` constants. With `alipay.fund.trans.uni.transfer`, any
//! payee gets the money at once, except the values of the `PAYEE` constants.

/// The buyer has to confirm: the trade is `WAIT_BUYER_PAY` until the test calls
/// [`buyer_pays`](crate::Gateway::buyer_pays).
pub const AUTH_CODE_WAITS: &str = "289999999999999901";

/// The buyer has to confirm, and pays at the third query.
pub const AUTH_CODE_WAITS_FOR_QUERIES: &str = "289999999999999902";

/// The response is `ACQ.BUYER_BALANCE_NOT_ENOUGH`. Another code can pay the same trade.
pub const AUTH_CODE_POOR_BUYER: &str = "289999999999999903";

/// The response is `ACQ.PAYMENT_AUTH_CODE_INVALID`. No trade is placed.
pub const AUTH_CODE_INVALID: &str = "289999999999999904";

/// The response is `ACQ.SYSTEM_ERROR`, although the trade is paid.
pub const AUTH_CODE_ERROR_BUT_PAID: &str = "289999999999999905";

/// The response is `ACQ.SYSTEM_ERROR`. No trade is placed.
pub const AUTH_CODE_ERROR: &str = "289999999999999906";

/// The response is `ACQ.SYSTEM_ERROR`, and the trade waits as with [`AUTH_CODE_WAITS`].
pub const AUTH_CODE_ERROR_BUT_WAITS: &str = "289999999999999907";

/// The response is `PAYEE_NOT_EXIST`.
pub const PAYEE_UNKNOWN: &str = "nobody@gateway.example";

/// The transfer is `DEALING` at first, and `SUCCESS` at the third query.
pub const PAYEE_SLOW: &str = "slow@gateway.example";

/// The response is `SYSTEM_ERROR`, although the money is transferred.
pub const PAYEE_ERROR_BUT_TRANSFERRED: &str = "lost@gateway.example";

/// The response is `SYSTEM_ERROR`. No money is transferred.
pub const PAYEE_ERROR: &str = "broken@gateway.example";

/// A code for `alipay.system.oauth.token` that works any number of times.
pub const USER_CODE: &str = "gateway-user-code";

/// A code for `alipay.open.auth.token.app` that works any number of times.
pub const APP_CODE: &str = "gateway-app-code";
