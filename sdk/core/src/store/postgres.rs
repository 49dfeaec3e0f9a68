//! A store in PostgreSQL.

use std::time::Duration;

use deadpool_postgres::tokio_postgres::error::SqlState;
use deadpool_postgres::tokio_postgres::types::ToSql;
use deadpool_postgres::tokio_postgres::{Error, Row};
use deadpool_postgres::{Object, Pool};

use super::{Claim, IdempotencyStore, Started, StoreError, Stored, Unfinished, check_text, millis};
use crate::clock::{Clock, SystemClock, random_fraction};
use crate::impl_debug;

/// How often a statement is run that the server undoes for the sake of others.
const TRIES: u32 = 20;

const TABLE: &str = include_str!("postgres.sql");

/// One row when the claim was given, with what the work was started or saved with.
const START: &str = "
    INSERT INTO alipay_work AS work (key, owner, state, lease_until)
    VALUES ($1, $2, $3, clock_timestamp() + $4::bigint * interval '1 millisecond')
    ON CONFLICT (key) DO UPDATE
        SET owner = excluded.owner, lease_until = excluded.lease_until, claims = work.claims + 1
        WHERE work.outcome IS NULL AND work.lease_until <= clock_timestamp()
    RETURNING claims, state";

const OUTCOME: &str = "SELECT outcome FROM alipay_work WHERE key = $1 AND outcome IS NOT NULL";

const SAVE: &str = "
    UPDATE alipay_work
    SET state = $3, lease_until = clock_timestamp() + $4::bigint * interval '1 millisecond'
    WHERE key = $1 AND owner = $2 AND outcome IS NULL
    RETURNING key";

const FINISH: &str = "
    UPDATE alipay_work
    SET outcome = $3, state = '', finished_at = coalesce(finished_at, clock_timestamp())
    WHERE key = $1 AND owner = $2 AND coalesce(outcome, $3) = $3
    RETURNING key";

const RELEASE: &str = "
    UPDATE alipay_work SET owner = '', lease_until = clock_timestamp()
    WHERE key = $1 AND owner = $2 AND outcome IS NULL
    RETURNING key";

const UNFINISHED: &str = "
    SELECT key, state FROM alipay_work
    WHERE outcome IS NULL AND lease_until <= clock_timestamp() AND starts_with(key, $1)
    ORDER BY lease_until LIMIT $2";

const STATE: &str = "
    SELECT state FROM alipay_work
    WHERE outcome IS NULL AND lease_until <= clock_timestamp() AND key = $1";

const PURGE: &str = "
    WITH purged AS (
        DELETE FROM alipay_work
        WHERE outcome IS NOT NULL
            AND finished_at < clock_timestamp() - $1::bigint * interval '1 millisecond'
        RETURNING 1
    )
    SELECT count(*) FROM purged";

/// A store in the table `alipay_work` of PostgreSQL 11 or newer, for any number of processes.
///
/// It uses a pool of the crate `deadpool-postgres` 0.14, with the TLS and the time-outs that you
/// configure. The table is in the first schema of the connection's search path.
/// [`migrate`](Self::migrate) creates it.
///
/// ```no_run
/// # use alipay_sdk_core as alipay_sdk;
/// use alipay_sdk::store::{KEEP_FINISHED, PostgresStore};
/// use deadpool_postgres::{Manager, Pool, tokio_postgres::NoTls};
///
/// # async fn open() -> Result<(), Box<dyn std::error::Error>> {
/// let config = "host=localhost user=shop dbname=shop".parse()?;
/// let store = PostgresStore::new(Pool::builder(Manager::new(config, NoTls)).build()?);
/// store.migrate().await?;
/// store.purge_finished(KEEP_FINISHED).await?; // daily
/// # Ok(())
/// # }
/// ```
///
/// Leases run by the server's clock. Every statement is a transaction of its own, with the default
/// isolation level of the database. A statement that the server rolls back because of a conflict
/// (SQLSTATE 40001, 40P01) is retried for about a second. States may have a million characters.
#[derive(Clone)]
pub struct PostgresStore {
    pool: Pool,
}

impl PostgresStore {
    /// Creates a store in the database of this pool.
    pub fn new(pool: Pool) -> Self {
        Self { pool }
    }

