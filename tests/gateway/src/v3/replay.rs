//! Time stamps that are too old, and nonces that were used before.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use md5::{Digest, Md5};

use super::authorization::Authorization;
use crate::rejection::Rejection;

/// The default time for which a request is accepted.
pub(crate) const DEFAULT_LIFETIME: Duration = Duration::from_secs(15 * 60);

/// The nonces of requests that may still be replayed.
pub(super) struct ReplayWindow {
    lifetime: Duration,
    nonces: Mutex<Nonces>,
}

#[derive(Default)]
struct Nonces {
    /// Until when a nonce is remembered, in milliseconds, by the digest of application and nonce: a
    /// load test leaves hundreds of thousands.
    known: BTreeMap<[u8; 16], u64>,
    /// When old ones were last forgotten.
    swept: u64,
}

impl ReplayWindow {
    pub(super) fn new(lifetime: Duration) -> Self {
        Self { lifetime, nonces: Mutex::default() }
    }

    pub(super) fn check(&self, authorization: &Authorization) -> Result<(), Rejection> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let now = u64::try_from(now.as_millis()).unwrap_or(u64::MAX);
        let longest = u64::try_from(self.lifetime.as_millis()).unwrap_or(u64::MAX);
        let lifetime = authorization
            .expired_seconds
            .map_or(longest, |seconds| seconds.saturating_mul(1000).min(longest));
        let Authorization { timestamp, app_id, nonce, .. } = authorization;
        if now.abs_diff(*timestamp) > lifetime {
            return Err(Rejection::new(401, "illegal-timestamp", "非法的时间戳参数")
                .expected(format!("within {} s of {now}", lifetime / 1000)));
        }
        let mut nonces = self.nonces.lock().unwrap_or_else(PoisonError::into_inner);
        if now.saturating_sub(nonces.swept) > 60_000 {
            nonces.known.retain(|_, until| *until > now);
            nonces.swept = now;
        }
        let until = timestamp.saturating_add(lifetime);
        let digest = Md5::digest(format!("{app_id} {nonce}")).into();
        match nonces.known.insert(digest, until) {
            None => Ok(()),
            Some(_) => Err(Rejection::new(401, "suspected-attack", "请求疑似被重放")
                .expected("a nonce that was not used before")),
        }
    }
}
