//! The addresses of the pages of authorisation: `oauth.json`.

use alipay_sdk::oauth::{AppAuthorization, State, UserAuthorization};

use crate::common::{check, load, same, text};

#[test]
fn pages_of_authorisation_are_addressed_as_documented() {
    check(&load("oauth.json"), |vector| {
        let [app_id, redirect_uri] =
            [text(vector, "/input/app_id")?, text(vector, "/input/redirect_uri")?];
        let state =
            State::try_from(text(vector, "/input/state")?).map_err(|error| error.to_string())?;
        let url = match vector["input"]["scope"].as_str() {
            Some(scope) => UserAuthorization::new(app_id, redirect_uri, &state).scope(scope).url(),
            None => AppAuthorization::new(app_id, redirect_uri, &state).url(),
        };
        same("url", &parts(&url)?, &parts(text(vector, "/expected/url")?)?)
    });
}

/// The address without its query, and the decoded parameters in any order.
fn parts(url: &str) -> Result<(String, Vec<(String, String)>), String> {
    let url = url::Url::parse(url).map_err(|error| error.to_string())?;
    let mut pairs: Vec<_> = url.query_pairs().into_owned().collect();
    pairs.sort();
    Ok((format!("{}{}", url.origin().ascii_serialization(), url.path()), pairs))
}
