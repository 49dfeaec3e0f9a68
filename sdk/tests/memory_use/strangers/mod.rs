//! What strangers can make the SDK keep in memory: texts that cost much to take apart, and many at
//! once.

pub mod crowd;
pub mod places;
pub mod shapes;

use super::{peak, platform};

/// The most bytes in use when one stranger sends texts of this size, for each place and shape.
pub fn alone(size: usize) -> Vec<(String, usize)> {
    // What a place puts around the text, and what a verification takes, counts as well.
    of(&places::all(), size - (16 << 10))
}

/// The same for responses of TOP alone.
pub fn alone_to_top(size: usize) -> Vec<(String, usize)> {
    of(&places::of_top(), size - 256)
}

fn of(places: &[places::Place], size: usize) -> Vec<(String, usize)> {
    let mut figures = Vec::new();
    for (place, receive) in places {
        for (shape, make) in shapes::all() {
            let value = make(size);
            let sent = value.len();
            figures.push((format!("{place}, {shape}"), sent + peak(|| receive(value)).1));
        }
    }
    figures
}