    /// Creates the table and its indexes if they do not exist. Several processes may call it at the
    /// same time.
    ///
    /// # Errors
    /// When the database cannot be reached, or the user may not create tables.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let client = self.client().await?;
        let mut attempt = 1;
        loop {
            match client.batch_execute(TABLE).await {
                Err(error) if is_undone(&error) && attempt < TRIES => pause(attempt).await,
                done => return done.map_err(StoreError::unavailable),
            }
            attempt += 1;
        }
    }

    /// Deletes the entries that were finished longer ago than `older_than`, and returns their
    /// number.
    ///
    /// # Errors
    /// When the database cannot be reached, or fails.
    pub async fn purge_finished(&self, older_than: Duration) -> Result<u64, StoreError> {
        let rows = self.query(PURGE, &[&millis(older_than)]).await?;
        let purged: i64 = rows.first().map_or(Ok(0), |row| column(row, 0))?;
        Ok(purged.unsigned_abs())
    }

    async fn client(&self) -> Result<Object, StoreError> {
        self.pool.get().await.map_err(StoreError::unavailable)
    }

    /// Runs a statement, and gives its rows.
    async fn query(
        &self,
        sql: &str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, StoreError> {
        let client = self.client().await?;
        let mut attempt = 1;
        loop {
            let statement = client.prepare_cached(sql).await.map_err(StoreError::unavailable)?;
            match client.query(&statement, parameters).await {
                Err(error) if is_undone(&error) && attempt < TRIES => pause(attempt).await,
                rows => return rows.map_err(StoreError::unavailable),
            }
            attempt += 1;
        }
    }

    /// A change that needs the claim.
    async fn change(
        &self,
        sql: &str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<(), StoreError> {
        StoreError::unless_held(self.query(sql, parameters).await?.len() == 1)
    }
}

/// Whether the server has undone a statement for the sake of another: nothing of it was done, and
/// it asks for it again.
fn is_undone(error: &Error) -> bool {
    let codes = [SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED];
    error.code().is_some_and(|code| codes.contains(code))
}

/// Longer each time, up to a tenth of a second, and not the same for those that met.
async fn pause(attempt: u32) {
    let longest = Duration::from_millis(1 << attempt.min(7)).min(Duration::from_millis(100));
    SystemClock.sleep(longest.mul_f64(random_fraction())).await;
}

impl_debug!(PostgresStore);

impl IdempotencyStore for PostgresStore {
    fn start<'a>(&'a self, key: &'a str, state: &'a str, lease: Duration) -> Stored<'a, Started> {
        Box::pin(async move {
            let claim = Claim::new(key)?;
            check_text(state)?;
            let rows = self.query(START, &[&key, &claim.owner, &state, &millis(lease)]).await?;
            if let Some(row) = rows.first() {
                let claims: i64 = column(row, 0)?;
                return Ok(match claims {
                    1 => Started::New(claim),
                    _ => Started::Resumed { claim, state: column(row, 1)? },
                });
            }
            match self.query(OUTCOME, &[&key]).await?.first() {
                Some(row) => Ok(Started::Finished { outcome: column(row, 0)? }),
                None => Ok(Started::Busy),
            }
        })
    }

    fn save<'a>(&'a self, claim: &'a Claim, state: &'a str, lease: Duration) -> Stored<'a, ()> {
        Box::pin(async move {
            check_text(state)?;
            self.change(SAVE, &[&claim.key, &claim.owner, &state, &millis(lease)]).await
        })
    }

    fn finish<'a>(&'a self, claim: &'a Claim, outcome: &'a str) -> Stored<'a, ()> {
        Box::pin(async move {
            check_text(outcome)?;
            self.change(FINISH, &[&claim.key, &claim.owner, &outcome]).await
        })
    }

    fn release<'a>(&'a self, claim: &'a Claim) -> Stored<'a, ()> {
        Box::pin(async move { self.change(RELEASE, &[&claim.key, &claim.owner]).await })
    }

    fn unfinished<'a>(&'a self, prefix: &'a str, limit: usize) -> Stored<'a, Vec<Unfinished>> {
        Box::pin(async move {
            check_text(prefix)?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let rows = self.query(UNFINISHED, &[&prefix, &limit]).await?;
            rows.iter()
                .map(|row| Ok(Unfinished { key: column(row, 0)?, state: column(row, 1)? }))
                .collect()
        })
    }

    fn state<'a>(&'a self, key: &'a str) -> Stored<'a, Option<String>> {
        Box::pin(async move {
            check_text(key)?;
            let rows = self.query(STATE, &[&key]).await?;
            rows.first().map(|row| column(row, 0)).transpose()
        })
    }
}

/// A value of a row; an error when the table is not the one of `migrate`.
fn column<'a, T>(row: &'a Row, at: usize) -> Result<T, StoreError>
where
    T: deadpool_postgres::tokio_postgres::types::FromSql<'a>,
{
    row.try_get(at).map_err(StoreError::unavailable)
}
