//! Where time and randomness come from. Tests replace both.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime};

use crate::crypto::fill_randomly;

/// Tells the time, and lets it pass. `Clock` is implemented by [`SystemClock`] and by functions
/// that tell the time.
pub trait Clock: Send + Sync + 'static {
    /// The time now.
    fn now(&self) -> SystemTime;

    /// A moment of a clock that nobody sets back. The default is that of this machine.
    fn instant(&self) -> Instant {
        Instant::now()
    }

    /// Waits: between two attempts of a call, and between two steps of a flow. The
    /// default is real time, on any runtime.
    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(futures_timer::Delay::new(duration))
    }
}

/// A wait.
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

/// A time that began at some point. It passes by the time of day, which goes on while the machine
/// is suspended, and by the monotonic clock, which nobody sets back: the one that is ahead counts.
#[doc(hidden)]
pub struct Countdown {
    begun: SystemTime,
    since: Instant,
    time: Duration,
}

impl Countdown {
    /// One that begins now.
    pub fn begin(clock: &dyn Clock, time: Duration) -> Self {
        Self { begun: clock.now(), since: clock.instant(), time }
    }

    /// The part of a lease in which its owner works. To be begun before the store is asked for the
    /// lease: the store's own count begins later.
    pub fn of_lease(clock: &dyn Clock, lease: Duration) -> Self {
        Self::begin(clock, certain(lease))
    }

    /// The time that is left; never more than all of it, wherever the clock is set.
    pub fn left(&self, clock: &dyn Clock) -> Duration {
        let by_day = clock.now().duration_since(self.begun).unwrap_or_default();
        self.time.saturating_sub(by_day.max(clock.instant().saturating_duration_since(self.since)))
    }
}

/// How much of a lease is its owner's for certain: a sixth is the reserve, so that the work has
/// stopped when somebody else may begin.
#[doc(hidden)]
pub fn certain(lease: Duration) -> Duration {
    lease - lease / 6
}

/// A random text that is unique: nonce, request id, multipart boundary.
pub fn random_id() -> String {
    uuid::Builder::from_random_bytes(random_bytes()).into_uuid().as_hyphenated().to_string()
}

/// A random number from 0 to 1.
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
