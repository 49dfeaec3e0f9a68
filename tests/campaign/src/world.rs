//! The time of a campaign. It passes only when everybody waits, and one goes on at a time: so
//! several workers in one process take the same turns for the same seed.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};
use std::time::Duration;

use fastrand::Rng;

/// The time that all workers of a process share.
#[derive(Clone)]
pub(crate) struct World(Arc<Mutex<State>>);

struct State {
    /// Milliseconds since the beginning.
    now: u64,
    chance: Rng,
    waiting: Vec<Waiting>,
    next: u64,
    /// How many do something outside of this process right now.
    busy: usize,
}

/// Somebody who waits for a moment.
struct Waiting {
    id: u64,
    until: u64,
    waker: Option<Waker>,
}

/// Nobody else goes on as long as it lives.
pub(crate) struct Turn(World);

impl World {
    /// One whose time begins here. Who goes first at the same moment follows from the seed.
    pub(crate) fn new(seed: u64, now: Duration) -> Self {
        let chance = Rng::with_seed(seed);
        let now = milliseconds(now);
        Self(Arc::new(Mutex::new(State { now, chance, waiting: Vec::new(), next: 0, busy: 0 })))
    }

    /// The time since the beginning.
    pub(crate) fn now(&self) -> Duration {
        Duration::from_millis(self.state().now)
    }

    /// Waits until so much time has passed.
    pub(crate) fn wait(&self, time: Duration) -> impl Future<Output = ()> + Send + 'static {
        let place = Place::new(self, time);
        poll_fn(move |at| place.poll(at.waker()))
    }

    /// Waits for a turn: from then on nobody else goes on, while this one waits for other
    /// processes.
    pub(crate) async fn turn(&self) -> Turn {
        self.wait(Duration::ZERO).await;
        self.state().busy += 1;
        Turn(self.clone())
    }

    /// Runs all that happens in this world to its end.
    pub(crate) async fn run<T>(&self, all: impl Future<Output = T>) -> T {
        // Without a budget, which would let somebody wait for no reason.
        let mut all = pin!(tokio::task::unconstrained(all));
        poll_fn(|at| {
            loop {
                if let Poll::Ready(output) = all.as_mut().poll(at) {
                    return Poll::Ready(output);
                }
                if !self.state().go_on() {
                    return Poll::Pending;
                }
            }
        })
        .await
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Lets the next one go on; false when somebody is busy, or nobody waits.
    fn go_on(&mut self) -> bool {
        let next = self.waiting.iter().map(|waiting| waiting.until).min();
        let (0, Some(next)) = (self.busy, next) else { return false };
        let ready = self.waiting.iter().enumerate().filter(|(_, waiting)| waiting.until == next);
        let ready: Vec<_> = ready.map(|(place, _)| place).collect();
        let chosen = self.chance.usize(0..ready.len());
        if let Some(waker) = self.waiting.remove(ready[chosen]).waker {
            waker.wake();
        }
        self.now = self.now.max(next);
        true
    }
}

/// A place among those who wait.
struct Place {
    world: World,
    id: u64,
}

impl Place {
    fn new(world: &World, time: Duration) -> Self {
        let mut state = world.state();
        let (id, until) = (state.next, state.now.saturating_add(milliseconds(time)));
        state.next += 1;
        state.waiting.push(Waiting { id, until, waker: None });
        Self { world: world.clone(), id }
    }

    fn poll(&self, waker: &Waker) -> Poll<()> {
        let mut state = self.world.state();
        match state.waiting.iter_mut().find(|waiting| waiting.id == self.id) {
            Some(waiting) => {
                waiting.waker = Some(waker.clone());
                Poll::Pending
            }
            None => Poll::Ready(()),
        }
    }
}

/// Who does not wait any more has no place.
impl Drop for Place {
    fn drop(&mut self) {
        self.world.state().waiting.retain(|waiting| waiting.id != self.id);
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.state().busy -= 1;
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
