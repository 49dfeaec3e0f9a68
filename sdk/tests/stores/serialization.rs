//! What a serializable PostgreSQL undoes for the sake of others (SQLSTATE 40001) is run again.
//!
//! A trigger counts the statements in a sequence, which no rollback takes back.

use std::time::Duration;

use alipay_sdk::store::{Claim, IdempotencyStore, PostgresStore, Started, StoreErrorKind};
use deadpool_postgres::Object;

use crate::conformance::finished;
use crate::{left_out, place, server};

const LEASE: Duration = Duration::from_secs(60 * 60);

/// Counts changes, and fails those up to the number in `fails` with the code there.
const TRIGGER: &str = "
    CREATE SEQUENCE statements;
    CREATE TABLE fails (first bigint NOT NULL, code text NOT NULL);
    INSERT INTO fails VALUES (0, '40001');
    CREATE FUNCTION counted() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF nextval('statements') <= (SELECT first FROM fails) THEN
            RAISE EXCEPTION 'told to' USING ERRCODE = (SELECT code FROM fails);
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER counted BEFORE UPDATE ON alipay_work
        FOR EACH STATEMENT EXECUTE FUNCTION counted();";

/// A store on a serializable server whose changes are counted.
struct Counted {
    store: PostgresStore,
    /// A connection beside those of the store.
    beside: Object,
    _server: server::Postgres,
}

impl Counted {
    /// None where no server is installed.
    async fn start() -> Option<Self> {
        let server = server::Postgres::start("serializable")?;
        let store = PostgresStore::new(place::pool(&server));
        store.migrate().await.unwrap();
        let beside = place::pool(&server).get().await.unwrap();
        beside.batch_execute(TRIGGER).await.unwrap();
        Some(Self { store, beside, _server: server })
    }

    async fn run(&self, sql: &str) {
        self.beside.batch_execute(sql).await.unwrap();
    }

    /// From now on so many changes fail with this code.
    async fn fail(&self, times: u32, code: &str) {
        self.run(&format!("UPDATE fails SET first = {times}, code = '{code}'")).await;
        self.run("ALTER SEQUENCE statements RESTART").await;
    }

    /// How many changes were tried since.
    async fn tried(&self) -> i64 {
        let row = self.beside.query_one("SELECT nextval('statements') - 1", &[]).await.unwrap();
        row.get(0)
    }

    async fn claim(&self, key: &str) -> Claim {
        match self.store.start(key, "first", LEASE).await.unwrap() {
            Started::New(claim) => claim,
            other => panic!("{other:?}"),
        }
    }

    /// Waits for a statement that waits for another.
    async fn until_one_waits(&self) {
        let waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted";
        let waits = async {
            loop {
                let row = self.beside.query_one(waiting, &[]).await.unwrap();
                if row.get::<_, i64>(0) > 0 {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), waits).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_postgres_undoes_is_repeated_until_it_is_done() {
    let Some(counted) = Counted::start().await else {
        return left_out("there is no PostgreSQL here (apt-get install postgresql)");
    };
    let claim = counted.claim("undone").await;
    for code in ["40001", "40P01"] {
        for undone in [0, 1, 3] {
            counted.fail(undone, code).await;
            counted.store.save(&claim, code, LEASE).await.unwrap();
            assert_eq!(counted.tried().await, i64::from(undone) + 1, "{code}");
        }
    }
    counted.fail(3, "40001").await;
    let started = counted.store.start("another", "", LEASE).await.unwrap();
    assert!(matches!(started, Started::New(_)), "{started:?}");
    assert_eq!(counted.tried().await, 4, "a start, too");
    // Not for good, and nothing else.
    for (code, tries) in [("40001", 20), ("23514", 1)] {
        counted.fail(1_000, code).await;
        let error = counted.store.save(&claim, "x", LEASE).await.unwrap_err();
        assert_eq!(error.kind(), StoreErrorKind::Unavailable, "{error}");
        assert_eq!(counted.tried().await, tries, "{code}");
    }
    counted.fail(0, "40001").await;
    counted.store.release(&claim).await.unwrap();
    assert_eq!(counted.store.state("undone").await.unwrap().as_deref(), Some("40P01"));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_transactions_that_meet_in_a_serializable_postgres_both_end_well() {
    let Some(counted) = Counted::start().await else {
        return left_out("there is no PostgreSQL here (apt-get install postgresql)");
    };
    let claim = counted.claim("met").await;
    counted.fail(0, "40001").await;
    counted.run("BEGIN; UPDATE alipay_work SET claims = claims + 1 WHERE key = 'met'").await;
    let save = {
        let (store, claim) = (counted.store.clone(), claim.clone());
        tokio::spawn(async move { store.save(&claim, "second", LEASE).await })
    };
    counted.until_one_waits().await;
    // The server undoes the waiting transaction: the row is another than the one it has seen.
    counted.run("COMMIT").await;
    save.await.unwrap().unwrap();
    assert_eq!(counted.tried().await, 3, "the other's, one that was undone, and its retry");
    counted.store.release(&claim).await.unwrap();
    let row = counted.beside.query_one("SELECT claims, state FROM alipay_work", &[]).await.unwrap();
    assert_eq!((row.get::<_, i64>(0), row.get::<_, &str>(1)), (2, "second"), "both are kept");
    finished(&counted.store, "afterwards", "done").await;
}
