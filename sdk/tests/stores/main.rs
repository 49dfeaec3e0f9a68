//! What every store promises, tried on all four: the first caller does the work, nobody does it
//! twice, nothing that was saved is lost.
//!
//! Redis and PostgreSQL are real servers that the test starts and stops itself, reachable through a
//! socket in a temporary folder alone. Where a server is not installed, its test says `left out: …`
//! and passes.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod authenticated;
mod conformance;
mod folder;
mod folder_rights;
mod notifications;
mod place;
#[allow(dead_code, reason = "the tests of notifications need more of it")]
#[path = "../notify/post.rs"]
mod post;
mod serialization;
mod server;

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use alipay_sdk::store::{
    Claim, FolderStore, IdempotencyStore, KEEP_FINISHED, MemoryStore, PostgresStore, RedisStore,
    Started, StoreErrorKind, Unfinished,
};
use place::Place;

#[tokio::test(flavor = "multi_thread")]
async fn memory_keeps_the_promises() {
    let place = Place::Memory(Arc::default());
    conformance::all(&place).await;
    notifications::several_replicas_handle_one_once(&place).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn authenticated_entries_keep_the_promises() {
    let place = Place::Authenticated(Arc::default());
    conformance::all(&place).await;
    notifications::several_replicas_handle_one_once(&place).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_keeps_the_promises() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::Folder(folder.path().to_owned());
    conformance::all(&place).await;
    notifications::several_replicas_handle_one_once(&place).await;
    conformance::what_was_saved_outlives_a_crash(&place).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn redis_keeps_the_promises() {
    let Some(server) = server::Redis::start() else {
        return left_out("there is no redis-server here (apt-get install redis-server)");
    };
    finished_entries_leave_redis_by_themselves(&server).await;
    let place = Place::Redis(server);
    conformance::all(&place).await;
    notifications::several_replicas_handle_one_once(&place).await;
    conformance::what_was_saved_outlives_a_crash(&place).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_keeps_the_promises() {
    let Some(place) = postgres("read committed").await else { return };
    conformance::what_was_saved_outlives_a_crash(&place).await;
    let Place::Postgres(server) = &place else { unreachable!() };
    only_finished_entries_are_purged_from_postgres(server).await;
}

/// The database undoes what meets something else (SQLSTATE 40001).
#[tokio::test(flavor = "multi_thread")]
async fn serializable_postgres_keeps_the_promises() {
    drop(postgres("serializable").await);
}

/// A server with this isolation, tried, where one is installed.
async fn postgres(isolation: &'static str) -> Option<Place> {
    let Some(server) = server::Postgres::start(isolation) else {
        left_out("there is no PostgreSQL here (apt-get install postgresql)");
        return None;
    };
    several_may_make_the_table_at_once(&server).await;
    let place = Place::Postgres(server);
    conformance::all(&place).await;
    notifications::several_replicas_handle_one_once(&place).await;
    Some(place)
}

/// After the time that was set, and not those that are unfinished. Stores with other prefixes know
/// nothing of one another.
async fn finished_entries_leave_redis_by_themselves(server: &server::Redis) {
    let connection = place::connection(server).await;
    let store = |prefix: &str| RedisStore::new(connection.clone()).prefix(prefix);
    let day = 24 * 60 * 60 * 1000;
    conformance::finished(&store("a:"), "key", "done").await;
    store("b:").start("key", "", Duration::ZERO).await.unwrap();
    let short = store("c:").keep_finished_for(Duration::from_millis(1));
    conformance::finished(&short, "key", "done").await;
    while !matches!(short.start("key", "", Duration::ZERO).await.unwrap(), Started::New(_)) {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let left =
        async |key| redis::cmd("PTTL").arg(key).query_async(&mut connection.clone()).await.unwrap();
    let (kept, open): (i64, i64) = (left("a:entry:key").await, left("b:entry:key").await);
    assert!((399 * day..=400 * day).contains(&kept), "{kept}");
    assert_eq!(open, -1, "it stays for good");
    let listed: i64 =
        redis::cmd("ZCARD").arg("a:open").query_async(&mut connection.clone()).await.unwrap();
    assert_eq!(listed, 0, "nobody lists what is finished");
}

async fn several_may_make_the_table_at_once(server: &server::Postgres) {
    let store = PostgresStore::new(place::pool(server));
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let store = store.clone();
        tasks.spawn(async move { store.migrate().await });
    }
    for migrated in tasks.join_all().await {
        migrated.unwrap();
    }
}

async fn only_finished_entries_are_purged_from_postgres(server: &server::Postgres) {
    let store = PostgresStore::new(place::pool(server));
    store.start("purge:open", "kept", Duration::ZERO).await.unwrap();
    conformance::finished(&store, "purge:finished", "").await;
    assert_eq!(store.purge_finished(KEEP_FINISHED).await.unwrap(), 0);
    assert!(store.purge_finished(Duration::ZERO).await.unwrap() > 0);
    let start = async |key| store.start(key, "", Duration::ZERO).await.unwrap();
    assert!(matches!(start("purge:finished").await, Started::New(_)));
    assert!(matches!(start("purge:open").await, Started::Resumed { state, .. } if state == "kept"));
}

/// Says so past the harness, which would keep it to itself when a test passes.
fn left_out(why: &str) {
    let _ = writeln!(std::io::stderr(), "left out: {why}");
}

/// A clock that stands until it is moved: seconds.
#[derive(Clone, Default)]
struct Hand(Arc<AtomicU64>);

impl Hand {
    fn set(&self, seconds: u64) {
        self.0.store(seconds, Ordering::SeqCst);
    }

    fn clock(&self) -> impl alipay_sdk::Clock + use<> {
        let hand = self.clone();
        move || UNIX_EPOCH + Duration::from_secs(hand.0.load(Ordering::SeqCst))
    }
}

#[tokio::test]
async fn a_lease_is_over_at_its_last_second_and_not_before() {
    let hand = Hand::default();
    let folder = tempfile::tempdir().unwrap();
    let stores: [Box<dyn IdempotencyStore>; 2] = [
        Box::new(MemoryStore::new().clock(hand.clock())),
        Box::new(FolderStore::open(folder.path()).unwrap().clock(hand.clock())),
    ];
    for store in stores {
        hand.set(1_000);
        let lease = Duration::from_secs(60);
        let Started::New(claim) = store.start("key", "one", lease).await.unwrap() else { panic!() };
        hand.set(1_059);
        assert!(matches!(store.start("key", "two", lease).await, Ok(Started::Busy)));
        assert_eq!(store.unfinished("", 9).await.unwrap(), []);
        store.save(&claim, "two", lease).await.unwrap();
        hand.set(1_118);
        assert!(matches!(store.start("key", "three", lease).await, Ok(Started::Busy)));
        hand.set(1_119);
        assert_eq!(store.unfinished("", 9).await.unwrap(), [Unfinished::new("key", "two")]);
        let started = store.start("key", "three", lease).await.unwrap();
        assert!(matches!(started, Started::Resumed { state, .. } if state == "two"));
    }
}

#[tokio::test]
async fn only_what_was_finished_long_ago_is_purged() {
    let hand = Hand::default();
    let folder = tempfile::tempdir().unwrap();
    let memory = MemoryStore::new().clock(hand.clock());
    let folder = FolderStore::open(folder.path()).unwrap().clock(hand.clock());
    let stores: [&dyn IdempotencyStore; 2] = [&memory, &folder];
    for store in stores {
        for (at, key) in [(100, "old"), (200, "new")] {
            hand.set(at);
            conformance::finished(store, key, "done").await;
        }
        store.start("open", "", Duration::ZERO).await.unwrap();
    }
    hand.set(300);
    let age = Duration::from_secs(100);
    assert_eq!((memory.purge_finished(age), folder.purge_finished(age).await.unwrap()), (1, 1));
    for store in stores {
        let start = async |key| store.start(key, "", Duration::ZERO).await.unwrap();
        assert!(matches!(start("old").await, Started::New(_)));
        assert!(matches!(start("new").await, Started::Finished { outcome } if outcome == "done"));
        assert!(matches!(start("open").await, Started::Resumed { .. }));
    }
}

#[tokio::test]
async fn what_a_state_says_is_not_shown() {
    let store = MemoryStore::new();
    let mut shown = format!("{:?}", store.start("key", "secret", Duration::ZERO).await.unwrap());
    shown += &format!("{:?}", store.start("key", "", Duration::ZERO).await.unwrap());
    shown += &format!("{:?}", store.unfinished("", 1).await.unwrap());
    conformance::finished(&store, "other", "secret").await;
    shown += &format!("{:?} {store:?}", store.start("other", "", Duration::ZERO).await.unwrap());
    assert!(shown.contains("Resumed") && shown.contains("Finished"), "{shown}");
    assert!(!shown.contains("secret"), "{shown}");
}

#[test]
fn a_key_that_no_store_could_keep_makes_no_claim() {
    for key in ["", "a\0b", &"k".repeat(513)] {
        assert_eq!(Claim::new(key).unwrap_err().kind(), StoreErrorKind::Invalid, "{key:?}");
    }
    assert_ne!(Claim::new("key").unwrap(), Claim::new("key").unwrap());
}
