//! Calls on a thread that may wait.

use std::future::Future;
use std::io;
use std::sync::OnceLock;

use tokio::runtime::{Builder, Handle, Runtime};

/// A runtime of the client's own, started with the first blocking call: one thread that drives
/// connections, for all threads that wait.
#[derive(Default)]
pub(crate) struct Blocking(OnceLock<io::Result<Runtime>>);

impl Blocking {
    /// Waits for a future; an error says why that cannot be done here.
    pub(crate) fn block_on<F: Future>(&self, future: F) -> Result<F::Output, String> {
        if Handle::try_current().is_ok() {
            return Err(
                "send_blocking was called in asynchronous code, where it would block other \
                        tasks: await the call instead"
                    .to_owned(),
            );
        }
        let start = || {
            Builder::new_multi_thread()
                .worker_threads(1)
                .thread_name("alipay-sdk")
                .enable_all()
                .build()
        };
        match self.0.get_or_init(start) {
            Ok(runtime) => Ok(runtime.block_on(future)),
            Err(error) => Err(format!("the thread for blocking calls cannot start: {error}")),
        }
    }
}

impl Drop for Blocking {
    /// In the background: a client may be dropped in asynchronous code, which must not wait.
    fn drop(&mut self) {
        if let Some(Ok(runtime)) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
