//! The operations on codes and tokens.

use serde_json::{Value, json};

use super::issuer::{GrantError, Issuer, Pair};
use crate::clock;
use crate::rejection::{Rejection, Reply};
use crate::request::Checked;
use crate::state::input::Merchant;
use crate::state::{buyer, test_values};

/// The merchant's application behind the code for use by hand.
const MERCHANT_APP_ID: &str = "2021000000000099";

const MERCHANT_USER_ID: &str = "2088000000000099";

/// All codes and tokens.
pub(in crate::state) struct Tokens {
    users: Issuer,
    apps: Issuer,
}

impl Default for Tokens {
    fn default() -> Self {
        Self {
            users: Issuer::new("user", (test_values::USER_CODE, buyer::USER_ID)),
            apps: Issuer::new("app", (test_values::APP_CODE, MERCHANT_APP_ID)),
        }
    }
}

impl Tokens {
    /// Whose trades a request is about. A merchant stays the same when its token is refreshed.
    pub(in crate::state) fn merchant(&self, request: &Checked) -> Result<Merchant, Rejection> {
        let token = request.app_auth_token.as_deref().filter(|token| !token.is_empty());
        let owner = |token: &str| {
            let grant = self.apps.find(token).filter(|grant| grant.valid);
            grant.map(|grant| grant.owner.clone()).ok_or_else(|| {
                Rejection::new(401, "invalid-app-auth-token", "无效的应用授权令牌")
                    .expected("a valid app_auth_token from alipay.open.auth.token.app")
            })
        };
        let acting_for = token.map(owner).transpose()?;
        Ok(Merchant { app_id: request.app_id.clone(), acting_for })
    }

    pub(in crate::state) fn issue_user_code(&mut self, user_id: &str) -> String {
        self.users.issue_code(user_id)
    }

    pub(in crate::state) fn issue_app_code(&mut self, merchant_app_id: &str) -> String {
        self.apps.issue_code(merchant_app_id)
    }

    pub(in crate::state) fn user_token(&mut self, request: &Checked) -> Reply {
        let pair = exchange(&mut self.users, request, &USER_ERRORS)?;
        Ok(json!({
            "access_token": pair.token, "refresh_token": pair.refresh_token,
            "user_id": pair.owner, "open_id": open_id(&pair.owner), "auth_start": clock::now(),
            "expires_in": "1296000", "re_expires_in": "2592000",
        }))
    }

    pub(in crate::state) fn user_info(&self, request: &Checked) -> Reply {
        let token = request.query_text("auth_token").unwrap_or_default();
        let grant = self.users.find(token).filter(|grant| grant.valid).ok_or_else(|| {
            Rejection::new(401, "invalid-auth-token", "无效的访问令牌").expected(
                "the query parameter auth_token with an access token from alipay.system.oauth.token",
            )
        })?;
        Ok(json!({
            "user_id": grant.owner, "open_id": open_id(&grant.owner), "nick_name": "测试买家",
            "avatar": "https://gateway.example/avatar", "gender": "F", "province": "浙江省",
            "city": "杭州市",
        }))
    }

    pub(in crate::state) fn app_token(&mut self, request: &Checked) -> Reply {
        let pair = exchange(&mut self.apps, request, &APP_ERRORS)?;
        let token = json!({
            "app_auth_token": pair.token, "app_refresh_token": pair.refresh_token,
            "auth_app_id": pair.owner, "user_id": MERCHANT_USER_ID, "expires_in": "31536000",
            "re_expires_in": "32140800",
        });
        let mut response = token.clone();
        response["tokens"] = json!([token]);
        Ok(response)
    }

    pub(in crate::state) fn query_app_token(&self, request: &Checked) -> Reply {
        let missing = ("ILLEGAL_PARAM", "参数异常", "the query parameter app_auth_token");
        let token = request
            .query_text("app_auth_token")
            .filter(|token| !token.is_empty())
            .ok_or_else(|| rejected(missing))?;
        let grant = self.apps.find(token).ok_or_else(|| {
            let expected = "an app_auth_token of this gateway";
            rejected(("AUTH_TOKEN_NOT_EXISTED", "应用授权令牌不存在", expected))
        })?;
        let methods: Value =
            ["alipay.trade.pay", "alipay.trade.query", "alipay.trade.refund"].into_iter().collect();
        Ok(json!({
            "auth_app_id": grant.owner, "user_id": MERCHANT_USER_ID,
            "status": if grant.valid { "valid" } else { "invalid" },
            "auth_start": grant.since, "auth_end": clock::in_a_year(), "expires_in": 31_536_000,
            "auth_methods": methods, "is_by_app_auth": true,
        }))
    }

