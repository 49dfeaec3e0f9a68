//! What a terminal shows while a command waits.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A line that moves until it is dropped; in a pipe there is none.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    pub(crate) fn start(what: impl Into<String>) -> Self {
        let bar = ProgressBar::new_spinner().with_style(ProgressStyle::default_spinner());
        bar.set_message(what.into());
        bar.enable_steady_tick(Duration::from_millis(150));
        Self(bar)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
