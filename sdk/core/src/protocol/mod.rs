//! The texts that are signed and verified. Pure functions: no clock, no chance, no network.

pub mod time;
pub mod v2;
pub mod v3;
