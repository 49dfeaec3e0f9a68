//! No stranger makes the SDK take many times the size of the sent bytes, alone or in a crowd.

mod memory_use;

use memory_use::strangers;

const MIB: usize = 1 << 20;

/// More than is read of a response of TOP. `cargo xtask bench strangers` sends 32 MiB.
const SIZE: usize = 9 * MIB;

/// In one test: the allocator counts what all threads do.
#[test]
fn what_strangers_send_takes_little_memory() {
    for (name, peak) in strangers::alone(SIZE) {
        assert!(peak <= 3 * SIZE, "{name}: {} MiB", peak / MIB);
    }
    // Nobody signs responses of TOP: what is read of one is bounded, whatever it holds.
    for size in [450 << 10, 2 * MIB] {
        for (name, peak) in strangers::alone_to_top(size) {
            assert!(peak <= 96 * MIB, "{name}: {} MiB", peak / MIB);
        }
    }
    for (name, peak) in strangers::crowd::together() {
        assert!(peak <= 64 * MIB, "{name}: {} MiB", peak / MIB);
    }
}
