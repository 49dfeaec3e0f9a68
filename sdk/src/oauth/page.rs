//! The addresses of the pages.

use percent_encoding::utf8_percent_encode;

use super::State;
use crate::client::Environment;
use alipay_sdk_core::wire::RESERVED;

/// The scope for the user's id, without asking the user (静默授权).
pub const AUTH_BASE: &str = "auth_base";

/// The scope for the user's data, after the user agrees (主动授权).
pub const AUTH_USER: &str = "auth_user";

/// The page where a user agrees (`publicAppAuthorize.htm`).
pub type UserAuthorization = Authorization<User>;

/// The page where a merchant lets a service provider act on its behalf (`appToAppAuth.htm`). On a
/// phone it works only inside the Alipay app.
pub type AppAuthorization = Authorization<Merchant>;

/// An authorization page.
#[derive(Clone, Debug)]
#[must_use]
pub struct Authorization<W> {
    base: String,
    app_id: String,
    redirect_uri: String,
    state: Option<State>,
    who: W,
}

/// The party that agrees, which determines the page.
pub trait Who: Default {
    /// The path of the page.
    const PATH: &'static str;

    /// The parameter `scope`, of a page that has it.
    fn scope(&self) -> Option<String>;
}

/// A user who agrees to these scopes.
#[derive(Clone, Debug, Default)]
pub struct User(Vec<String>);

/// A merchant.
#[derive(Clone, Debug, Default)]
pub struct Merchant;

impl Who for User {
    const PATH: &'static str = "/oauth2/publicAppAuthorize.htm";

    fn scope(&self) -> Option<String> {
        Some(if self.0.is_empty() { AUTH_BASE.to_owned() } else { self.0.join(",") })
    }
}

impl Who for Merchant {
    const PATH: &'static str = "/oauth2/appToAppAuth.htm";

    fn scope(&self) -> Option<String> {
        None
    }
}

impl<W: Who> Authorization<W> {
    /// Creates a page for this application. When a merchant agrees, it is the application of the
    /// service provider. The browser comes back to `redirect_uri`, which must be configured in the
    /// console of the application (授权回调地址).
    pub fn new(app_id: impl Into<String>, redirect_uri: impl Into<String>, state: &State) -> Self {
        Self { state: Some(state.clone()), ..Self::without_state(app_id, redirect_uri) }
    }

    /// Creates a page without a state, for a link that is sent to a merchant, or when there is no
    /// session. Nothing then proves who comes back: see
    /// [`Callback::of_user_without_state`](super::Callback::of_user_without_state) and
    /// [`Callback::of_app_without_state`](super::Callback::of_app_without_state).
    pub fn without_state(app_id: impl Into<String>, redirect_uri: impl Into<String>) -> Self {
        let base = Environment::Production.authorization_url().to_owned();
        let (app_id, redirect_uri) = (app_id.into(), redirect_uri.into());
        Self { base, app_id, redirect_uri, state: None, who: W::default() }
    }

    /// Sets the environment: production by default, or the sandbox.
    pub fn environment(self, environment: Environment) -> Self {
        self.base_url(environment.authorization_url())
    }

    /// Sets another base address, for instance that of a local gateway.
    pub fn base_url(mut self, base: impl Into<String>) -> Self {
        self.base = base.into();
        self
    }

    /// Returns the address to redirect the browser to.
    pub fn url(&self) -> String {
        let scope = self.who.scope();
        let pairs = [
            ("app_id", Some(&*self.app_id)),
            ("scope", scope.as_deref()),
            ("redirect_uri", Some(&*self.redirect_uri)),
            ("state", self.state.as_ref().map(State::as_str)),
        ];
        let pairs = pairs.into_iter().filter_map(|(name, value)| {
            Some(format!("{name}={}", utf8_percent_encode(value?, RESERVED)))
        });
        let query = pairs.collect::<Vec<_>>().join("&");
        format!("{}{}?{query}", self.base.trim_end_matches('/'), W::PATH)
    }
}

impl Authorization<User> {
    /// Adds a scope to request. Without a call it is [`AUTH_BASE`].
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.who.0.push(scope.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_environment_has_its_own_page() {
        let state = State::try_from("a").expect("a state");
        let user = UserAuthorization::new("1", "https://shop.example/", &state);
        let app = AppAuthorization::new("1", "https://shop.example/", &state);
        let query = "redirect_uri=https%3A%2F%2Fshop.example%2F&state=a";
        assert_eq!(
            user.clone().environment(Environment::Sandbox).url(),
            format!(
                "https://openauth-sandbox.dl.alipaydev.com/oauth2/publicAppAuthorize.htm?app_id=1&scope=auth_base&{query}"
            )
        );
        assert_eq!(
            app.clone().environment(Environment::Sandbox).url(),
            format!(
                "https://openauth-sandbox.dl.alipaydev.com/oauth2/appToAppAuth.htm?app_id=1&{query}"
            )
        );
        assert!(
            user.url().starts_with("https://openauth.alipay.com/oauth2/publicAppAuthorize.htm?")
        );
        let local = app.base_url("http://127.0.0.1:9999/");
        assert!(local.url().starts_with("http://127.0.0.1:9999/oauth2/appToAppAuth.htm?"));
    }

    #[test]
    fn a_page_without_a_state_names_none() {
        let user = UserAuthorization::without_state("1", "https://shop.example/").url();
        let app = AppAuthorization::without_state("1", "https://shop.example/").url();
        for url in [user, app] {
            assert!(url.ends_with("redirect_uri=https%3A%2F%2Fshop.example%2F"), "{url}");
        }
    }

    #[test]
    fn no_value_can_add_a_parameter() {
        let state = State::random();
        let page =
            UserAuthorization::new("1&scope=x#", "https://a/?b=c&d=e%26 ", &state).scope("a&b");
        assert_eq!(page.url().matches(['&', '#', ' ']).count(), 3, "{}", page.url());
    }
}
