//! What a folder must bear: other processes, killed ones, damaged files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use alipay_sdk::store::{
    FolderStore, IdempotencyStore, Started, StoreError, StoreErrorKind, Unfinished,
};
use tempfile::TempDir;

use crate::Hand;
use crate::conformance::finished;

/// Says to a process of this program which folder it works in.
const FOLDER: &str = "STORES_TEST_FOLDER";

/// One test of this program in a process of its own, which ends with its owner.
struct Worker(Child);

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a worker in this folder.
fn worker(test: &str, folder: &Path) -> Worker {
    let process = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test])
        .env(FOLDER, folder)
        .stdout(Stdio::null())
        .spawn();
    Worker(process.unwrap())
}

/// Where the store keeps the files of some entries.
pub(crate) fn part_of(folder: &Path, part: &str) -> PathBuf {
    let own = folder.join("alipay-work");
    if part.is_empty() { own } else { own.join(part) }
}

/// A store in a new folder.
pub(crate) fn opened() -> (TempDir, FolderStore) {
    let folder = tempfile::tempdir().unwrap();
    let store = FolderStore::open(folder.path()).unwrap();
    (folder, store)
}

/// The same, by this clock.
fn opened_by(hand: &Hand) -> (TempDir, FolderStore) {
    let (folder, store) = opened();
    (folder, store.clock(hand.clock()))
}

/// The first file of some entries.
pub(crate) fn file_of(folder: &Path, part: &str) -> PathBuf {
    fs::read_dir(part_of(folder, part)).unwrap().next().unwrap().unwrap().path()
}

#[track_caller]
fn assert_corrupt(started: Result<Started, StoreError>) {
    assert_eq!(started.unwrap_err().kind(), StoreErrorKind::Corrupt);
}

/// In a worker: its folder.
fn folder() -> Option<PathBuf> {
    std::env::var_os(FOLDER).map(Into::into)
}

