//! The way back from a page.

use std::collections::BTreeMap;

use url::form_urlencoded;

use super::State;
use alipay_sdk_core::impl_debug;

/// The parameters that Alipay adds; what else stands in a query is the merchant's own.
const ADDED: &[&str] =
    &["app_auth_code", "app_id", "application_type", "auth_code", "scope", "source", "state"];

/// The longest query that is read, in bytes. Those of Alipay have some hundred.
const LONGEST: usize = 16 << 10;

/// The parameters that a browser brings back from an authorization page. `Debug` does not show the
/// code.
#[derive(Clone, PartialEq, Eq)]
pub struct Callback {
    code: String,
    parameters: BTreeMap<String, String>,
}

/// Why a browser came back without an authorization. No variant holds a value of the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CallbackError {
    /// The `state` is missing, or is not that of the session.
    #[error(
        "the `state` is not that of this session: start the authorization again, and do not use \
         the code"
    )]
    State,
    /// There is no code: the authorization was declined.
    #[error(
        "there is no `{0}`: the authorization was declined, or this is the redirect from another \
         page"
    )]
    NoCode(&'static str),
    /// A parameter of Alipay is a duplicate, so its value is ambiguous.
    #[error(
        "a parameter of Alipay is a duplicate in the query: keep parameters of that name out of \
         `redirect_uri`"
    )]
    Repeated,
    /// The query is longer than any that Alipay makes.
    #[error("the query has more than {limit} bytes")]
    TooLong {
        /// The limit, in bytes.
        limit: usize,
    },
}

impl Callback {
    /// Reads the query of the redirect from [`UserAuthorization`](super::UserAuthorization),
    /// without the question mark. `state` is that of the session of this browser. Remove it from
    /// the session afterwards.
    ///
    /// # Errors
    /// When the state differs, or there is no code.
    pub fn of_user(query: &str, state: &State) -> Result<Self, CallbackError> {
        Self::read(query, Some(state), "auth_code")
    }

    /// Reads the query of the redirect from [`AppAuthorization`](super::AppAuthorization), as
    /// [`of_user`](Self::of_user) does.
    ///
    /// # Errors
    /// When the state differs, or there is no code.
    pub fn of_app(query: &str, state: &State) -> Result<Self, CallbackError> {
        Self::read(query, Some(state), "app_auth_code")
    }

    /// Reads the query of the redirect from a page without a state. Nothing then proves who started
    /// the authorization, and a victim may come back with the code of an attacker's account. Do not
    /// log users in with it.
    ///
    /// # Errors
    /// When there is no code.
    pub fn of_user_without_state(query: &str) -> Result<Self, CallbackError> {
        Self::read(query, None, "auth_code")
    }

    /// Reads the query of the redirect from an [`AppAuthorization`](super::AppAuthorization)
    /// without a state. Only the tokens tell which merchant it is (`auth_app_id`, `user_id`).
    ///
    /// # Errors
    /// When there is no code.
    pub fn of_app_without_state(query: &str) -> Result<Self, CallbackError> {
        Self::read(query, None, "app_auth_code")
    }

    fn read(query: &str, state: Option<&State>, code: &'static str) -> Result<Self, CallbackError> {
        if query.len() > LONGEST {
            return Err(CallbackError::TooLong { limit: LONGEST });
        }
        let mut parameters = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if !parameters.contains_key(&*name) {
                parameters.insert(name.into_owned(), value.into_owned());
            } else if ADDED.contains(&&*name) {
                return Err(CallbackError::Repeated);
            }
        }
        let received = parameters.get("state");
        if state.is_some_and(|state| !received.is_some_and(|text| state.matches(text))) {
            return Err(CallbackError::State);
        }
        let found = parameters.remove(code).filter(|found| !found.is_empty());
        Ok(Self { code: found.ok_or(CallbackError::NoCode(code))?, parameters })
    }

    /// Returns the code, to exchange for tokens.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Returns another parameter, such as `app_id`, `scope`, `source`, or one of your own. Of
    /// several with one name it returns the first. They are not signed.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str)
    }
}

impl_debug!(Callback);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_only_with_the_state_of_the_session() {
        let state = State::try_from("abc/123=").expect("a state");
        let query = "auth_code=c1&app_id=1&state=abc%2F123%3D&source=alipay_wallet";
        let callback = Callback::of_user(query, &state).expect("agreed");
        assert_eq!((callback.code(), callback.get("source")), ("c1", Some("alipay_wallet")));
        assert!(!format!("{callback:?}").contains("c1"));
        assert_eq!(Callback::of_user(query, &State::random()), Err(CallbackError::State));
        assert_eq!(Callback::of_user("auth_code=c1", &state), Err(CallbackError::State));
    }

    #[test]
    fn a_code_of_the_other_page_two_codes_or_none_are_refused() {
        let state = State::try_from("s").expect("a state");
        let app = |query| Callback::of_app(query, &state);
        assert_eq!(app("app_auth_code=c&state=s").expect("agreed").code(), "c");
        let none = Err(CallbackError::NoCode("app_auth_code"));
        assert_eq!(app("auth_code=c&state=s"), none);
        assert_eq!(app("app_auth_code=&state=s"), none);
        for twice in ["app_auth_code=c&app_auth_code=d&state=s", "app_auth_code=c&state=s&state=t"]
        {
            assert_eq!(app(twice), Err(CallbackError::Repeated));
        }
        let own = app("shop=1&shop=2&app_auth_code=c&state=s").expect("agreed");
        assert_eq!(own.get("shop"), Some("1"));
    }

    #[test]
    fn a_long_query_is_not_taken_apart() {
        let query = |length: usize| format!("app_auth_code=c&shop={}", "x".repeat(length - 21));
        assert!(Callback::of_app_without_state(&query(LONGEST)).is_ok());
        let too_long = Err(CallbackError::TooLong { limit: LONGEST });
        assert_eq!(Callback::of_app_without_state(&query(LONGEST + 1)), too_long);
    }

    #[test]
    fn a_page_without_a_state_is_a_choice_of_its_own() {
        let back = Callback::of_app_without_state("app_auth_code=c&app_id=1").expect("agreed");
        assert_eq!((back.code(), back.get("app_id")), ("c", Some("1")));
        assert!(Callback::of_user_without_state("auth_code=c").is_ok());
        assert_eq!(
            Callback::of_user_without_state("state=s"),
            Err(CallbackError::NoCode("auth_code"))
        );
    }
}
