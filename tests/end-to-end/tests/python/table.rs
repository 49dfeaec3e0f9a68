//! What goes wrong, what the Python SDKs make of it, and what this SDK makes of it.

use std::time::Duration;

use alipay_end_to_end::comparison::Row;
use alipay_end_to_end::comparison::Setup::{
    self, Certificates, Key, OtherRoots, UnknownApp, WrongAlipayKey, WrongPrivateKey,
};
use alipay_end_to_end::comparison::Wrong::{self, LogIn, Rejection, Response};
use alipay_end_to_end::verdict::Verdict::{
    self, NoResponse, NotSent, Rejected, Taken, Unreadable, Untrusted,
};
use alipay_gateway::Fault::{
    Accepted, BadGateway, Duplicate, EmptyBody, HugeBody, Latency, MissingSignature, NotUtf8,
    ResetAfter, ResetBefore, SlowDrip, SystemError, TooManyRequests, Truncated, UnknownSerial,
    WrongSignature,
};

use crate::setup::Sdk::{self, Fzlee, Official};

/// What each of the SDKs makes of it, in the order in which it is tried.
pub(crate) fn table() -> Vec<(Sdk, Row)> {
    let mut rows: Vec<(Sdk, Row)> = [Official, Fzlee].into_iter().flat_map(alike).collect();
    rows.extend(official());
    rows.extend(fzlee());
    rows.extend(another_key());
    rows
}

fn row(
    sdk: Sdk,
    (wrong, setup): (Wrong, Setup),
    verdicts: [Verdict<'static>; 2],
    why: &'static str,
) -> (Sdk, Row) {
    (sdk, Row::differs(wrong, setup, verdicts, why))
}

/// What both Python SDKs and this one take in the same way.
fn alike(sdk: Sdk) -> Vec<(Sdk, Row)> {
    let business = Rejected("ACQ.TRADE_NOT_EXIST");
    let pause = Duration::from_millis(20);
    let breath = Duration::from_millis(1);
    let same = [
        (Wrong::Setup, Key, Taken),
        (Wrong::Setup, WrongPrivateKey, Rejected("isv.invalid-signature")),
        (Wrong::Setup, WrongAlipayKey, Untrusted),
        (Response(WrongSignature), Key, Untrusted),
        (Rejection(None), Key, business),
        (Rejection(Some(WrongSignature)), Key, Untrusted),
        (LogIn(None), Key, Rejected("isv.code-invalid")),
        (Response(TooManyRequests), Key, Rejected("isv.app-call-limited")),
        (Response(SystemError), Key, Rejected("isp.unknow-error")),
        (Response(Accepted), Key, Taken),
        (Response(ResetBefore), Key, NoResponse),
        (Response(ResetAfter), Key, NoResponse),
        (Response(Truncated), Key, NoResponse),
        (Response(Latency(pause)), Key, Taken),
        (Response(SlowDrip(breath)), Key, Taken),
        (Response(HugeBody(1 << 20)), Key, Taken),
        (Response(Duplicate), Key, Taken),
        (Response(UnknownSerial), Key, Taken),
    ];
    let mut rows: Vec<(Sdk, Row)> = same
        .into_iter()
        .map(|(wrong, setup, verdict)| row(sdk, (wrong, setup), [verdict; 2], ""))
        .collect();
    rows.push(row(
        sdk,
        (Response(EmptyBody), Key),
        [Unreadable, Untrusted],
        "nothing at all is no signed response: they look for JSON first",
    ));
    rows.push(row(
        sdk,
        (Response(NotUtf8), Key),
        [Unreadable, Taken],
        "they decode the whole body; the byte stands outside the signed field",
    ));
    rows
}

/// How the official one differs.
fn official() -> Vec<(Sdk, Row)> {
    let differs =
        |wrong, setup, theirs, ours, why| row(Official, (wrong, setup), [theirs, ours], why);
    let business = Rejected("ACQ.TRADE_NOT_EXIST");
    let unsigned = "it reads nothing that is not signed, rejections neither";
    vec![
        differs(Wrong::Setup, UnknownApp, Unreadable, Rejected("isv.invalid-app-id"), unsigned),
        differs(Rejection(Some(MissingSignature)), Key, Unreadable, business, unsigned),
        differs(Response(MissingSignature), Key, Unreadable, Untrusted, unsigned),
        differs(LogIn(Some(WrongSignature)), Key, Untrusted, Untrusted, ""),
        differs(
            Response(BadGateway),
            Key,
            Unreadable,
            Rejected(""),
            "it fails to make its own error of another status than 200",
        ),
        differs(
            Wrong::Setup,
            Certificates,
            Unreadable,
            Taken,
            "it has no certificate mode: `alipay_cert_sn` before `sign` is unknown to it",
        ),
        differs(Wrong::Text("}{"), Key, Taken, Taken, ""),
        differs(Wrong::Text("},\"sign\":\"x"), Key, Taken, Taken, ""),
    ]
}

/// How `python-alipay-sdk` differs.
fn fzlee() -> Vec<(Sdk, Row)> {
    let differs = |wrong, setup, theirs, ours, why| row(Fzlee, (wrong, setup), [theirs, ours], why);
    let business = Rejected("ACQ.TRADE_NOT_EXIST");
    vec![
        differs(
            Wrong::Setup,
            UnknownApp,
            Rejected("isv.invalid-app-id"),
            Rejected("isv.invalid-app-id"),
            "",
        ),
        differs(Rejection(Some(MissingSignature)), Key, business, business, ""),
        differs(
            Response(MissingSignature),
            Key,
            Rejected("10000"),
            Untrusted,
            "it takes whatever is not signed for a rejection, a success, too",
        ),
        differs(
            LogIn(Some(WrongSignature)),
            Key,
            Rejected("isv.code-invalid"),
            Untrusted,
            "it never verifies what stands below `error_response`",
        ),
        differs(Response(BadGateway), Key, Rejected(""), Rejected(""), ""),
        differs(Wrong::Setup, Certificates, Taken, Taken, ""),
        differs(
            Wrong::Setup,
            OtherRoots,
            NotSent,
            Rejected("isv.invalid-app-cert-sn"),
            "it splits a bundle at its empty lines; this one has none, so it finds no serial",
        ),
        differs(
            Response(UnknownSerial),
            Certificates,
            Taken,
            Untrusted,
            "it does not look at `alipay_cert_sn`",
        ),
        differs(
            Wrong::Text("}{"),
            Key,
            Untrusted,
            Taken,
            "it counts the braces of texts, too, to find the end of the signed field",
        ),
    ]
}

/// From here on the platform's key is another one.
fn another_key() -> Vec<(Sdk, Row)> {
    vec![
        row(Fzlee, (Wrong::Rotated, Certificates), [Untrusted; 2], ""),
        row(Official, (Wrong::Setup, Key), [Untrusted; 2], ""),
    ]
}
