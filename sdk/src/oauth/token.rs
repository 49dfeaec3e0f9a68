//! Codes for tokens, and tokens for newer ones.

use crate::call::Call;
use crate::client::Client;
use crate::model::{AlipayOpenAuthTokenAppModel, AlipaySystemOauthTokenModel};
use crate::operation::{AlipayOpenAuthTokenApp, AlipaySystemOauthToken};
use alipay_sdk_core::Secret;

const CODE: &str = "authorization_code";
const REFRESH: &str = "refresh_token";

/// Exchanges a user's `auth_code` for tokens (`alipay.system.oauth.token`). The code comes from a
/// [`Callback`](super::Callback), or from `my.getAuthCode` of a mini program. `expires_in` and
/// `re_expires_in` are seconds. A token with the `auth_token_type` `permanent` does not expire.
pub fn user_token(client: &Client, code: impl Into<String>) -> Call<AlipaySystemOauthToken> {
    let body = AlipaySystemOauthTokenModel::new().grant_type(CODE).code(code);
    client.alipay_system_oauth().token(&body)
}

/// Exchanges the refresh token of a user for new tokens. The old tokens become invalid.
pub fn refresh_user_token(
    client: &Client,
    refresh_token: impl Into<Secret>,
) -> Call<AlipaySystemOauthToken> {
    let body = AlipaySystemOauthTokenModel::new()
        .grant_type(REFRESH)
        .refresh_token(refresh_token.into().expose());
    client.alipay_system_oauth().token(&body)
}

/// Exchanges a merchant's `app_auth_code` for tokens (`alipay.open.auth.token.app`). The code is
/// valid for 24 hours. Pass the `app_auth_token` of the response to [`Client::for_merchant`]; it
/// does not expire.
pub fn app_token(client: &Client, code: impl Into<String>) -> Call<AlipayOpenAuthTokenApp> {
    let body = AlipayOpenAuthTokenAppModel::new().grant_type(CODE).code(code);
    client.alipay_open_auth_token().app(&body)
}

/// Exchanges the refresh token of a merchant (`app_refresh_token`) for new tokens.
pub fn refresh_app_token(
    client: &Client,
    refresh_token: impl Into<Secret>,
) -> Call<AlipayOpenAuthTokenApp> {
    let body = AlipayOpenAuthTokenAppModel::new()
        .grant_type(REFRESH)
        .refresh_token(refresh_token.into().expose());
    client.alipay_open_auth_token().app(&body)
}
