//! Codes and tokens: of users, and of merchants that let an application act for them.

use serde_json::{Value, json};

use super::clock;
use super::input::Merchant;
use super::shelf::Shelf;
use super::special;
use super::trade::Reply;
use crate::check::Checked;
use crate::refusal::Refusal;

/// The merchant's application behind the code for use by hand.
const MERCHANT_APP_ID: &str = "2021000000000099";

const MERCHANT_USER_ID: &str = "2088000000000099";

/// What a code or a token stands for.
struct Grant {
    /// The user, or the app id of the merchant.
    whose: String,
    valid: bool,
    since: String,
}

/// One kind of codes and tokens: codes are exchanged for a pair, and so is the second of the pair.
struct Desk {
    /// What codes and tokens begin with.
    kind: &'static str,
    by_hand: (&'static str, &'static str),
    codes: Shelf<String, Grant>,
    tokens: Shelf<String, Grant>,
    refresh_tokens: Shelf<String, (Grant, String)>,
}

/// Why a code or a token is not exchanged.
enum Refused {
    Unknown,
    Used,
}

/// A new pair of tokens.
struct Pair {
    token: String,
    refresh_token: String,
    whose: String,
}

impl Desk {
    fn new(kind: &'static str, by_hand: (&'static str, &'static str)) -> Self {
        let (codes, tokens) = (Shelf::default(), Shelf::default());
        Self { kind, by_hand, codes, tokens, refresh_tokens: Shelf::default() }
    }

    fn issue_code(&mut self, whose: &str) -> String {
        let code = format!("{}-code-{:08}", self.kind, self.codes.next_id());
        self.codes.add_finished(code.clone(), Grant::new(whose));
        code
    }

    fn redeem(&mut self, code: &str) -> Result<Pair, Refused> {
        if code == self.by_hand.0 {
            return Ok(self.issue(self.by_hand.1.to_owned()));
        }
        let grant = self.codes.find_mut(&code.to_owned()).ok_or(Refused::Unknown)?;
        let whose = grant.use_up()?;
        Ok(self.issue(whose))
    }

    /// A new pair for an old one, which is no longer valid then.
    fn refresh(&mut self, refresh_token: &str) -> Result<Pair, Refused> {
        let known = self.refresh_tokens.find_mut(&refresh_token.to_owned());
        let (grant, token) = known.ok_or(Refused::Unknown)?;
        let whose = grant.use_up()?;
        if let Some(token) = self.tokens.find_mut(token) {
            token.valid = false;
        }
        Ok(self.issue(whose))
    }

    fn issue(&mut self, whose: String) -> Pair {
        let token = format!("{}-token-{:08}", self.kind, self.tokens.next_id());
        let refresh_token = format!("{}-refresh-{:08}", self.kind, self.refresh_tokens.next_id());
        self.tokens.add_finished(token.clone(), Grant::new(&whose));
        let refresh = (Grant::new(&whose), token.clone());
        self.refresh_tokens.add_finished(refresh_token.clone(), refresh);
        Pair { token, refresh_token, whose }
    }

    fn find(&self, token: &str) -> Option<&Grant> {
        self.tokens.find(&token.to_owned())
    }

    fn set_limit(&mut self, limit: usize) {
        self.codes.set_limit(limit);
        self.tokens.set_limit(limit);
        self.refresh_tokens.set_limit(limit);
    }
}

impl Grant {
    fn new(whose: &str) -> Self {
        Self { whose: whose.to_owned(), valid: true, since: clock::now() }
    }

    fn use_up(&mut self) -> Result<String, Refused> {
        let was_valid = std::mem::replace(&mut self.valid, false);
        was_valid.then(|| self.whose.clone()).ok_or(Refused::Used)
    }
}

/// All codes and tokens.
pub(super) struct Tokens {
    users: Desk,
    apps: Desk,
}

impl Default for Tokens {
    fn default() -> Self {
        Self {
            users: Desk::new("user", (special::USER_CODE, super::BUYER_USER_ID)),
            apps: Desk::new("app", (special::APP_CODE, MERCHANT_APP_ID)),
        }
    }
}

impl Tokens {
    /// The answer to an operation on tokens.
    pub(super) fn answer(&mut self, request: &Checked) -> Option<Reply> {
        Some(match &*request.operation.id {
            "alipay.system.oauth.token" => self.user_token(request),
            "alipay.user.info.share" => self.user_info(request),
            "alipay.open.auth.token.app" => self.app_token(request),
            "alipay.open.auth.token.app.query" => self.query_app_token(request),
            _ => return None,
        })
    }

