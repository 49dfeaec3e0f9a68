//! What goes wrong, what Node makes of it, and what this SDK makes of it.

use std::time::Duration;

use alipay_end_to_end::comparison::Row;
use alipay_end_to_end::comparison::Setup::{
    Certificates, Key, OtherCertificate, OtherRoots, UnknownApp, WrongAlipayKey, WrongEncryptKey,
    WrongPrivateKey,
};
use alipay_end_to_end::comparison::Wrong::{self, Get, Path, Rejection, Response, Rotated};
use alipay_end_to_end::verdict::Verdict::{
    NoResponse, NotProcessed, NotSent, Rejected, Taken, Unreadable, Untrusted,
};
use alipay_gateway::Fault::{
    Accepted, BadGateway, Duplicate, EmptyBody, HugeBody, Latency, MissingSignature, NotUtf8,
    ResetAfter, ResetBefore, SlowDrip, SystemError, TooManyRequests, Truncated, UnknownSerial,
    WrongSignature,
};

/// What each of the SDKs makes of it, in the order in which it is tried.
pub(crate) fn table() -> impl Iterator<Item = Row> {
    requests()
        .into_iter()
        .chain(successes())
        .chain(error_responses())
        .chain(failures())
        .chain(unusual_responses())
        .chain(another_key())
}

/// The gateway refuses both.
fn requests() -> [Row; 8] {
    [
        Row::same(Wrong::Setup, WrongPrivateKey, Rejected("invalid-signature")),
        Row::same(Wrong::Setup, WrongPrivateKey, Rejected("invalid-signature")).encrypted(),
        Row::same(Wrong::Setup, UnknownApp, Rejected("invalid-app-id")),
        Row::same(Wrong::Setup, OtherCertificate, Rejected("app-cert-not-exist")),
        Row::same(Wrong::Setup, OtherRoots, Rejected("invalid-alipay-root-cert-sn")),
        Row::same(
            Wrong::Setup,
            WrongEncryptKey,
            Rejected("decryption-error-not-valid-encrypt-key"),
        )
        .encrypted(),
        Row::differs(
            Path,
            Key,
            [Rejected("invalid-signature"), NotSent],
            "Node signs the path as given, and sends it encoded",
        ),
        Row::differs(
            Get,
            Key,
            [Unreadable, Taken],
            "Node asks for a response in plain text, and decrypts it",
        )
        .encrypted(),
    ]
}

/// Successes that are not provably the platform's. With a key there are no serials to know.
fn successes() -> [Row; 11] {
    [
        Row::same(Wrong::Setup, WrongAlipayKey, Untrusted),
        Row::same(Wrong::Setup, WrongAlipayKey, Untrusted).encrypted(),
        Row::same(Response(WrongSignature), Key, Untrusted),
        Row::same(Response(WrongSignature), Key, Untrusted).encrypted(),
        Row::same(Response(WrongSignature), Certificates, Untrusted),
        Row::same(Response(MissingSignature), Key, Untrusted),
        Row::same(Response(MissingSignature), Certificates, Untrusted).encrypted(),
        Row::same(Response(UnknownSerial), Certificates, Untrusted),
        Row::same(Response(EmptyBody), Key, Untrusted),
        Row::differs(
            Response(NotUtf8),
            Key,
            [Untrusted, Unreadable],
            "Node verifies the text that it decoded, which is another one",
        ),
        Row::same(Response(UnknownSerial), Key, Taken),
    ]
}

fn error_responses() -> [Row; 6] {
    let business = Rejected("ACQ.TRADE_NOT_EXIST");
    let differs = |fault, setup| {
        let verdicts = [business, Untrusted];
        let why = "Node never verifies an error response";
        Row::differs(Rejection(Some(fault)), setup, verdicts, why)
    };
    [
        Row::same(Rejection(None), Key, business),
        Row::same(Rejection(None), Certificates, business).encrypted(),
        Row::same(Rejection(Some(MissingSignature)), Key, business),
        differs(WrongSignature, Key),
        differs(WrongSignature, Key).encrypted(),
        differs(UnknownSerial, Certificates),
    ]
}

/// Failures of the platform, and on the way to it.
fn failures() -> [Row; 8] {
    let interrupted = |fault| {
        let verdicts = [Rejected("suspected-attack"), NoResponse];
        let why = "Node's HTTP client sends it again, with the same nonce";
        Row::differs(Response(fault), Key, verdicts, why)
    };
    [
        Row::same(Response(SystemError), Key, Rejected("unknow-error")),
        Row::same(Response(SystemError), Certificates, Rejected("unknow-error")).encrypted(),
        Row::same(Response(TooManyRequests), Key, Rejected("app-call-limited")),
        Row::differs(
            Response(BadGateway),
            Key,
            [Unreadable, Rejected("")],
            "Node expects JSON of a proxy, too",
        ),
        Row::differs(
            Response(Accepted),
            Key,
            [Taken, NotProcessed],
            "Node takes every status below 400 for a success",
        ),
        interrupted(ResetBefore),
        interrupted(ResetAfter),
        interrupted(Truncated),
    ]
}

/// Unusual, but right calls.
fn unusual_responses() -> [Row; 4] {
    let (pause, breath) = (Duration::from_millis(20), Duration::from_millis(1));
    [
        Row::same(Response(Latency(pause)), Key, Taken),
        Row::same(Response(SlowDrip(breath)), Key, Taken).encrypted(),
        Row::same(Response(HugeBody(1 << 20)), Key, Taken),
        Row::same(Response(Duplicate), Key, Taken),
    ]
}

/// From here on the platform's key is another one.
fn another_key() -> [Row; 2] {
    [Row::same(Rotated, Certificates, Untrusted), Row::same(Wrong::Setup, Key, Untrusted)]
}
