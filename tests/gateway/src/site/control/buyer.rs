//! Who plays the buyer, and what there is then: trades, money, codes, time.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{get, post};
use bytes::Bytes;
use serde_json::{Map, Value, json};
use time::Duration;

use super::input::{Mistake, check_names, optional_number, read, required_text};
use super::report;
use super::response::{Handled, done, ok};
use crate::apps::Apps;
use crate::business::Business;
use crate::clock;
use crate::open_data;
use crate::parts::Parts;

type Shared = State<Arc<Business>>;

/// The most that time can be moved at once, in seconds: a century.
const LONGEST: u64 = 100 * 366 * 24 * 60 * 60;

pub(super) fn router(parts: &Parts) -> Router {
    Router::new()
        .route("/buyer_pays", post(buyer_pays))
        .route("/buyer_scans", post(buyer_scans))
        .route("/set_balance", post(set_balance))
        .route("/issue_user_code", post(issue_user_code))
        .route("/issue_app_code", post(issue_app_code))
        .route("/advance", post(advance))
        .route("/trades", get(trades))
        .route("/uploads", get(uploads))
        .route("/ledger", get(ledger))
        .with_state(parts.business.clone())
        .route("/phone_number", post(phone_number).with_state(parts.apps.clone()))
}

async fn buyer_pays(State(business): Shared, body: Bytes) -> Handled {
    let number = out_trade_no(&body)?;
    let pays = business.state.buyer_pays(&number);
    business.notify_payments();
    acted(pays, &number)
}

async fn buyer_scans(State(business): Shared, body: Bytes) -> Handled {
    let number = out_trade_no(&body)?;
    acted(business.state.buyer_scans(&number), &number)
}

fn out_trade_no(body: &[u8]) -> Result<String, Mistake> {
    one_text(&read(body)?, "out_trade_no")
}

fn acted(done_so: bool, out_trade_no: &str) -> Handled {
    let missing =
        || Mistake(format!("no trade with the number `{out_trade_no}` waits for its payment"));
    if done_so { Ok(done()) } else { Err(missing()) }
}

async fn set_balance(State(business): Shared, body: Bytes) -> Handled {
    let request = read(&body)?;
    check_names(&request, &["fen"])?;
    let fen = optional_number(&request, "fen")?.and_then(|fen| i64::try_from(fen).ok());
    business
        .state
        .set_balance(fen.ok_or_else(|| Mistake("`fen` is missing: pass a number".to_owned()))?);
    Ok(done())
}

async fn issue_user_code(State(business): Shared, body: Bytes) -> Handled {
    let user_id = one_text(&read(&body)?, "user_id")?;
    Ok(ok(&json!({ "code": business.state.issue_user_code(&user_id) })))
}

async fn issue_app_code(State(business): Shared, body: Bytes) -> Handled {
    let app_id = one_text(&read(&body)?, "app_id")?;
    Ok(ok(&json!({ "code": business.state.issue_app_code(&app_id) })))
}

async fn phone_number(State(apps): State<Arc<Apps>>, body: Bytes) -> Handled {
    let request = read(&body)?;
    check_names(&request, &["mobile", "app_id"])?;
    let app_id = match request.get("app_id") {
        None => apps.own().app_id,
        Some(_) => required_text(&request, "app_id")?.to_owned(),
    };
    let posted = open_data::phone_number(&apps, &app_id, required_text(&request, "mobile")?);
    Ok(ok(&posted.ok_or_else(|| Mistake(format!("`{app_id}` is not an application")))?))
}

async fn advance(State(business): Shared, body: Bytes) -> Handled {
    let request = read(&body)?;
    check_names(&request, &["seconds"])?;
    let seconds = optional_number(&request, "seconds")?.filter(|seconds| *seconds <= LONGEST);
    let seconds = seconds.and_then(|seconds| i64::try_from(seconds).ok());
    let missing = || Mistake("`seconds` is missing, or is more than a century".to_owned());
    business.state.advance(Duration::seconds(seconds.ok_or_else(missing)?));
    business.notify_payments();
    Ok(ok(&json!({ "now": clock::in_china(business.state.now()) })))
}

async fn trades(State(business): Shared) -> Response {
    ok(&business.state.trades().iter().map(report::trade).collect())
}

async fn uploads(State(business): Shared) -> Response {
    ok(&business.state.uploads().iter().map(report::upload).collect())
}

async fn ledger(State(business): Shared) -> Response {
    ok(&report::ledger(&business.state.ledger()))
}

/// The one text that a request consists of.
fn one_text(request: &Map<String, Value>, name: &str) -> Result<String, Mistake> {
    check_names(request, &[name])?;
    Ok(required_text(request, name)?.to_owned())
}
