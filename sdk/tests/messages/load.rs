//! Many messages, and programs that come and go.

use super::message_load::measure;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_message_is_handled_once_and_none_unverified_despite_restarts() {
    let figures = measure(2_000, 6).await;
    assert_eq!((figures.handled, figures.repeated, figures.unverified), (2_000, 0, 0));
    assert!(figures.duplicates >= 40, "{figures:?}");
    assert!(figures.connections >= 7, "{figures:?}");
}
