//! Asking for a bill, and downloading it.

use http::Response;
use serde_json::json;
use url::form_urlencoded::Serializer;

use super::archive::{self, Member};
use super::kind::{Kind, invalid};
use super::links::{Link, Links};
use super::period::Period;
use super::table::Head;
use crate::rejection::{Rejection, Reply};
use crate::request::Checked;
use crate::state::State;
use crate::{clock, header, ids};

/// Where bills are downloaded.
pub(crate) const PATH: &str = "/downloadBillFile.resource";

const OPERATION: &str = "alipay.data.dataservice.bill.downloadurl.query";

/// What the account of a bill ends with.
const SUFFIX: &str = "0156";

/// The content of an address that is not valid any more. The platform sends a page, too.
const EXPIRED: &str = "<!DOCTYPE html><html><body>下载链接已失效，请重新下载。</body></html>";

/// The bills, and their addresses on this gateway.
pub(crate) struct Bills {
    base_url: String,
    links: Links,
}

impl Bills {
    pub(crate) fn new(base_url: String) -> Self {
        Self { base_url, links: Links::default() }
    }

    /// The response to a request for a bill; none to any other.
    pub(crate) fn respond(&self, state: &State, request: &Checked) -> Option<Reply> {
        (request.operation.id == OPERATION).then(|| self.address(state, request))
    }

    fn address(&self, state: &State, request: &Checked) -> Reply {
        let kind = Kind::parse(request.query_text("bill_type").unwrap_or_default())?;
        let date = request.query_text("bill_date").unwrap_or_default();
        let (now, today) = (state.now(), clock::day(state.now()));
        let period = Period::parse(date).filter(|period| period.is_within_reach(today));
        let expected = "bill_date as yyyy-MM-dd or yyyy-MM, of the last six years";
        let period = period.ok_or_else(|| invalid(expected))?;
        let (account, statement) = state.statement(request, &period.text)?;
        let opened = statement.since.as_deref().and_then(clock::parse).map(clock::day);
        if !period.is_over(today) || opened.is_none_or(|opened| opened >= period.end) {
            return Err(Rejection::business("BILL_NOT_EXIST", "账单不存在")
                .expected("a period that is over, and not before the first movement of money"));
        }
        let target = target(kind, &account, &period, now.unix_timestamp());
        let link = Link { kind, account, period: period.text };
        self.links.add(target.clone(), link, now);
        let mut response = json!({ "bill_download_url": format!("{}{target}", self.base_url) });
        if !statement.entries.iter().any(|entry| kind.has(entry)) {
            response["bill_file_code"] = "EMPTY_DATA_WITH_BILL_FILE".into();
        }
        Ok(response)
    }

    /// The content of an address: the zip, as long as it is valid.
    pub(crate) fn download(&self, state: &State, target: &str) -> Response<Vec<u8>> {
        let link = self.links.find(target, state.now());
        let Some((name, zip)) = link.and_then(|link| file(state, &link)) else {
            return response(EXPIRED.as_bytes().to_vec(), "text/html;charset=UTF-8");
        };
        let mut response = response(zip, "application/zip");
        header::set(&mut response, "content-disposition", &format!("attachment;filename={name}"));
        response
    }
}

/// The address below the gateway's own.
fn target(kind: Kind, account: &str, period: &Period, now: i64) -> String {
    let (account, date) = (format!("{account}{SUFFIX}"), period.digits());
    let biz_type = kind.biz_type();
    let query = Serializer::new(String::new())
        .append_pair("bizType", biz_type)
        .append_pair("userId", &account)
        .append_pair("fileType", "csv.zip")
        .append_pair("bizDates", &date)
        .append_pair("downloadFileName", &format!("{account}_{date}.csv.zip"))
        .append_pair("fileId", &format!("/{biz_type}/{account}/{date}.csv.zip"))
        .append_pair("timestamp", &now.to_string())
        .append_pair("token", &ids::random())
        .finish();
    format!("{PATH}?{query}")
}

/// The name and the content of a bill.
fn file(state: &State, link: &Link) -> Option<(String, Vec<u8>)> {
    let Link { kind, account, period } = link;
    let period = Period::parse(period)?;
    let mut entries = state.statement_of(account, &period.text).entries;
    entries.retain(|entry| kind.has(entry));
    let account = format!("{account}{SUFFIX}");
    let head = Head { account: &account, period: &period, made: state.now() };
    let stem = format!("{account}_{}", period.digits());
    let members = kind.tables(&entries).map(|(name, table)| Member {
        name: format!("{stem}_{name}.csv"),
        text: table.text(&head),
    });
    Some((format!("{stem}.csv.zip"), archive::zip(&members).ok()?))
}

fn response(body: Vec<u8>, content_type: &str) -> Response<Vec<u8>> {
    let mut response = Response::new(body);
    header::set(&mut response, "content-type", content_type);
    response
}
