//! Room for the bodies that are being read: anybody can post, and hold as many connections open as
//! there are.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How much of every body is read whatever else is there, in bytes. Notifications are smaller.
const FREE: usize = 16 << 10;

/// How much all bodies together may take beyond that, in bytes.
const ROOM: usize = 16 << 20;

/// What large bodies share. Small ones find room always.
#[derive(Clone, Default)]
pub(super) struct Room {
    taken: Arc<AtomicUsize>,
}

/// The room that one body has, until it is dropped.
pub(super) struct Place {
    room: Room,
    taken: usize,
    /// Whether there was no room for all of the body.
    is_refused: bool,
}

impl Room {
    pub(super) fn place(&self) -> Place {
        Place { room: self.clone(), taken: 0, is_refused: false }
    }
}

impl Place {
    /// Whether there is room for so many bytes in all.
    pub(super) fn has_room_for(&mut self, bytes: usize) -> bool {
        let more = bytes.saturating_sub(FREE).saturating_sub(self.taken);
        let taken = self.room.taken.fetch_add(more, Ordering::Relaxed).saturating_add(more);
        self.taken += more;
        self.is_refused = more > 0 && taken > ROOM;
        !self.is_refused
    }

    pub(super) fn is_refused(&self) -> bool {
        self.is_refused
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.room.taken.fetch_sub(self.taken, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_bodies_share_the_room_and_small_ones_always_find_it() {
        let room = Room::default();
        let (mut large, mut other, mut small) = (room.place(), room.place(), room.place());
        assert!(large.has_room_for(1 << 20) && large.has_room_for(ROOM));
        assert!(!other.has_room_for(FREE + FREE + 1) && other.is_refused());
        assert!(small.has_room_for(FREE) && !small.is_refused());
        drop((large, other));
        assert!(small.has_room_for(ROOM + FREE));
        drop(small);
        assert_eq!(room.taken.load(Ordering::Relaxed), 0);
    }
}
