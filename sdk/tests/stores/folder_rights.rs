//! A folder is this user's alone, and nobody waits for its lock forever.
#![cfg(unix)]

use std::fs::{self, File, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};
use std::time::Duration;

use alipay_sdk::store::{FolderStore, IdempotencyStore, StoreError, StoreErrorKind};
use tempfile::TempDir;

use crate::conformance::finished;
use crate::folder::{file_of, opened, part_of};
use crate::left_out;

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().mode() & 0o777
}

/// A store in a new folder, and the file of its entry.
async fn with_entry() -> (TempDir, FolderStore, PathBuf) {
    let (folder, store) = opened();
    store.start("key", "", Duration::ZERO).await.unwrap();
    let entry = file_of(folder.path(), "open");
    (folder, store, entry)
}

#[track_caller]
fn assert_untrusted<T: std::fmt::Debug>(result: Result<T, StoreError>, says: &str) {
    let error = result.unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Untrusted, "{error:?}");
    let behind = std::error::Error::source(&error).unwrap().to_string();
    assert!(behind.contains(says), "{behind}");
}

#[tokio::test]
async fn nobody_else_may_enter_or_read_whatever_the_folder_around_allows() {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), Permissions::from_mode(0o777)).unwrap();
    let store = FolderStore::open(folder.path()).unwrap();
    store.start("open", "", Duration::ZERO).await.unwrap();
    finished(&store, "done", "").await;
    for part in ["", "open", "finished"] {
        assert_eq!(mode(&part_of(folder.path(), part)), 0o700, "{part}");
    }
    assert_eq!(mode(&part_of(folder.path(), "lock")), 0o600);
    for part in ["open", "finished"] {
        for file in fs::read_dir(part_of(folder.path(), part)).unwrap() {
            assert_eq!(mode(&file.unwrap().path()), 0o600);
        }
    }
}

#[tokio::test]
async fn a_subfolder_that_others_may_enter_is_refused() {
    let (folder, store) = opened();
    for part in ["", "open", "finished"] {
        let part = part_of(folder.path(), part);
        fs::set_permissions(&part, Permissions::from_mode(0o750)).unwrap();
        assert_untrusted(FolderStore::open(folder.path()), "chmod 700");
        fs::set_permissions(&part, Permissions::from_mode(0o700)).unwrap();
    }
    fs::set_permissions(part_of(folder.path(), ""), Permissions::from_mode(0o777)).unwrap();
    assert_untrusted(store.start("key", "", Duration::ZERO).await, "chmod 700");
}

#[tokio::test]
async fn links_are_not_followed() {
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    symlink(elsewhere.path(), part_of(folder.path(), "")).unwrap();
    assert_untrusted(FolderStore::open(folder.path()), "is a link");

    let (folder, store) = opened();
    store.start("key", "", Duration::ZERO).await.unwrap();
    let precious = elsewhere.path().join("precious");
    fs::write(&precious, "mine").unwrap();
    // The next text goes into a file of its own.
    symlink(&precious, part_of(folder.path(), "new")).unwrap();
    store.start("other", "", Duration::ZERO).await.unwrap();
    assert_eq!(fs::read_to_string(&precious).unwrap(), "mine");

    let entry = file_of(folder.path(), "open");
    fs::rename(&entry, elsewhere.path().join("entry")).unwrap();
    symlink(elsewhere.path().join("entry"), &entry).unwrap();
    assert_eq!(store.unfinished("", 9).await.unwrap().len(), 1, "it is left out");
    for key in ["key", "other"] {
        let started = store.start(key, "", Duration::ZERO).await;
        started.map_or_else(|error| assert_untrusted::<()>(Err(error), "is a link"), drop);
    }

    fs::remove_file(part_of(folder.path(), "lock")).unwrap();
    symlink(&precious, part_of(folder.path(), "lock")).unwrap();
    assert_untrusted(store.start("more", "", Duration::ZERO).await, "is a link");
}

#[tokio::test]
async fn a_file_with_a_second_name_or_that_others_write_is_refused() {
    let (folder, store, entry) = with_entry().await;
    fs::set_permissions(&entry, Permissions::from_mode(0o620)).unwrap();
    assert_untrusted(store.start("key", "", Duration::ZERO).await, "changed by other users");
    fs::set_permissions(&entry, Permissions::from_mode(0o600)).unwrap();
    fs::hard_link(&entry, folder.path().join("second")).unwrap();
    assert_untrusted(store.start("key", "", Duration::ZERO).await, "hard link");
}

#[tokio::test]
async fn what_belongs_to_another_user_is_refused() {
    let (folder, store, entry) = with_entry().await;
    let own = part_of(folder.path(), "");
    if chown(&own, Some(65_534), None).is_err() {
        return left_out("only root may give a folder to another user");
    }
    assert_untrusted(FolderStore::open(folder.path()), "belongs to user 65534");
    assert_untrusted(store.start("other", "", Duration::ZERO).await, "belongs to user 65534");
    chown(&own, Some(0), None).unwrap();
    chown(&entry, Some(65_534), None).unwrap();
    assert_untrusted(store.start("key", "", Duration::ZERO).await, "belongs to user 65534");
}

#[tokio::test]
async fn the_wait_for_the_lock_ends_and_purging_waits_for_it() {
    let (folder, store) = opened();
    finished(&store, "done", "").await;
    let store = store.lock_timeout(Duration::from_millis(50));
    let lock = File::options().write(true).open(part_of(folder.path(), "lock")).unwrap();
    lock.lock().unwrap();
    let error = store.start("key", "", Duration::ZERO).await.unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Unavailable);
    let error = store.purge_finished(Duration::ZERO).await.unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Unavailable);
    lock.unlock().unwrap();
    store.start("key", "", Duration::ZERO).await.unwrap();
}
