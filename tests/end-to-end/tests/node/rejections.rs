//! One table: what goes wrong, what Node makes of it, and what this SDK makes of it.

use std::collections::BTreeMap;
use std::time::Duration;

use alipay_gateway::{Fault, FaultRule, Gateway, NewApp, Rejection};
use serde_json::json;
use tempfile::TempDir;

use crate::setup::{Call, Config, Pair};
use crate::verdict::Verdict::{
    NoResponse, NotProcessed, NotSent, Rejected, Taken, Unreadable, Untrusted,
};
use crate::verdict::{self, Verdict};

const WRONG_KEY: &str = include_str!("../../../vectors/keys/unrelated_private.pkcs8.pem");
const WRONG_PUBLIC_KEY: &str = include_str!("../../../vectors/keys/unrelated_public.spki.pem");
const OTHER_ROOTS: &str = include_str!("../../../vectors/certs/alipay_root_bundle.crt");

/// How both clients are set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Setup {
    Key,
    Certificates,
    WrongPrivateKey,
    WrongAlipayKey,
    UnknownApp,
    WrongEncryptKey,
    OtherCertificate,
    OtherRoots,
}

impl Setup {
    fn config(self, gateway: &Gateway) -> Config {
        let mut config = Config::of(gateway);
        let app = &mut config.app;
        let another = |app_id: &str, public_key: &str| {
            let another = NewApp { app_id: app_id.to_owned(), public_key: public_key.to_owned() };
            gateway.add_app(another).unwrap()
        };
        match self {
            Self::Key => {}
            Self::Certificates => config.certificates = true,
            Self::WrongPrivateKey => app.private_key = WRONG_KEY.to_owned(),
            Self::WrongAlipayKey => app.alipay_public_key = WRONG_PUBLIC_KEY.to_owned(),
            Self::UnknownApp => app.app_id = "2021000000000009".to_owned(),
            Self::WrongEncryptKey => app.encrypt_key = "AAAAAAAAAAAAAAAAAAAAAA==".to_owned(),
            Self::OtherCertificate => {
                config.certificates = true;
                let other = another("2021000000000002", WRONG_PUBLIC_KEY);
                app.private_key = WRONG_KEY.to_owned();
                app.app_certificate = other.app_certificate;
            }
            Self::OtherRoots => {
                config.certificates = true;
                app.root_certificates = OTHER_ROOTS.to_owned();
            }
        }
        config
    }
}

/// What goes wrong.
#[derive(Clone, Debug)]
enum Wrong {
    /// Nothing but the set-up.
    Setup,
    /// The response.
    Response(Fault),
    /// The response, which is a rejection.
    ErrorResponse(Option<Fault>),
    /// The platform signs with a new certificate, and another key.
    Rotated,
    /// The path is not percent-encoded.
    Path,
    /// Nothing: a GET, which has no body to encrypt.
    Get,
}

/// One line of the table.
struct Row {
    wrong: Wrong,
    setup: Setup,
    encrypted: bool,
    node: Verdict<'static>,
    ours: Verdict<'static>,
    /// Why the verdicts differ.
    why: &'static str,
}

impl Row {
    fn same(wrong: Wrong, setup: Setup, verdict: Verdict<'static>) -> Self {
        Self { wrong, setup, encrypted: false, node: verdict, ours: verdict, why: "" }
    }