    /// Whose trades a request is about. A merchant stays the same when its token is refreshed.
    pub(super) fn merchant(&self, request: &Checked) -> Merchant {
        let token = request.app_auth_token.as_deref().filter(|token| !token.is_empty());
        let whose = |token: &str| {
            self.apps.find(token).map_or_else(|| token.to_owned(), |grant| grant.whose.clone())
        };
        Merchant { app_id: request.app_id.clone(), acting_for: token.map(whose) }
    }

    pub(super) fn issue_user_code(&mut self, user_id: &str) -> String {
        self.users.issue_code(user_id)
    }

    pub(super) fn issue_app_code(&mut self, merchant_app_id: &str) -> String {
        self.apps.issue_code(merchant_app_id)
    }

    fn user_token(&mut self, request: &Checked) -> Reply {
        let code = request.text("code").unwrap_or_default();
        let refresh_token = request.text("refresh_token").unwrap_or_default();
        let pair = match request.text("grant_type") {
            Some("authorization_code") => self.users.redeem(code).map_err(|_| {
                refused("isv.code-invalid", "授权码无效", "a code that was not used yet")
            }),
            Some("refresh_token") => self.users.refresh(refresh_token).map_err(|why| match why {
                Refused::Unknown => {
                    refused("isv.refresh-token-invalid", "刷新令牌无效", "a refresh token of here")
                }
                Refused::Used => {
                    refused("isv.refreshed-token-invalid", "刷新令牌已使用", "the newest of them")
                }
            }),
            _ => Err(refused("isv.grant-type-invalid", "授权类型无效", GRANT_TYPES)),
        }?;
        Ok(json!({
            "access_token": pair.token, "refresh_token": pair.refresh_token,
            "user_id": pair.whose, "open_id": open_id(&pair.whose), "auth_start": clock::now(),
            "expires_in": "1296000", "re_expires_in": "2592000",
        }))
    }

    fn user_info(&self, request: &Checked) -> Reply {
        let grant = request.parameter("auth_token").and_then(|token| self.users.find(token));
        let grant = grant.filter(|grant| grant.valid).ok_or_else(|| {
            Refusal::new(401, "invalid-auth-token", "无效的访问令牌").expected(
                "the query parameter auth_token with an access token from alipay.system.oauth.token",
            )
        })?;
        Ok(json!({
            "user_id": grant.whose, "open_id": open_id(&grant.whose), "nick_name": "测试买家",
            "avatar": "https://gateway.example/avatar", "gender": "F", "province": "浙江省",
            "city": "杭州市",
        }))
    }

    fn app_token(&mut self, request: &Checked) -> Reply {
        let code = request.text("code").unwrap_or_default();
        let refresh_token = request.text("refresh_token").unwrap_or_default();
        let pair = match request.text("grant_type") {
            Some("authorization_code") => self.apps.redeem(code).map_err(|why| match why {
                Refused::Unknown => {
                    refused("AUTH_CODE_NOT_EXIST", "授权码不存在", "a code that was issued")
                }
                Refused::Used => {
                    refused("AUTH_CODE_NOT_VALID", "授权码无效", "a code that was not used yet")
                }
            }),
            Some("refresh_token") => self.apps.refresh(refresh_token).map_err(|why| match why {
                Refused::Unknown => {
                    refused("REFRESH_TOKEN_NOT_EXIST", "刷新令牌不存在", "a refresh token of here")
                }
                Refused::Used => {
                    refused("REFRESH_TOKEN_NOT_VALID", "刷新令牌无效", "the newest of them")
                }
            }),
            _ => Err(refused("GRANT_TYPE_INVALID", "授权类型无效", GRANT_TYPES)),
        }?;
        let token = json!({
            "app_auth_token": pair.token, "app_refresh_token": pair.refresh_token,
            "auth_app_id": pair.whose, "user_id": MERCHANT_USER_ID, "expires_in": "31536000",
            "re_expires_in": "32140800",
        });
        let mut answer = token.clone();
        answer["tokens"] = json!([token]);
        Ok(answer)
    }

    fn query_app_token(&self, request: &Checked) -> Reply {
        let token = request.parameter("app_auth_token").filter(|token| !token.is_empty());
        let token = token.ok_or_else(|| {
            refused("ILLEGAL_PARAM", "参数异常", "the query parameter app_auth_token")
        })?;
        let grant = self.apps.find(token).ok_or_else(|| {
            refused("AUTH_TOKEN_NOT_EXISTED", "应用授权令牌不存在", "an app_auth_token of here")
        })?;
        let methods: Value =
            ["alipay.trade.pay", "alipay.trade.query", "alipay.trade.refund"].into_iter().collect();
        Ok(json!({
            "auth_app_id": grant.whose, "user_id": MERCHANT_USER_ID,
            "status": if grant.valid { "valid" } else { "invalid" },
            "auth_start": grant.since, "auth_end": clock::in_a_year(), "expires_in": 31_536_000,
            "auth_methods": methods, "is_by_app_auth": true,
        }))
    }

