//! Who plays the buyer, and what there is then: trades, money, codes, time.

use serde_json::{Map, Value, json};
use time::Duration;

use super::input::{Mistake, check_names, optional_number, read, required_text};
use super::report;
use super::response::{Handled, done};
use crate::clock;
use crate::open_data;
use crate::site::route::Input;

/// The most that time can be moved at once, in seconds: a century.
const LONGEST: u64 = 100 * 366 * 24 * 60 * 60;

pub(super) fn buyer_pays(input: &Input<'_>) -> Handled {
    let business = &input.parts.business;
    let number = out_trade_no(input.body)?;
    let pays = business.state.buyer_pays(&number);
    business.notify_payments();
    acted(pays, &number)
}

pub(super) fn buyer_scans(input: &Input<'_>) -> Handled {
    let number = out_trade_no(input.body)?;
    acted(input.parts.business.state.buyer_scans(&number), &number)
}

fn out_trade_no(body: &[u8]) -> Result<String, Mistake> {
    one_text(&read(body)?, "out_trade_no")
}

fn acted(done_so: bool, out_trade_no: &str) -> Handled {
    let missing =
        || Mistake(format!("no trade with the number `{out_trade_no}` waits for its payment"));
    if done_so { Ok(done()) } else { Err(missing()) }
}

pub(super) fn set_balance(input: &Input<'_>) -> Handled {
    let request = read(input.body)?;
    check_names(&request, &["fen"])?;
    let fen = optional_number(&request, "fen")?.and_then(|fen| i64::try_from(fen).ok());
    let missing = || Mistake("`fen` is missing: pass a number".to_owned());
    input.parts.business.state.set_balance(fen.ok_or_else(missing)?);
    Ok(done())
}

pub(super) fn issue_user_code(input: &Input<'_>) -> Handled {
    let user_id = one_text(&read(input.body)?, "user_id")?;
    Ok(json!({ "code": input.parts.business.state.issue_user_code(&user_id) }))
}

pub(super) fn issue_app_code(input: &Input<'_>) -> Handled {
    let app_id = one_text(&read(input.body)?, "app_id")?;
    Ok(json!({ "code": input.parts.business.state.issue_app_code(&app_id) }))
}

pub(super) fn phone_number(input: &Input<'_>) -> Handled {
    let apps = &input.parts.apps;
    let request = read(input.body)?;
    check_names(&request, &["mobile", "app_id"])?;
    let app_id = match request.get("app_id") {
        None => apps.own().app_id,
        Some(_) => required_text(&request, "app_id")?.to_owned(),
    };
    let posted = open_data::phone_number(apps, &app_id, required_text(&request, "mobile")?);
    posted.ok_or_else(|| Mistake(format!("`{app_id}` is not an application")))
}

pub(super) fn advance(input: &Input<'_>) -> Handled {
    let business = &input.parts.business;
    let request = read(input.body)?;
    check_names(&request, &["seconds"])?;
    let seconds = optional_number(&request, "seconds")?.filter(|seconds| *seconds <= LONGEST);
    let seconds = seconds.and_then(|seconds| i64::try_from(seconds).ok());
    let missing = || Mistake("`seconds` is missing, or is more than a century".to_owned());
    business.state.advance(Duration::seconds(seconds.ok_or_else(missing)?));
    business.notify_payments();
    Ok(json!({ "now": clock::in_china(business.state.now()) }))
}

pub(super) fn trades(input: &Input<'_>) -> Handled {
    Ok(input.parts.business.state.trades().iter().map(report::trade).collect())
}

pub(super) fn uploads(input: &Input<'_>) -> Handled {
    Ok(input.parts.business.state.uploads().iter().map(report::upload).collect())
}

pub(super) fn ledger(input: &Input<'_>) -> Handled {
    Ok(report::ledger(&input.parts.business.state.ledger()))
}

/// The one text that a request consists of.
fn one_text(request: &Map<String, Value>, name: &str) -> Result<String, Mistake> {
    check_names(request, &[name])?;
    Ok(required_text(request, name)?.to_owned())
}
