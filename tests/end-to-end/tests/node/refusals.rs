//! One table: what goes wrong, what Node makes of it, and what this SDK makes of it.

use std::collections::BTreeMap;
use std::time::Duration;

use alipay_gateway::{Fault, FaultRule, Gateway, NewApp, Rejection};
use serde_json::json;
use tempfile::TempDir;

use crate::setup::{Call, Config, Pair};
use crate::verdict::Verdict::{
    NoAnswer, NotProcessed, NotSent, Refused, Taken, Unreadable, Untrusted,
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
    /// The answer.
    Answer(Fault),
    /// The answer, which is a refusal.
    RefusalAnswer(Option<Fault>),
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
    use Wrong::{Answer, Get, Path, RefusalAnswer, Rotated};

    let business = Refused("ACQ.TRADE_NOT_EXIST");
    let bad_key = Refused("decryption-error-not-valid-encrypt-key");
    let (pause, breath) = (Duration::from_millis(20), Duration::from_millis(1));
    let errors = "Node never verifies an error answer";
    let repeats = "Node's HTTP client sends it again, with the same nonce";
    vec![
        // The gateway refuses both.
        Row::same(Wrong::Setup, WrongPrivateKey, Refused("invalid-signature")),
        Row::same(Wrong::Setup, WrongPrivateKey, Refused("invalid-signature")).encrypted(),
        Row::same(Wrong::Setup, UnknownApp, Refused("invalid-app-id")),
        Row::same(Wrong::Setup, OtherCertificate, Refused("app-cert-not-exist")),
        Row::same(Wrong::Setup, OtherRoots, Refused("invalid-alipay-root-cert-sn")),
        Row::same(Wrong::Setup, WrongEncryptKey, bad_key).encrypted(),
        Row::differs(
            Path,
            Key,
            [Refused("invalid-signature"), NotSent],
            "Node signs the path as given, and sends it encoded",
        ),
        Row::differs(
            Get,
            Key,
            [Unreadable, Taken],
            "Node asks for an answer in plain text, and decrypts it",
        )
        .encrypted(),
        // Successes that are not provably the platform's.
        Row::same(Wrong::Setup, WrongAlipayKey, Untrusted),
        Row::same(Wrong::Setup, WrongAlipayKey, Untrusted).encrypted(),
        Row::same(Answer(WrongSignature), Key, Untrusted),
        Row::same(Answer(WrongSignature), Key, Untrusted).encrypted(),
        Row::same(Answer(WrongSignature), Certificates, Untrusted),
        Row::same(Answer(MissingSignature), Key, Untrusted),
        Row::same(Answer(MissingSignature), Certificates, Untrusted).encrypted(),
        Row::same(Answer(UnknownSerial), Certificates, Untrusted),
        Row::same(Answer(EmptyBody), Key, Untrusted),
        Row::differs(
            Answer(NotUtf8),
            Key,
            [Untrusted, Unreadable],
            "Node verifies the text that it decoded, which is another one",
        ),
        // With a key there are no serials to know.
        Row::same(Answer(UnknownSerial), Key, Taken),
        // Error answers.
        Row::same(RefusalAnswer(None), Key, business),
        Row::same(RefusalAnswer(None), Certificates, business).encrypted(),
        Row::same(RefusalAnswer(Some(MissingSignature)), Key, business),
        Row::differs(RefusalAnswer(Some(WrongSignature)), Key, [business, Untrusted], errors),
        Row::differs(RefusalAnswer(Some(WrongSignature)), Key, [business, Untrusted], errors)
            .encrypted(),
        Row::differs(
            RefusalAnswer(Some(UnknownSerial)),
            Certificates,
            [business, Untrusted],
            errors,
        ),
        // Failures of the platform, and on the way to it.
        Row::same(Answer(SystemError), Key, Refused("unknow-error")),
        Row::same(Answer(SystemError), Certificates, Refused("unknow-error")).encrypted(),
        Row::same(Answer(TooManyRequests), Key, Refused("app-call-limited")),
        Row::differs(
            Answer(BadGateway),
            Key,
            [Unreadable, Refused("")],
            "Node expects JSON of a proxy, too",
        ),
        Row::differs(
            Answer(Accepted),
            Key,
            [Taken, NotProcessed],
            "Node takes every status below 400 for a success",
        ),
        Row::differs(Answer(ResetBefore), Key, [Refused("suspected-attack"), NoAnswer], repeats),
        Row::differs(Answer(ResetAfter), Key, [Refused("suspected-attack"), NoAnswer], repeats),
        Row::differs(Answer(Truncated), Key, [Refused("suspected-attack"), NoAnswer], repeats),
        // What is unusual, but right.
        Row::same(Answer(Latency(pause)), Key, Taken),
        Row::same(Answer(SlowDrip(breath)), Key, Taken).encrypted(),
        Row::same(Answer(HugeBody(1 << 20)), Key, Taken),
        Row::same(Answer(Duplicate), Key, Taken),
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
        Wrong::Answer(fault) => Some(fault.clone()),
        Wrong::RefusalAnswer(fault) => {
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
async fn what_node_refuses_we_refuse() {
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