    pub(super) fn set_limit(&mut self, limit: usize) {
        self.users.set_limit(limit);
        self.apps.set_limit(limit);
    }
}

const GRANT_TYPES: &str = "grant_type authorization_code or refresh_token";

fn refused(code: &str, message: &str, expected: &str) -> Refusal {
    Refusal::business(code, message).expected(expected)
}

/// The user as one application knows it.
fn open_id(user_id: &str) -> String {
    if user_id == super::BUYER_USER_ID {
        return super::BUYER_OPEN_ID.to_owned();
    }
    format!("open-{user_id}")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::refusal::Refusal;
    use crate::state::testing::{App, code};

    fn exchange(app: &App, operation: &str, secret: &str) -> Result<Value, Refusal> {
        let by_code = json!({"grant_type": "authorization_code", "code": secret});
        let by_token = json!({"grant_type": "refresh_token", "refresh_token": secret});
        app.call(operation, if secret.contains("refresh") { by_token } else { by_code })
    }

    fn text(answer: &Value, name: &str) -> String {
        answer[name].as_str().unwrap().to_owned()
    }

    #[test]
    fn codes_of_users_work_once() {
        let app = App::new();
        let user = "alipay.system.oauth.token";
        let secret = app.state.issue_user_code("2088000000000007");
        let first = exchange(&app, user, &secret).unwrap();
        assert_eq!(first["user_id"], "2088000000000007");
        assert_eq!(code(exchange(&app, user, &secret)), "isv.code-invalid");
        assert_eq!(code(exchange(&app, user, "unknown")), "isv.code-invalid");
        let refresh = text(&first, "refresh_token");
        let second = exchange(&app, user, &refresh).unwrap();
        assert_ne!(second["access_token"], first["access_token"]);
        assert_eq!(code(exchange(&app, user, &refresh)), "isv.refreshed-token-invalid");
        assert_eq!(code(exchange(&app, user, "refresh?")), "isv.refresh-token-invalid");
        assert_eq!(code(app.call(user, json!({"code": secret}))), "isv.grant-type-invalid");
    }

    #[test]
    fn only_a_valid_token_tells_who_the_user_is() {
        let app = App::new();
        let info = |token: &str| app.get("alipay.user.info.share", &[("auth_token", token)]);
        let first = exchange(&app, "alipay.system.oauth.token", "gateway-user-code").unwrap();
        let token = text(&first, "access_token");
        assert_eq!(info(&token).unwrap()["user_id"], first["user_id"]);
        let refresh = text(&first, "refresh_token");
        exchange(&app, "alipay.system.oauth.token", &refresh).unwrap();
        for wrong in [&*token, "", "unknown"] {
            let refusal = info(wrong).unwrap_err();
            assert_eq!((refusal.status, &*refusal.code), (401, "invalid-auth-token"));
        }
        assert_eq!(code(app.get("alipay.user.info.share", &[])), "invalid-auth-token");
    }

    #[test]
    fn codes_of_merchants_work_once() {
        let app = App::new();
        let merchant = "alipay.open.auth.token.app";
        let secret = app.state.issue_app_code("2021000000000007");
        let first = exchange(&app, merchant, &secret).unwrap();
        assert_eq!(first["auth_app_id"], "2021000000000007");
        assert_eq!(code(exchange(&app, merchant, &secret)), "AUTH_CODE_NOT_VALID");
        assert_eq!(code(exchange(&app, merchant, "unknown")), "AUTH_CODE_NOT_EXIST");
        let refresh = text(&first, "app_refresh_token");
        let second = exchange(&app, merchant, &refresh).unwrap();
        assert_eq!(code(exchange(&app, merchant, &refresh)), "REFRESH_TOKEN_NOT_VALID");
        assert_eq!(code(exchange(&app, merchant, "refresh?")), "REFRESH_TOKEN_NOT_EXIST");
        assert_eq!(code(app.call(merchant, json!({}))), "GRANT_TYPE_INVALID");
        let query = |answer: &Value| {
            let token = text(answer, "app_auth_token");
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
        let before = app.acting_for(&text(&first, "app_auth_token"));
        before.pay("a", "1.00", "251234567890123456").unwrap();
        let refresh = text(&first, "app_refresh_token");
        let second = exchange(&app, "alipay.open.auth.token.app", &refresh).unwrap();
        let after = app.acting_for(&text(&second, "app_auth_token"));
        let query = json!({"out_trade_no": "a"});
        assert!(after.call("alipay.trade.query", query.clone()).is_ok());
        assert_eq!(code(app.call("alipay.trade.query", query)), "ACQ.TRADE_NOT_EXIST");
    }
}