    fn differs(
        wrong: Wrong,
        setup: Setup,
        [node, ours]: [Verdict<'static>; 2],
        why: &'static str,
    ) -> Self {
        Self { wrong, setup, encrypted: false, node, ours, why }
    }

    fn encrypted(self) -> Self {
        Self { encrypted: true, ..self }
    }
}

/// What each of the SDKs makes of it.
fn table() -> Vec<Row> {
    use Fault::{
        Accepted, BadGateway, Duplicate, EmptyBody, HugeBody, Latency, MissingSignature, NotUtf8,
        ResetAfter, ResetBefore, SlowDrip, SystemError, TooManyRequests, Truncated, UnknownSerial,
        WrongSignature,
    };
    use Setup::{
        Certificates, Key, OtherCertificate, OtherRoots, UnknownApp, WrongAlipayKey,
        WrongEncryptKey, WrongPrivateKey,
    };
    use Wrong::{ErrorResponse, Get, Path, Response, Rotated};

    let business = Rejected("ACQ.TRADE_NOT_EXIST");
    let bad_key = Rejected("decryption-error-not-valid-encrypt-key");
    let (pause, breath) = (Duration::from_millis(20), Duration::from_millis(1));
    let errors = "Node never verifies an error response";
    let repeats = "Node's HTTP client sends it again, with the same nonce";
    vec![
        // The gateway refuses both.
        Row::same(Wrong::Setup, WrongPrivateKey, Rejected("invalid-signature")),
        Row::same(Wrong::Setup, WrongPrivateKey, Rejected("invalid-signature")).encrypted(),
        Row::same(Wrong::Setup, UnknownApp, Rejected("invalid-app-id")),
        Row::same(Wrong::Setup, OtherCertificate, Rejected("app-cert-not-exist")),
        Row::same(Wrong::Setup, OtherRoots, Rejected("invalid-alipay-root-cert-sn")),
        Row::same(Wrong::Setup, WrongEncryptKey, bad_key).encrypted(),
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
        // Successes that are not provably the platform's.
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
        // With a key there are no serials to know.
        Row::same(Response(UnknownSerial), Key, Taken),
        // Error responses.
        Row::same(ErrorResponse(None), Key, business),
        Row::same(ErrorResponse(None), Certificates, business).encrypted(),
        Row::same(ErrorResponse(Some(MissingSignature)), Key, business),
        Row::differs(ErrorResponse(Some(WrongSignature)), Key, [business, Untrusted], errors),
        Row::differs(ErrorResponse(Some(WrongSignature)), Key, [business, Untrusted], errors)
            .encrypted(),
        Row::differs(
            ErrorResponse(Some(UnknownSerial)),
            Certificates,
            [business, Untrusted],
            errors,
        ),
        // Failures of the platform, and on the way to it.
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
        Row::differs(
            Response(ResetBefore),
            Key,
            [Rejected("suspected-attack"), NoResponse],
            repeats,
        ),
        Row::differs(
            Response(ResetAfter),
            Key,
            [Rejected("suspected-attack"), NoResponse],
            repeats,
        ),
        Row::differs(Response(Truncated), Key, [Rejected("suspected-attack"), NoResponse], repeats),
        // What is unusual, but right.
        Row::same(Response(Latency(pause)), Key, Taken),
        Row::same(Response(SlowDrip(breath)), Key, Taken).encrypted(),
        Row::same(Response(HugeBody(1 << 20)), Key, Taken),
        Row::same(Response(Duplicate), Key, Taken),
        // From here on the platform's key is another one.
        Row::same(Rotated, Certificates, Untrusted),
        Row::same(Wrong::Setup, Key, Untrusted),
    ]
}

/// An operation that the gateway remembers nothing of.
fn call(wrong: &Wrong, encrypted: bool) -> Call {
    let call = Call { encrypted, ..Call::default() };
    match wrong {
        Wrong::Path => Call {
            operation: "alipay.marketing.activity.query",
            method: "GET",
            path: "/v3/alipay/marketing/activity/活动",
            ..call
        },
        Wrong::Get => Call {
            operation: "alipay.marketing.activity.query",
            method: "GET",
            path: "/v3/alipay/marketing/activity/1",
            ..call
        },
        _ => Call {
            operation: "alipay.commerce.ec.employee.info.modify",
            method: "PUT",
            path: "/v3/alipay/commerce/ec/employee/info",
            body: json!({"employee_name": "张三"}),
            ..call
        },
    }
}

/// Lets it go wrong for the next call.
fn prepare(gateway: &Gateway, operation: &str, wrong: &Wrong) {
    gateway.clear_faults();
    let fault = match wrong {
        Wrong::Response(fault) => Some(fault.clone()),
        Wrong::ErrorResponse(fault) => {
            let refusal = Rejection::business("ACQ.TRADE_NOT_EXIST", "交易不存在");
            gateway.script(operation, Err(refusal));
            fault.clone()
        }
        _ => None,
    };
    if let Some(fault) = fault {
        let operation = Some(operation.to_owned());
        gateway.fault(FaultRule { operation, fault, times: Some(1) });
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_node_rejects_we_reject() {
    let Some(installed) = crate::installed() else { return };
    let gateway = Gateway::start().await.unwrap();
    let mut pairs: BTreeMap<Setup, (Pair, TempDir)> = BTreeMap::new();
    let mut problems = Vec::new();
    for row in table() {
        let Row { wrong, setup, encrypted, node, ours, why } = row;
        let (pair, _) = pairs.entry(setup).or_insert_with(|| {
            let folder = tempfile::tempdir().unwrap();
            (setup.config(&gateway).pair(&installed, folder.path()), folder)
        });
        if matches!(wrong, Wrong::Rotated) {
            gateway.rotate_certificate().unwrap();
        }
        let call = call(&wrong, encrypted);
        prepare(&gateway, call.operation, &wrong);
        let outcome = call.by_node(&mut pair.node, "by-node");
        prepare(&gateway, call.operation, &wrong);
        let before = gateway.call_count();
        let result = call.by_us(&pair.client, "by-us").await;
        let found = (verdict::of_node(&outcome), verdict::of_ours(&result));
        if found != (node, ours) {
            problems.push(format!(
                "{wrong:?}, {setup:?}, encrypted: {encrypted}: {found:?}, not {:?} {why}\n  \
                 {outcome}\n  {result:?}",
                (node, ours)
            ));
        }
        // Nothing is repeated behind the caller's back.
        assert_eq!(gateway.call_count() - before, u64::from(ours != NotSent), "{wrong:?}");
    }
    assert!(problems.is_empty(), "Node and we:\n{}", problems.join("\n"));
}
