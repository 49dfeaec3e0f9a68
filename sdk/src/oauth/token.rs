//! Codes for tokens, and tokens for newer ones.

use crate::call::Call;
use crate::client::Client;
use crate::model::{AlipayOpenAuthTokenAppModel, AlipaySystemOauthTokenModel};
use crate::operation::{AlipayOpenAuthTokenApp, AlipaySystemOauthToken};

const CODE: &str = "authorization_code";
const REFRESH: &str = "refresh_token";

/// Exchanges a user's `auth_code`, from a [`Callback`](super::Callback) or from `my.getAuthCode` of
/// a mini program. `expires_in` and `re_expires_in` are seconds; an `auth_token_type` of
/// `permanent` does not expire (`alipay.system.oauth.token`).
pub fn user_token(client: &Client, code: impl Into<String>) -> Call<AlipaySystemOauthToken> {
    let body = AlipaySystemOauthTokenModel::new().grant_type(CODE).code(code);
    client.alipay_system_oauth().token(&body)
}

/// Exchanges the refresh token of a user for new tokens; the old ones end.
pub fn refresh_user_token(
    client: &Client,
    refresh_token: impl Into<String>,
) -> Call<AlipaySystemOauthToken> {
    let body = AlipaySystemOauthTokenModel::new().grant_type(REFRESH).refresh_token(refresh_token);
    client.alipay_system_oauth().token(&body)
}

/// Exchanges a merchant's `app_auth_code`, which lives for 24 hours. The `app_auth_token` of the
/// response is what [`Client::for_merchant`] takes; it does not expire
/// (`alipay.open.auth.token.app`).
pub fn app_token(client: &Client, code: impl Into<String>) -> Call<AlipayOpenAuthTokenApp> {
    let body = AlipayOpenAuthTokenAppModel::new().grant_type(CODE).code(code);
    client.alipay_open_auth_token().app(&body)
}

/// Exchanges the refresh token of a merchant (`app_refresh_token`) for new tokens.
pub fn refresh_app_token(
    client: &Client,
    refresh_token: impl Into<String>,
) -> Call<AlipayOpenAuthTokenApp> {
    let body = AlipayOpenAuthTokenAppModel::new().grant_type(REFRESH).refresh_token(refresh_token);
    client.alipay_open_auth_token().app(&body)
}