#[tokio::test]
async fn processes_share_a_folder() {
    if let Some(folder) = folder() {
        return take_keys(&folder).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let test = "folder::processes_share_a_folder";
    let workers: Vec<_> = (0..4).map(|_| worker(test, folder.path())).collect();
    for mut worker in workers {
        assert!(worker.0.wait().unwrap().success());
    }
    let taken = fs::read_dir(folder.path().join("taken")).unwrap();
    let mut keys: Vec<_> = taken
        .flat_map(|file| {
            let keys = fs::read_to_string(file.unwrap().path()).unwrap();
            keys.lines().map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    keys.sort();
    let mut expected: Vec<_> = (0..100).map(|key| key.to_string()).collect();
    expected.sort();
    assert_eq!(keys, expected, "each key is taken once");
}

/// Takes what the other processes leave, and writes down what that was.
async fn take_keys(folder: &Path) {
    let store = FolderStore::open(folder).unwrap();
    let mut taken = String::new();
    for key in (0..100).map(|key| key.to_string()) {
        let lease = Duration::from_secs(60 * 60);
        if let Started::New(claim) = store.start(&key, "", lease).await.unwrap() {
            store.finish(&claim, "done").await.unwrap();
            taken += &format!("{key}\n");
        }
    }
    fs::create_dir_all(folder.join("taken")).unwrap();
    fs::write(folder.join("taken").join(std::process::id().to_string()), taken).unwrap();
}

#[tokio::test]
async fn a_killed_process_leaves_whole_entries_and_no_lock() {
    if let Some(folder) = folder() {
        return save_forever(&folder).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let store = FolderStore::open(folder.path()).unwrap();
    let saved = async || match &*store.unfinished("work", 9).await.unwrap() {
        [] => 0,
        [work] => work.state.trim().parse::<u64>().unwrap(),
        more => panic!("{more:?}"),
    };
    for _ in 0..5 {
        let before = saved().await;
        let mut worker =
            worker("folder::a_killed_process_leaves_whole_entries_and_no_lock", folder.path());
        while saved().await < before + 3 {
            assert!(worker.0.try_wait().unwrap().is_none(), "the worker ended by itself");
        }
        drop(worker);
        let after = saved().await;
        let started = store.start("work", "", Duration::ZERO).await.unwrap();
        let Started::Resumed { state, .. } = started else { panic!("{started:?}") };
        assert_eq!(state.trim().parse::<u64>().unwrap(), after);
        assert!(after >= before + 3);
    }
}

/// Counts, with a text so long that writing it takes time.
async fn save_forever(folder: &Path) {
    let store = FolderStore::open(folder).unwrap();
    let (claim, state) = match store.start("work", "0", Duration::ZERO).await.unwrap() {
        Started::New(claim) => (claim, "0".to_owned()),
        Started::Resumed { claim, state } => (claim, state),
        other => panic!("{other:?}"),
    };
    for number in state.trim().parse::<u64>().unwrap().. {
        let state = format!("{number:>60000}");
        store.save(&claim, &state, Duration::ZERO).await.unwrap();
    }
}

#[tokio::test]
async fn a_damaged_file_is_never_taken_for_new_work() {
    for (part, finish) in [("open", false), ("finished", true)] {
        let (folder, store) = opened();
        let started = store.start("key", "state", Duration::ZERO).await.unwrap();
        let Started::New(claim) = started else { panic!("{started:?}") };
        if finish {
            store.finish(&claim, "done").await.unwrap();
        }
        let file = file_of(folder.path(), part);
        let text = fs::read(&file).unwrap();
        for damaged in [&text[..text.len() / 2], b"", b"null", b"{}"] {
            fs::write(&file, damaged).unwrap();
            assert_corrupt(store.start("key", "", Duration::ZERO).await);
        }
    }
}

#[tokio::test]
async fn damaged_and_foreign_files_do_not_stop_the_others() {
    let hand = Hand::default();
    let (folder, store) = opened_by(&hand);
    store.start("damaged", "", Duration::ZERO).await.unwrap();
    fs::write(file_of(folder.path(), "open"), "half of an ent").unwrap();
    store.start("key", "kept", Duration::ZERO).await.unwrap();
    finished(&store, "done", "").await;
    for part in ["open", "finished"] {
        fs::write(part_of(folder.path(), part).join("notes.txt"), "mine").unwrap();
        fs::create_dir(part_of(folder.path(), part).join("folder.json")).unwrap();
    }
    let found = store.unfinished("", 9).await.unwrap();
    assert_eq!(found, [Unfinished::new("key", "kept")]);
    hand.set(1);
    assert_eq!(store.purge_finished(Duration::ZERO).await.unwrap(), 1);
    assert_corrupt(store.start("damaged", "", Duration::ZERO).await);
}

/// A process may die after it has written the outcome, and before it has moved the file.
#[tokio::test]
async fn what_was_finished_and_not_moved_is_finished() {
    let hand = Hand::default();
    let (folder, store) = opened_by(&hand);
    finished(&store, "key", "done").await;
    let file = file_of(folder.path(), "finished");
    let open = part_of(folder.path(), "open").join(file.file_name().unwrap());
    fs::rename(file, open).unwrap();

    let started = store.start("key", "", Duration::ZERO).await.unwrap();
    assert!(matches!(started, Started::Finished { outcome } if outcome == "done"));
    assert_eq!(store.unfinished("", 9).await.unwrap(), []);
    assert_eq!(store.purge_finished(Duration::ZERO).await.unwrap(), 0);
    hand.set(1);
    assert_eq!(store.purge_finished(Duration::ZERO).await.unwrap(), 1);
    let started = store.start("key", "", Duration::ZERO).await.unwrap();
    assert!(matches!(started, Started::New(_)), "{started:?}");
}

#[test]
fn a_folder_needs_no_runtime() {
    let folder = tempfile::tempdir().unwrap();
    let store = FolderStore::open(folder.path()).unwrap();
    let mut start = store.start("key", "", Duration::ZERO);
    let mut at = std::task::Context::from_waker(std::task::Waker::noop());
    let started = start.as_mut().poll(&mut at);
    assert!(matches!(started, std::task::Poll::Ready(Ok(Started::New(_)))), "{started:?}");
}
