//! The texts that are signed and verified. Pure functions: no clock, no chance, no network.

pub(crate) mod v3;
