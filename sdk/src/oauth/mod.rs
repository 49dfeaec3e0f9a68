//! Authorization (OAuth): the pages where users and merchants agree, and the tokens that come of
//! it.
//!
//! | who agrees | page | comes back with | gives |
//! | --- | --- | --- | --- |
//! | a user (用户授权) | [`UserAuthorization`] | `auth_code` | `user_token`: the user's id, and access to the user's data |
//! | a merchant (应用授权, for service providers) | [`AppAuthorization`] | `app_auth_code` | `app_token`: calls on behalf of the merchant |
//!
//! In this order:
//!
//! 1. Make a [`State`], keep it in the session of this browser, and send the browser to the page's
//!    address.
//! 2. When it comes back, read the query with [`Callback`], against the `State` of its session.
//!    Without that check somebody could have a victim come back with the code of another account
//!    (CSRF).
//! 3. Exchange the code: it works once. Keep the tokens as you keep passwords.
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
