//! The example of every operation, as its page shows it: whatever does not compile there does not
//! compile here. Nothing is called, so the compiler checks types, and builds nothing.

#![allow(dead_code, deprecated, reason = "examples are not called; some operations are withdrawn")]

include!(concat!(env!("OUT_DIR"), "/examples.rs"));
