//! A store in Redis.

use std::fmt;
use std::time::Duration;

use redis::aio::ConnectionLike;
use redis::{FromRedisValue, Script};

use super::{
    Claim, IdempotencyStore, KEEP_FINISHED, Started, StoreError, Stored, Unfinished, check_text,
    millis,
};

/// A store in Redis 5 or newer, or in Valkey, for any number of processes.
///
/// It uses any asynchronous connection of the crate `redis` 1. The usual one is a
/// `ConnectionManager`, which reconnects by itself (features `tokio-comp`, `connection-manager`).
///
/// ```no_run
/// # use alipay_sdk_core as alipay_sdk;
/// use alipay_sdk::store::RedisStore;
/// use redis::aio::ConnectionManager;
///
/// # async fn open() -> redis::RedisResult<RedisStore<ConnectionManager>> {
/// let client = redis::Client::open("redis://127.0.0.1/")?;
/// let store = RedisStore::new(client.get_connection_manager().await?);
/// # Ok(store)
/// # }
/// ```
///
/// Leases run by the server's clock. Finished entries expire after
/// [`KEEP_FINISHED`](super::KEEP_FINISHED), or the time set by
/// [`keep_finished_for`](Self::keep_finished_for).
///
/// Redis may lose acknowledged writes. Set `appendonly yes` and `maxmemory-policy noeviction`, and
/// for money also `appendfsync always`. A fail-over to a replica loses writes that were not
/// replicated yet. Then only the platform's own check of business numbers protects you. Where that
/// is not enough, use PostgreSQL.
///
/// In a cluster all entries of one prefix must be on one node. Therefore the default prefix has its
/// name in braces, and so must yours.
#[derive(Clone)]
pub struct RedisStore<C> {
    connection: C,
    prefix: String,
    keep: Duration,
    script: Script,
}

impl<C> RedisStore<C> {
    /// Creates a store on this connection, whose keys in Redis begin with `{alipay-sdk}:`.
    pub fn new(connection: C) -> Self {
        Self {
            connection,
            prefix: "{alipay-sdk}:".to_owned(),
            keep: KEEP_FINISHED,
            script: Script::new(include_str!("redis.lua")),
        }
    }

    /// Sets the prefix of all keys in Redis, which separates several stores: `{payouts}:`.
    #[must_use]
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// Sets how long finished entries are kept.
    #[must_use]
    pub fn keep_finished_for(mut self, keep: Duration) -> Self {
        self.keep = keep;
        self
    }
}

impl<C: ConnectionLike + Clone> RedisStore<C> {
    /// One of the script's calls for the entry of this key.
    async fn call<T: FromRedisValue>(
        &self,
        name: &str,
        key: &str,
        arguments: &[&str],
    ) -> Result<T, StoreError> {
        let mut call = self.script.prepare_invoke();
        call.key(format!("{}entry:{key}", self.prefix)).key(format!("{}open", self.prefix));
        call.arg(name).arg(arguments);
        let mut connection = self.connection.clone();
        call.invoke_async(&mut connection).await.map_err(StoreError::unavailable)
    }

    /// A call that says whether the claim holds.
    async fn call_held(
        &self,
        name: &str,
        claim: &Claim,
        arguments: &[&str],
    ) -> Result<(), StoreError> {
        let arguments = [&[&*claim.key, &*claim.owner], arguments].concat();
        StoreError::unless_held(self.call(name, &claim.key, &arguments).await?)
    }
}

impl<C> fmt::Debug for RedisStore<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("RedisStore").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

impl<C: ConnectionLike + Clone + Send + Sync + 'static> IdempotencyStore for RedisStore<C> {
    fn start<'a>(&'a self, key: &'a str, state: &'a str, lease: Duration) -> Stored<'a, Started> {
        Box::pin(async move {
            let claim = Claim::new(key)?;
            check_text(state)?;
            let lease = millis(lease).to_string();
            let arguments = [key, &claim.owner, state, &lease];
            let (found, text): (String, String) = self.call("start", key, &arguments).await?;
            match &*found {
                "new" => Ok(Started::New(claim)),
                "resumed" => Ok(Started::Resumed { claim, state: text }),
                "finished" => Ok(Started::Finished { outcome: text }),
                _ => Ok(Started::Busy),
            }
        })
    }

    fn save<'a>(&'a self, claim: &'a Claim, state: &'a str, lease: Duration) -> Stored<'a, ()> {
        Box::pin(async move {
            check_text(state)?;
            self.call_held("save", claim, &[state, &millis(lease).to_string()]).await
        })
    }

    fn finish<'a>(&'a self, claim: &'a Claim, outcome: &'a str) -> Stored<'a, ()> {
        Box::pin(async move {
            check_text(outcome)?;
            self.call_held("finish", claim, &[outcome, &millis(self.keep).to_string()]).await
        })
    }

    fn release<'a>(&'a self, claim: &'a Claim) -> Stored<'a, ()> {
        Box::pin(self.call_held("release", claim, &[]))
    }

    fn unfinished<'a>(&'a self, prefix: &'a str, limit: usize) -> Stored<'a, Vec<Unfinished>> {
        Box::pin(async move {
            let limit = limit.to_string();
            let found: Vec<(String, String)> =
                self.call("unfinished", "", &[prefix, &limit]).await?;
            Ok(found.into_iter().map(|(key, state)| Unfinished::new(key, state)).collect())
        })
    }

    fn state<'a>(&'a self, key: &'a str) -> Stored<'a, Option<String>> {
        Box::pin(async move { self.call("state", key, &[key]).await })
    }
}
