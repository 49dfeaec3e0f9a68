//! The operations that something is remembered for: one table, which requests are responded to by.
//! The page of operations shows it, and so does the README.

use super::all::All;
use super::input::Merchant;
use super::mini_program::{PACKAGE_BUILD, TEMPLATE_BUILD};
use crate::rejection::Reply;
use crate::request::Checked;

/// An operation, and its function.
pub(crate) struct Route {
    pub(crate) operation: &'static str,
    /// What it does, for people.
    pub(crate) does: &'static str,
    function: Function,
}

type Function = fn(&mut All, &Merchant, &Checked) -> Reply;

impl Route {
    /// The response to a request.
    pub(super) fn respond(&self, all: &mut All, request: &Checked) -> Reply {
        let merchant = all.tokens.merchant(request)?;
        (self.function)(all, &merchant, request)
    }
}

/// The route of an operation, if something is remembered for it.
pub(super) fn find(operation: &str) -> Option<&'static Route> {
    ROUTES.iter().find(|route| route.operation == operation)
}

const fn route(operation: &'static str, does: &'static str, function: Function) -> Route {
    Route { operation, does, function }
}

/// All of them.
pub(crate) const ROUTES: &[Route] = &[
    route("alipay.trade.create", "places a trade", |all, merchant, request| {
        all.trades.create(&all.book, merchant, request)
    }),
    route(
        "alipay.trade.app.pay",
        "places a trade that the buyer pays in the app",
        |all, merchant, request| all.trades.create(&all.book, merchant, request),
    ),
    route(
        "alipay.trade.page.pay",
        "places a trade, and shows the buyer its page",
        |all, merchant, request| all.trades.create(&all.book, merchant, request),
    ),
    route(
        "alipay.trade.wap.pay",
        "places a trade, and shows the buyer its page",
        |all, merchant, request| all.trades.create(&all.book, merchant, request),
    ),
    route("alipay.trade.precreate", "places a trade behind a QR code", |all, merchant, request| {
        all.trades.precreate(&all.book, merchant, request)
    }),
    route(
        "alipay.trade.pay",
        "places a trade; the buyer's code decides whether it is paid",
        |all, merchant, request| all.trades.pay(&mut all.book, merchant, request),
    ),
    route("alipay.trade.query", "returns the state of a trade", |all, merchant, request| {
        all.trades.query(&mut all.book, merchant, request)
    }),
    route(
        "alipay.trade.cancel",
        "closes a trade, or refunds it in full",
        |all, merchant, request| all.trades.cancel(&mut all.book, merchant, request),
    ),
    route(
        "alipay.trade.close",
        "closes a trade that waits for its buyer",
        |all, merchant, request| all.trades.close(&all.book, merchant, request),
    ),
    route("alipay.trade.refund", "pays back, in whole or in part", |all, merchant, request| {
        all.trades.refund(&mut all.book, merchant, request)
    }),
    route(
        "alipay.trade.refund.apply",
        "pays back, in whole or in part",
        |all, merchant, request| all.trades.apply_for_refund(&mut all.book, merchant, request),
    ),
    route("alipay.trade.fastpay.refund.query", "returns a refund", |all, merchant, request| {
        all.trades.query_refund(merchant, request)
    }),
    route(
        "alipay.fund.trans.uni.transfer",
        "pays a payee out of the payout account",
        |all, merchant, request| all.transfers.transfer(&mut all.book, merchant, request),
    ),
    route("alipay.fund.trans.common.query", "returns a transfer", |all, merchant, request| {
        all.transfers.query(merchant, request)
    }),
    route(
        "alipay.fund.account.query",
        "returns the balance of the payout account",
        |all, merchant, _| Ok(all.transfers.account(&mut all.book, merchant)),
    ),
    route(
        "alipay.system.oauth.token",
        "takes a code or a refresh token of a user, and issues tokens",
        |all, _, request| all.tokens.user_token(request),
    ),
    route("alipay.user.info.share", "returns the user of a token", |all, _, request| {
        all.tokens.user_info(request)
    }),
    route(
        "alipay.open.auth.token.app",
        "takes a code or a refresh token of a merchant, and issues tokens",
        |all, _, request| all.tokens.app_token(request),
    ),
    route(
        "alipay.open.auth.token.app.query",
        "returns the owner of a token, and whether it is valid",
        |all, _, request| all.tokens.query_app_token(request),
    ),
    route(
        "alipay.open.file.upload",
        "keeps the name, size and digest of a file",
        |all, _, request| all.files.upload(request),
    ),
    route(
        "alipay.open.mini.version.audit.apply",
        "puts a version into the audit",
        |all, merchant, request| all.mini_programs.apply(&mut all.files, merchant, request),
    ),
    route(
        "alipay.open.mini.version.audit.cancel",
        "takes a version out of the audit",
        |all, merchant, request| all.mini_programs.cancel(merchant, request),
    ),
    route(
        "alipay.open.mini.version.upload",
        "builds a version from a template",
        |all, merchant, request| all.mini_programs.upload(merchant, request, &TEMPLATE_BUILD),
    ),
    route(
        "alipay.open.mini.version.build.query",
        "returns the progress of this build",
        |all, merchant, request| all.mini_programs.query(merchant, request, &TEMPLATE_BUILD),
    ),
    route(
        "alipay.open.mini.innerversion.upload",
        "builds a version from a package",
        |all, merchant, request| all.mini_programs.upload(merchant, request, &PACKAGE_BUILD),
    ),
    route(
        "alipay.open.mini.innerversion.uploadstatus.query",
        "returns the progress of this build",
        |all, merchant, request| all.mini_programs.query(merchant, request, &PACKAGE_BUILD),
    ),
    route(
        "alipay.open.mini.innerversion.online",
        "puts a version online",
        |all, merchant, request| all.mini_programs.online(merchant, request),
    ),
    route(
        "alipay.open.mini.innerversion.sync",
        "hands a version on to another program",
        |all, merchant, request| all.mini_programs.sync(merchant, request),
    ),
    route("alipay.open.mini.innerversion.upgrade", "upgrades to a version", |all, _, request| {
        all.mini_programs.upgrade(request)
    }),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fmt::Write;

    use super::ROUTES;

    #[test]
    fn no_operation_has_two_routes() {
        let operations: BTreeSet<_> = ROUTES.iter().map(|route| route.operation).collect();
        assert_eq!(operations.len(), ROUTES.len());
    }

    #[test]
    fn the_readme_shows_the_table() {
        let readme = include_str!("../../README.md");
        let mut table = "| operation | what it does |\n| --- | --- |\n".to_owned();
        for route in ROUTES {
            writeln!(table, "| `{}` | {} |", route.operation, route.does).unwrap();
        }
        assert!(readme.contains(&table), "README.md has another table than this:\n\n{table}");
    }
}
