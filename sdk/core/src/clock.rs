//! Where time and randomness come from. Tests replace both.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime};

use crate::crypto::fill_randomly;

/// The time of a client, and its waits. [`SystemClock`] implements it, and so does any function
/// that returns a [`SystemTime`].
pub trait Clock: Send + Sync + 'static {
    /// Returns the current time.
    fn now(&self) -> SystemTime;

    /// Returns the current moment of a monotonic clock. The default is [`Instant::now`].
    fn instant(&self) -> Instant {
        Instant::now()
    }

    /// Waits for this time, between two attempts of a call or two steps of a flow. The default
    /// waits in real time, on any runtime.
    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(futures_timer::Delay::new(duration))
    }
}

/// The future of a wait.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

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

/// A limited time that has begun. It is measured by the time of day, which goes on while the
/// machine is suspended, and by the monotonic clock, which cannot be set back. The larger of the
/// two counts.
#[doc(hidden)]
pub struct Countdown {
    begun: SystemTime,
    since: Instant,
    time: Duration,
}

impl Countdown {
    /// Begins this time now.
    pub fn begin(clock: &dyn Clock, time: Duration) -> Self {
        Self { begun: clock.now(), since: clock.instant(), time }
    }

    /// Begins the part of a lease in which its owner works. Call it before the store is asked for
    /// the lease, because the store's own count begins later.
    pub fn of_lease(clock: &dyn Clock, lease: Duration) -> Self {
        Self::begin(clock, certain(lease))
    }

    /// Returns the time that is left. It is never more than the whole time, however the clock is
    /// set.
    pub fn left(&self, clock: &dyn Clock) -> Duration {
        let by_day = clock.now().duration_since(self.begun).unwrap_or_default();
        self.time.saturating_sub(by_day.max(clock.instant().saturating_duration_since(self.since)))
    }
}

/// Returns the part of a lease that surely belongs to its owner: five sixths. The last sixth is a
/// reserve, so that the work has stopped before another process may begin.
#[doc(hidden)]
pub fn certain(lease: Duration) -> Duration {
    lease - lease / 6
}

/// Returns a random unique text for a nonce, a request id or a multipart boundary.
pub fn random_id() -> String {
    uuid::Builder::from_random_bytes(random_bytes()).into_uuid().as_hyphenated().to_string()
}

/// Returns a random number from 0 to 1.
pub fn random_fraction() -> f64 {
    f64::from(u32::from_ne_bytes(random_bytes())) / f64::from(u32::MAX)
}

/// Random bytes, fit for secrets.
///
/// # Panics
/// When the operating system has none: two processes must never draw the same number.
pub(crate) fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    fill_randomly(&mut bytes).expect("the operating system gives random bytes");
    bytes
}
