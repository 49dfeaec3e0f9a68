//! A store that is slow, out of reach for a while, or loses its responses; and the process may die
//! at each of its changes.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use alipay_sdk::store::{IdempotencyStore, StoreError, StoreErrorKind, Stored};

use crate::chance::Chance;
use crate::death::Death;
use crate::through::{Act, Through, Way};
use crate::world::World;

/// Of a thousand changes, how many are slow before they are made, and how many after.
const SLOW: u16 = 15;
/// Of a thousand changes, how many are made although the store says that it failed.
const LOST: u16 = 10;
/// Of a thousand changes, at how many the store goes away for a while.
const AWAY: u16 = 6;

/// The way of one worker to the store.
pub(crate) struct Unsteady<S> {
    inner: S,
    world: World,
    chance: Chance,
    death: Death,
    /// Until when the store is out of reach.
    away: Mutex<Duration>,
}

impl<S: IdempotencyStore> Unsteady<S> {
    pub(crate) fn new(inner: S, world: &World, chance: Chance, death: Death) -> Through<Self> {
        Through(Self { inner, world: world.clone(), chance, death, away: Mutex::default() })
    }

    fn is_away(&self) -> bool {
        let mut away = self.away.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.world.now();
        if *away <= now && self.chance.hits(AWAY) {
            *away = now + self.chance.seconds(20..200);
        }
        *away > now
    }
}

impl<S: IdempotencyStore> Way for Unsteady<S> {
    fn store(&self) -> &dyn IdempotencyStore {
        &self.inner
    }

    /// Does something, if the store can be reached.
    fn reach<'a, T: Send + 'a>(&'a self, _: Act, work: Stored<'a, T>) -> Stored<'a, T> {
        Box::pin(async move {
            self.world.wait(self.chance.delay(SLOW, 1..25)).await;
            if self.is_away() {
                self.world.wait(self.chance.seconds(1..10)).await;
                return Err(unavailable("it cannot be reached"));
            }
            let turn = self.world.turn().await;
            self.death.may_come();
            let done = work.await;
            self.death.may_come();
            drop(turn);
            self.world.wait(self.chance.delay(SLOW, 1..25)).await;
            if self.chance.hits(LOST) { Err(unavailable("its response is lost")) } else { done }
        })
    }
}

fn unavailable(why: &str) -> StoreError {
    StoreError::new(StoreErrorKind::Unavailable, why)
}