    pub(in crate::state) fn set_limit(&mut self, limit: usize) {
        self.users.set_limit(limit);
        self.apps.set_limit(limit);
    }
}

/// A code, a message, and what was expected.
type TokenError = (&'static str, &'static str, &'static str);

/// The rejections when nothing is exchanged: of an unknown code, and of one that was used before.
struct ExchangeErrors {
    code: [TokenError; 2],
    refresh_token: [TokenError; 2],
    grant_type: TokenError,
}

const GRANT_TYPES: &str = "grant_type authorization_code or refresh_token";
const UNUSED: &str = "a code that was not used yet";
const KNOWN: &str = "a refresh token of this gateway";
const NEWEST: &str = "the newest refresh token";

const USER_ERRORS: ExchangeErrors = ExchangeErrors {
    code: [("isv.code-invalid", "授权码无效", UNUSED); 2],
    refresh_token: [
        ("isv.refresh-token-invalid", "刷新令牌无效", KNOWN),
        ("isv.refreshed-token-invalid", "刷新令牌已使用", NEWEST),
    ],
    grant_type: ("isv.grant-type-invalid", "授权类型无效", GRANT_TYPES),
};

const APP_ERRORS: ExchangeErrors = ExchangeErrors {
    code: [
        ("AUTH_CODE_NOT_EXIST", "授权码不存在", "a code that was issued"),
        ("AUTH_CODE_NOT_VALID", "授权码无效", UNUSED),
    ],
    refresh_token: [
        ("REFRESH_TOKEN_NOT_EXIST", "刷新令牌不存在", KNOWN),
        ("REFRESH_TOKEN_NOT_VALID", "刷新令牌无效", NEWEST),
    ],
    grant_type: ("GRANT_TYPE_INVALID", "授权类型无效", GRANT_TYPES),
};

/// A new pair of tokens for a code or a refresh token.
fn exchange(
    issuer: &mut Issuer,
    request: &Checked,
    errors: &ExchangeErrors,
) -> Result<Pair, Rejection> {
    let secret = |name: &str| request.body_text(name).unwrap_or_default();
    let (result, [unknown, used]) = match request.body_text("grant_type") {
        Some("authorization_code") => (issuer.redeem(secret("code")), errors.code),
        Some("refresh_token") => (issuer.refresh(secret("refresh_token")), errors.refresh_token),
        _ => return Err(rejected(errors.grant_type)),
    };
    result.map_err(|error| match error {
        GrantError::Unknown => rejected(unknown),
        GrantError::Used => rejected(used),
    })
}

fn rejected((code, message, expected): TokenError) -> Rejection {
    Rejection::business(code, message).expected(expected)
}

/// The user as one application knows it.
fn open_id(user_id: &str) -> String {
    if user_id == buyer::USER_ID {
        return buyer::OPEN_ID.to_owned();
    }
    format!("open-{user_id}")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::rejection::Rejection;
    use crate::state::State;
    use crate::state::testing::{App, code};

    fn exchange(app: &App, operation: &str, secret: &str) -> Result<Value, Rejection> {
        let by_code = json!({"grant_type": "authorization_code", "code": secret});
        let by_token = json!({"grant_type": "refresh_token", "refresh_token": secret});
        app.call(operation, if secret.contains("refresh") { by_token } else { by_code })
    }

    fn text_field(response: &Value, name: &str) -> String {
        response[name].as_str().unwrap().to_owned()
    }

    /// How an operation exchanges codes. The codes of rejections are those for secrets that were
    /// used, and that nobody has issued.
    struct Grant {
        operation: &'static str,
        issue: fn(&State, &str) -> String,
        owner: &'static str,
        refresh_token: &'static str,
        of_codes: [&'static str; 2],
        of_refresh_tokens: [&'static str; 2],
    }

    const USER: Grant = Grant {
        operation: "alipay.system.oauth.token",
        issue: |state, owner| state.issue_user_code(owner),
        owner: "user_id",
        refresh_token: "refresh_token",
        of_codes: ["isv.code-invalid"; 2],
        of_refresh_tokens: ["isv.refreshed-token-invalid", "isv.refresh-token-invalid"],
    };

    const MERCHANT: Grant = Grant {
        operation: "alipay.open.auth.token.app",
        issue: |state, owner| state.issue_app_code(owner),
        owner: "auth_app_id",
        refresh_token: "app_refresh_token",
        of_codes: ["AUTH_CODE_NOT_VALID", "AUTH_CODE_NOT_EXIST"],
        of_refresh_tokens: ["REFRESH_TOKEN_NOT_VALID", "REFRESH_TOKEN_NOT_EXIST"],
    };

    /// What a code and then its refresh token are exchanged for. Each works once.
    fn exchange_twice(app: &App, grant: &Grant, owner: &str) -> [Value; 2] {
        let operation = grant.operation;
        let secret = (grant.issue)(&app.state, owner);
        let first = exchange(app, operation, &secret).unwrap();
        assert_eq!(first[grant.owner], owner);
        assert_eq!(code(exchange(app, operation, &secret)), grant.of_codes[0]);
        assert_eq!(code(exchange(app, operation, "unknown")), grant.of_codes[1]);
        let refresh = text_field(&first, grant.refresh_token);
        let second = exchange(app, operation, &refresh).unwrap();
        assert_eq!(code(exchange(app, operation, &refresh)), grant.of_refresh_tokens[0]);
        assert_eq!(code(exchange(app, operation, "refresh?")), grant.of_refresh_tokens[1]);
        [first, second]
    }

    #[test]
    fn codes_of_users_work_once() {
        let app = App::new();
        let [first, second] = exchange_twice(&app, &USER, "2088000000000007");
        assert_ne!(second["access_token"], first["access_token"]);
        let secret = app.state.issue_user_code("2088000000000007");
        let without_type = app.call(USER.operation, json!({"code": secret}));
        assert_eq!(code(without_type), "isv.grant-type-invalid");
    }

    #[test]
    fn only_a_valid_token_tells_who_the_user_is() {
        let app = App::new();
        let info = |token: &str| app.get("alipay.user.info.share", &[("auth_token", token)]);
        let first = exchange(&app, "alipay.system.oauth.token", "gateway-user-code").unwrap();
        let token = text_field(&first, "access_token");
        assert_eq!(info(&token).unwrap()["user_id"], first["user_id"]);
        let refresh = text_field(&first, "refresh_token");
        exchange(&app, "alipay.system.oauth.token", &refresh).unwrap();
        for wrong in [&*token, "", "unknown"] {
            let rejection = info(wrong).unwrap_err();
            assert_eq!((rejection.status, &*rejection.code), (401, "invalid-auth-token"));
        }
        assert_eq!(code(app.get("alipay.user.info.share", &[])), "invalid-auth-token");
    }

    #[test]
    fn codes_of_merchants_work_once() {
        let app = App::new();
        let [first, second] = exchange_twice(&app, &MERCHANT, "2021000000000007");
        assert_eq!(code(app.call(MERCHANT.operation, json!({}))), "GRANT_TYPE_INVALID");
        let query = |response: &Value| {
            let token = text_field(response, "app_auth_token");
            app.get("alipay.open.auth.token.app.query", &[("app_auth_token", &token)]).unwrap()
        };
        assert_eq!(query(&first)["status"], "invalid");
        assert_eq!(query(&second)["status"], "valid");
        let unknown = [("app_auth_token", "unknown")];
        let unknown = app.get("alipay.open.auth.token.app.query", &unknown);
        assert_eq!(code(unknown), "AUTH_TOKEN_NOT_EXISTED");
        assert_eq!(code(app.get("alipay.open.auth.token.app.query", &[])), "ILLEGAL_PARAM");
    }

    #[test]
    fn a_merchant_keeps_its_trades_when_its_token_is_refreshed() {
        let app = App::new();
        let first = exchange(&app, "alipay.open.auth.token.app", "gateway-app-code").unwrap();
        let before = app.acting_for(&text_field(&first, "app_auth_token"));
        before.pay("a", "1.00", "251234567890123456").unwrap();
        let refresh = text_field(&first, "app_refresh_token");
        let second = exchange(&app, "alipay.open.auth.token.app", &refresh).unwrap();
        let after = app.acting_for(&text_field(&second, "app_auth_token"));
        let query = json!({"out_trade_no": "a"});
        assert!(after.call("alipay.trade.query", query.clone()).is_ok());
        assert_eq!(
            code(before.call("alipay.trade.query", query.clone())),
            "invalid-app-auth-token"
        );
        assert_eq!(code(app.call("alipay.trade.query", query)), "ACQ.TRADE_NOT_EXIST");
    }
}
