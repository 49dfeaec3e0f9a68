//! Values that make something go another way than well.
//!
//! With `alipay.trade.pay`, any `auth_code` of 16 to 24 digits that starts with 25 to 30 pays at
//! once, except those that begin with `AUTH_CODE` here. With `alipay.fund.trans.uni.transfer`, any
//! payee gets the money at once, except those that begin with `PAYEE` here.

/// The buyer has to confirm: `WAIT_BUYER_PAY`, until the test calls
/// [`buyer_pays`](crate::Gateway::buyer_pays).
pub const AUTH_CODE_WAITS: &str = "289999999999999901";

/// The buyer has to confirm, and has paid at the third query.
pub const AUTH_CODE_WAITS_FOR_QUERIES: &str = "289999999999999902";

/// `ACQ.BUYER_BALANCE_NOT_ENOUGH`; another code can be tried for the same trade.
pub const AUTH_CODE_POOR_BUYER: &str = "289999999999999903";

/// `ACQ.PAYMENT_AUTH_CODE_INVALID`; there is no trade.
pub const AUTH_CODE_INVALID: &str = "289999999999999904";

/// `ACQ.SYSTEM_ERROR`, although it is paid.
pub const AUTH_CODE_ERROR_BUT_PAID: &str = "289999999999999905";

/// `ACQ.SYSTEM_ERROR`; there is no trade.
pub const AUTH_CODE_ERROR: &str = "289999999999999906";

/// `ACQ.SYSTEM_ERROR`; the trade waits as with [`AUTH_CODE_WAITS`].
pub const AUTH_CODE_ERROR_BUT_WAITS: &str = "289999999999999907";

/// `PAYEE_NOT_EXIST`.
pub const PAYEE_UNKNOWN: &str = "nobody@gateway.example";

/// The transfer is `DEALING`, and `SUCCESS` at the third query.
pub const PAYEE_SLOW: &str = "slow@gateway.example";

/// `SYSTEM_ERROR`, although the money is transferred.
pub const PAYEE_ERROR_BUT_TRANSFERRED: &str = "lost@gateway.example";

/// `SYSTEM_ERROR`; there is no transfer.
pub const PAYEE_ERROR: &str = "broken@gateway.example";

/// A code for `alipay.system.oauth.token` that works any number of times.
pub const USER_CODE: &str = "gateway-user-code";

/// A code for `alipay.open.auth.token.app` that works any number of times.
pub const APP_CODE: &str = "gateway-app-code";
