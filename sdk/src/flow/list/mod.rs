//! Lists of tasks: so many at once, at a rate, with a report; also those that a store holds open.

mod all;
mod event;
mod events;
mod open;
mod report;
mod run_all;
mod standing;

pub use event::ListEvent;
pub use events::ListEvents;
pub use report::{Report, Tally};
pub use run_all::RunAll;
pub use standing::Standing;
