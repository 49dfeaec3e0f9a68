//! The addresses of the pages.

use percent_encoding::utf8_percent_encode;

use super::State;
use crate::client::Environment;
use crate::wire::RESERVED;

/// The scope that gives the user's id, without asking the user (静默授权).
pub const AUTH_BASE: &str = "auth_base";

/// The scope that gives the user's data, after the user agrees (主动授权).
pub const AUTH_USER: &str = "auth_user";

/// The page where a user agrees (`publicAppAuthorize.htm`).
#[derive(Clone, Debug)]
#[must_use]
pub struct UserAuthorization {
    page: Page,
    scopes: Vec<String>,
}

impl UserAuthorization {
    /// For this application. The browser comes back to `redirect_uri`, which the console of the
    /// application must know (授权回调地址).
    pub fn new(app_id: impl Into<String>, redirect_uri: impl Into<String>, state: &State) -> Self {
        let page = Page::new(app_id.into(), redirect_uri.into(), Some(state));
        Self { page, scopes: Vec::new() }
    }

    /// The same without a state, where no session is that could keep one. Nobody can tell then who comes back:
    /// see [`Callback::of_user_without_state`](super::Callback::of_user_without_state).
    pub fn without_state(app_id: impl Into<String>, redirect_uri: impl Into<String>) -> Self {
        Self { page: Page::new(app_id.into(), redirect_uri.into(), None), scopes: Vec::new() }
    }

    /// Asks for this scope, and for those of further calls. Without a word: [`AUTH_BASE`].
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scopes.push(scope.into());
        self
    }

    /// Production, unless said otherwise, or the sandbox.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.page.base = environment.authorisation_url().to_owned();
        self
    }

    /// Another address that the path of the page is appended to, of a local gateway for instance.
    pub fn base_url(mut self, base: impl Into<String>) -> Self {
        self.page.base = base.into();
        self
    }

    /// The address to send the browser to.
    pub fn url(&self) -> String {
        let scope = if self.scopes.is_empty() { AUTH_BASE } else { &self.scopes.join(",") };
        self.page.url("/oauth2/publicAppAuthorize.htm", Some(("scope", scope)))
    }
}

/// The page where a merchant lets a service provider act for it (`appToAppAuth.htm`).
#[derive(Clone, Debug)]
#[must_use]
pub struct AppAuthorization {
    page: Page,
}

impl AppAuthorization {
    /// For the application of the service provider. The browser comes back to `redirect_uri`, which must
    /// be the one that the console of that application knows. On a phone the page works inside of
    /// Alipay alone.
    pub fn new(app_id: impl Into<String>, redirect_uri: impl Into<String>, state: &State) -> Self {
        Self { page: Page::new(app_id.into(), redirect_uri.into(), Some(state)) }
    }

    /// The same without a state, for a link that is sent to a merchant for instance. Nobody can tell then who
    /// comes back: see [`Callback::of_app_without_state`](super::Callback::of_app_without_state).
    pub fn without_state(app_id: impl Into<String>, redirect_uri: impl Into<String>) -> Self {
        Self { page: Page::new(app_id.into(), redirect_uri.into(), None) }
    }

    /// Production, unless said otherwise, or the sandbox.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.page.base = environment.authorisation_url().to_owned();
        self
    }

    /// Another address that the path of the page is appended to, of a local gateway for instance.
    pub fn base_url(mut self, base: impl Into<String>) -> Self {
        self.page.base = base.into();
        self
    }

    /// The address to send the browser to.
    pub fn url(&self) -> String {
        self.page.url("/oauth2/appToAppAuth.htm", None)
    }
}

/// What both pages take.
#[derive(Clone, Debug)]
struct Page {
    base: String,
    app_id: String,
    redirect_uri: String,
    state: Option<State>,
}

impl Page {
    fn new(app_id: String, redirect_uri: String, state: Option<&State>) -> Self {
        let base = Environment::Production.authorisation_url().to_owned();
        Self { base, app_id, redirect_uri, state: state.cloned() }
    }

    fn url(&self, path: &str, more: Option<(&str, &str)>) -> String {
        let pairs = [("app_id", self.app_id.as_str())]
            .into_iter()
            .chain(more)
            .chain([("redirect_uri", &*self.redirect_uri)])
            .chain(self.state.as_ref().map(|state| ("state", state.as_str())));
        let query: Vec<_> = pairs
            .map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, RESERVED)))
            .collect();
        format!("{}{path}?{}", self.base.trim_end_matches('/'), query.join("&"))
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
