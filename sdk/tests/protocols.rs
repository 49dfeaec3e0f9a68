//! Retries, budget, limits and options hold for v3, the v2 gateway and TOP alike.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod platform;

use std::time::Duration;

use alipay_sdk::top::TopClient;
use alipay_sdk::{Client, Error, ErrorKind, RetryPolicy, Timeout, TransportErrorKind};
use axum::http::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use platform::script::{Script, Then, Waits};
use platform::{key_mode, private_key, signed};

/// A protocol, as far as these tests tell them apart.
#[derive(Clone, Copy, Debug)]
enum Protocol {
    V3,
    V2,
    Top,
}

const ALL: [Protocol; 3] = [Protocol::V3, Protocol::V2, Protocol::Top];

/// A client of each protocol over one scripted transport.
struct Bench {
    app: Client,
    top: TopClient,
    script: Script,
    waits: Waits,
}

impl Bench {
    fn new(retry: RetryPolicy, then: impl IntoIterator<Item = Then>) -> Self {
        let (script, waits) = (Script::new(then), Waits::new());
        let app = key_mode().retry(retry.clone()).transport(script.clone()).clock(waits.clone());
        let top = TopClient::builder().app_key("1").secret("s").retry(retry);
        let top = top.transport(script.clone()).clock(waits.clone());
        Self { app: app.build().unwrap(), top: top.build().unwrap(), script, waits }
    }

    /// A write; `idempotent` is what its call says of itself.
    async fn write(&self, protocol: Protocol, idempotent: bool) -> Result<(), Error> {
        let time = Duration::from_secs(20);
        match protocol {
            Protocol::V3 => {
                let call = self.app.untyped("a.b", http::Method::POST, "/v3/a/b");
                call.timeout(time).idempotent(idempotent).await.map(drop)
            }
            Protocol::V2 => {
                let call = self.app.v2().untyped("a.b");
                call.timeout(time).idempotent(idempotent).await.map(drop)
            }
            Protocol::Top => {
                let call = self.top.untyped("a.b");
                call.timeout(time).idempotent(idempotent).await.map(drop)
            }
        }
    }
}

/// A success of a protocol.
fn done(protocol: Protocol) -> Then {
    Then::Answer(match protocol {
        Protocol::V3 => signed(200, b"{}"),
        Protocol::V2 => v2(r#"{"code":"10000","msg":"Success"}"#),
        Protocol::Top => Response::new(br#"{"a_b_response":{"x":"1"}}"#.to_vec()),
    })
}

fn v2(value: &str) -> Response<Vec<u8>> {
    let sign = STANDARD.encode(private_key("alipay").sign(value.as_bytes()).unwrap());
    Response::new(format!(r#"{{"a_b_response":{value},"sign":"{sign}"}}"#).into_bytes())
}

/// The platform takes no more calls: nothing was done.
fn busy(protocol: Protocol) -> Then {
    Then::Answer(match protocol {
        Protocol::V3 => signed(429, br#"{"code":"app-call-limited","message":"m"}"#),
        Protocol::V2 => v2(r#"{"code":"40005","msg":"m","sub_code":"isv.app-call-limited"}"#),
        Protocol::Top => Response::new(br#"{"error_response":{"code":7,"msg":"m"}}"#.to_vec()),
    })
}

/// The platform failed, and may have done what it was asked.
fn failed(protocol: Protocol) -> Then {
    Then::Answer(match protocol {
        Protocol::V3 => signed(500, br#"{"code":"ACQ.SYSTEM_ERROR","message":"m"}"#),
        Protocol::V2 => v2(r#"{"code":"40004","msg":"m","sub_code":"ACQ.SYSTEM_ERROR"}"#),
        Protocol::Top => Response::new(
            br#"{"error_response":{"code":15,"sub_code":"isp.remote-service-timeout"}}"#.to_vec(),
        ),
    })
}

#[tokio::test]
async fn nothing_done_is_sent_again_and_an_unknown_outcome_is_not() {
    for protocol in ALL {
        for harmless in [Then::Fail(TransportErrorKind::NotSent), busy(protocol)] {
            let bench = Bench::new(RetryPolicy::new(), [harmless, done(protocol)]);
            bench.write(protocol, false).await.unwrap();
            assert_eq!(bench.script.sent(), 2, "{protocol:?}");
            assert_eq!(bench.waits.waits().len(), 1, "{protocol:?}");
        }
        let timeout = Then::Fail(TransportErrorKind::Timeout);
        let proxy = Then::Answer(Response::builder().status(502).body(Vec::new()).unwrap());
        for unknown in [timeout, failed(protocol), proxy] {
            let bench = Bench::new(RetryPolicy::new(), [unknown, done(protocol)]);
            let error = bench.write(protocol, false).await.unwrap_err();
            assert!(error.is_unknown_outcome() && !error.is_retryable(), "{protocol:?}: {error}");
            assert_eq!(bench.script.sent(), 1, "{protocol:?}");
        }
    }
}

#[tokio::test]
async fn an_idempotent_call_is_sent_again_and_its_error_tells_of_all_attempts() {
    for protocol in ALL {
        let bench = Bench::new(RetryPolicy::new(), [failed(protocol), done(protocol)]);
        bench.write(protocol, true).await.unwrap();
        assert_eq!(bench.script.sent(), 2, "{protocol:?}");

        let timeouts = [const { Then::Fail(TransportErrorKind::Timeout) }; 3];
        let bench = Bench::new(RetryPolicy::new(), timeouts);
        let error = bench.write(protocol, true).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Transport(_)), "{protocol:?}: {error:?}");
        assert_eq!((bench.script.sent(), error.earlier().len()), (3, 2), "{protocol:?}");
        assert!(error.to_string().contains("(attempt 3)"), "{error}");
    }
}

#[tokio::test]
async fn the_budget_of_a_client_ends() {
    for protocol in ALL {
        let failures: Vec<_> = (0..40).map(|_| busy(protocol)).collect();
        let bench = Bench::new(RetryPolicy::new().budget(2), failures);
        for _ in 0..10 {
            bench.write(protocol, false).await.unwrap_err();
        }
        assert_eq!(bench.script.sent(), 12, "{protocol:?}: ten calls and two retries");
    }
}

#[tokio::test]
async fn the_time_of_a_call_covers_all_its_attempts() {
    for protocol in ALL {
        let policy =
            RetryPolicy::new().wait(Duration::from_secs(4), Duration::from_secs(4)).attempts(9);
        let failures: Vec<_> = (0..9).map(|_| busy(protocol)).collect();
        let bench = Bench::new(policy, failures);
        bench.write(protocol, false).await.unwrap_err();
        let sent = bench.script.sent.lock().unwrap();
        let times: Vec<_> =
            sent.iter().map(|(head, _)| head.extensions.get::<Timeout>().unwrap().0).collect();
        assert_eq!(times[0], Duration::from_secs(20), "{protocol:?}");
        assert!(times.windows(2).all(|pair| pair[1] <= pair[0]), "{protocol:?}: {times:?}");
    }
}
