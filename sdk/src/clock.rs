//! Where time and chance come from. Tests replace both.

use std::time::SystemTime;

/// Tells the time. `Clock` is implemented by [`SystemClock`] and by functions.
pub trait Clock: Send + Sync + 'static {
    /// The time now.
    fn now(&self) -> SystemTime;
}

/// The clock of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}

impl<F: Fn() -> SystemTime + Send + Sync + 'static> Clock for F {
    fn now(&self) -> SystemTime {
        self()
    }
}

/// A random text that is unique: nonce, request id, multipart boundary.
pub(crate) fn random_id() -> String {
    let mut bytes = [0; 16];
    // The generator of the operating system cannot fail once it has started.
    let _ = aws_lc_rs::rand::fill(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid().as_hyphenated().to_string()
}
