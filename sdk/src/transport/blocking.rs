//! Calls on a thread that may wait.

use std::future::Future;
use std::sync::{OnceLock, mpsc};

use tokio::runtime::{Builder, Runtime};
use tracing::Instrument;
use tracing::instrument::WithSubscriber;

/// A runtime of the client's own, started with the first blocking call: one thread that drives
/// connections, for all threads that wait.
#[derive(Default)]
pub(crate) struct Blocking(OnceLock<std::io::Result<Runtime>>);

impl Blocking {
    /// Waits for a future; an error says why that cannot be done. It is run on the thread of the
    /// runtime, so that the one that waits may be any, also one that belongs to another runtime.
    pub(crate) fn block_on<F>(&self, future: F) -> Result<F::Output, Unavailable>
    where
        F: Future + Send + 'static,
        F::Output: Send,
    {
        let start = || {
            Builder::new_multi_thread()
                .worker_threads(1)
                .thread_name("alipay-sdk")
                .enable_all()
                .build()
        };
        let runtime = self.0.get_or_init(start).as_ref();
        let runtime = runtime.map_err(|error| Unavailable::NotStarted(error.to_string()))?;
        let (sender, receiver) = mpsc::sync_channel(1);
        let work = async move {
            // Nobody waits for it any more when this fails.
            let _ = sender.send(future.await);
        };
        runtime.spawn(work.in_current_span().with_current_subscriber());
        receiver.recv().map_err(|_| Unavailable::Stopped)
    }
}

/// Why a future has no output.
pub(crate) enum Unavailable {
    /// The runtime cannot start: nothing was done.
    NotStarted(String),
    /// The future panicked, in a transport or a signer of somebody's own: anything may have been
    /// done.
    Stopped,
}

impl Drop for Blocking {
    /// In the background: a client may be dropped in asynchronous code, which must not wait.
    fn drop(&mut self) {
        if let Some(Ok(runtime)) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
