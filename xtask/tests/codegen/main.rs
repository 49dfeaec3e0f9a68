//! Real runs of `cargo xtask codegen` that go wrong: killed, on a full disk, without a reader.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod closed_pipe;
mod full_disk;
mod killed;
mod world;
