//! The addresses of the pages of authorization: `oauth.json`.

use alipay_sdk::oauth::{AppAuthorization, State, UserAuthorization};

use crate::common::{check, load, same, text};

#[test]
fn pages_of_authorization_are_addressed_as_documented() {
    check(&load("oauth.json"), |vector| {
        let [app_id, redirect_uri] =
            [text(vector, "/input/app_id")?, text(vector, "/input/redirect_uri")?];
        let state = match vector["input"]["state"].as_str() {
            Some(state) => Some(State::try_from(state).map_err(|error| error.to_string())?),
            None => None,
        };
        let expected = parts(text(vector, "/expected/url")?)?;
        let (address, _) = &expected;
        let (base, page) = address.split_once("/oauth2/").ok_or("an unknown address")?;
        let url = if page == "appToAppAuth.htm" {
            let page = match &state {
                Some(state) => AppAuthorization::new(app_id, redirect_uri, state),
                None => AppAuthorization::without_state(app_id, redirect_uri),
            };
            page.base_url(base).url()
        } else {
            let page = match &state {
                Some(state) => UserAuthorization::new(app_id, redirect_uri, state),
                None => UserAuthorization::without_state(app_id, redirect_uri),
            };
            let scopes =
                vector["input"]["scope"].as_str().into_iter().flat_map(|all| all.split(','));
            scopes.fold(page, UserAuthorization::scope).base_url(base).url()
        };
        same("url", &parts(&url)?, &expected)
    });
}

/// The address without its query, and the decoded parameters in any order.
fn parts(url: &str) -> Result<(String, Vec<(String, String)>), String> {
    let url = url::Url::parse(url).map_err(|error| error.to_string())?;
    let mut pairs: Vec<_> = url.query_pairs().into_owned().collect();
    pairs.sort();
    Ok((format!("{}{}", url.origin().ascii_serialization(), url.path()), pairs))
}
