//! A transport that does what it was told, and a clock whose waits take no time.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, reason = "as in the module above")]

use std::collections::VecDeque;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use alipay_sdk::{
    Body, Clock, Sleep, Transport, TransportError, TransportErrorKind, TransportFuture,
};
use axum::http::{Response, request};

/// What the platform does with one attempt.
#[derive(Clone)]
pub enum Then {
    Answer(Response<Vec<u8>>),
    Fail(TransportErrorKind),
}

/// A sent request: head and body.
pub type Sent = (request::Parts, Vec<u8>);

/// A transport that does what it was told, and keeps what was sent.
#[derive(Clone, Default)]
pub struct Script {
    pub then: Arc<Mutex<VecDeque<Then>>>,
    pub sent: Arc<Mutex<Vec<Sent>>>,
}

impl Transport for Script {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.read(1 << 20).await.unwrap();
            self.sent.lock().unwrap().push((parts, body.to_vec()));
            match self.then.lock().unwrap().pop_front().unwrap() {
                Then::Answer(answer) => Ok(answer.map(Body::from)),
                Then::Fail(kind) => Err(TransportError::new(kind, "told to")),
            }
        })
    }
}

impl Script {
    pub fn new(then: impl IntoIterator<Item = Then>) -> Self {
        let script = Self::default();
        script.then.lock().unwrap().extend(then);
        script
    }

    pub fn sent(&self) -> usize {
        self.sent.lock().unwrap().len()
    }
}

/// When the clocks of tests began.
pub static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// A clock whose waits take no time.
#[derive(Clone)]
pub struct Waits(pub Arc<Mutex<(SystemTime, Vec<Duration>)>>);

impl Clock for Waits {
    fn now(&self) -> SystemTime {
        self.0.lock().unwrap().0
    }

    fn instant(&self) -> Instant {
        *START + self.waits().iter().sum::<Duration>()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let mut state = self.0.lock().unwrap();
        state.0 += duration;
        state.1.push(duration);
        Box::pin(std::future::ready(()))
    }
}

impl Waits {
    /// A clock that starts on 2026-06-16, 06:06:41 UTC.
    pub fn new() -> Self {
        let start = UNIX_EPOCH + Duration::from_secs(1_781_590_001);
        Self(Arc::new(Mutex::new((start, Vec::new()))))
    }

    pub fn waits(&self) -> Vec<Duration> {
        self.0.lock().unwrap().1.clone()
    }
}
