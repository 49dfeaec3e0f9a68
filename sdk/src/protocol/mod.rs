//! The texts that are signed and verified. Pure functions: no clock, no chance, no network.

#[cfg(any(feature = "top", feature = "v2"))]
pub(crate) mod time;
#[cfg(feature = "top")]
pub(crate) mod top;
#[cfg(feature = "v2")]
pub(crate) mod v2;
pub(crate) mod v3;
