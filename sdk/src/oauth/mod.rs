//! Authorization (OAuth): the pages where users and merchants agree, and the tokens of the
//! authorization.
//!
//! | who agrees | page | comes back with | gives |
//! | --- | --- | --- | --- |
//! | a user (用户授权) | [`UserAuthorization`] | `auth_code` | `user_token`: the user's id, and access to the user's data |
//! | a merchant (应用授权, for service providers) | [`AppAuthorization`] | `app_auth_code` | `app_token`: calls on behalf of the merchant |
//!
//! In this order:
//!
//! 1. Generate a [`State`], keep it in the session of this browser, and redirect the browser to the
//!    page.
//! 2. When the browser comes back, read the query with [`Callback`] and the `State` of its session.
//!    Without that check an attacker could make a victim come back with the code of another account
//!    (CSRF).
//! 3. Exchange the code, which works once. Protect the tokens like passwords.
//!
//! ```
//! use alipay_sdk::oauth::{self, AUTH_USER, Callback, State, UserAuthorization};
//! use alipay_sdk::{Client, Error};
//!
//! fn log_in(app_id: &str) -> (State, String) {
//!     let state = State::random();
//!     let page = UserAuthorization::new(app_id, "https://shop.example/back", &state).scope(AUTH_USER);
//!     (state, page.url()) // the state into the session, the browser to the address
//! }
//!
//! async fn came_back(client: &Client, query: &str, state: &State) -> Result<String, Box<dyn std::error::Error>> {
//!     let callback = Callback::of_user(query, state)?;
//!     let tokens = oauth::user_token(client, callback.code()).await?;
//!     tokens.open_id.clone().ok_or_else(|| "no open_id".into())
//! }
//! # let (state, url) = log_in("2021000000000000");
//! # assert!(url.contains(state.as_str()));
//! ```

mod callback;
mod page;
mod state;
#[cfg(all(feature = "open", feature = "system"))]
mod token;

pub use callback::{Callback, CallbackError};
pub use page::{AUTH_BASE, AUTH_USER, AppAuthorization, UserAuthorization};
pub use state::{InvalidState, State};
#[cfg(all(feature = "open", feature = "system"))]
pub use token::{app_token, refresh_app_token, refresh_user_token, user_token};
