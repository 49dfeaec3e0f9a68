//! What the chores print, all of it.
//!
//! A reader that has seen enough, as in `… | head`, closes the pipe. Then the rest is dropped, and
//! the chore goes on to its end: its work is done, and its exit status is true, for those who asked
//! for nothing else.

use std::fmt;
use std::io::{self, ErrorKind, Write};

use anyhow::{Context, Result};

/// Prints a line, in the way of `println!`, which would panic on a closed pipe.
macro_rules! say {
    ($($text:tt)*) => {
        $crate::console::line(format_args!($($text)*))
    };
}

pub(crate) use say;

/// Prints a line, if anybody reads it.
pub(crate) fn line(text: fmt::Arguments<'_>) -> Result<()> {
    deliver(&mut io::stdout().lock(), text)
}

fn deliver(to: &mut impl Write, text: fmt::Arguments<'_>) -> Result<()> {
    match writeln!(to, "{text}").and_then(|()| to.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        done => done.context("the output cannot be written"),
    }
}

/// A line beside the output, for people: what a chore prints may go to a file.
pub(crate) fn note(text: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Says why a chore failed. Its exit status says that it did, whether anybody reads this or not.
pub(crate) fn complain(error: &anyhow::Error) {
    note(format_args!("error: {error:#}"));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An output that nothing can be written to.
    struct Failing(ErrorKind);

    impl Write for Failing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_closed_pipe_is_no_failure_and_a_full_disk_is_one() {
        assert!(deliver(&mut Failing(ErrorKind::BrokenPipe), format_args!("text")).is_ok());
        assert!(deliver(&mut Failing(ErrorKind::StorageFull), format_args!("text")).is_err());
    }
}
