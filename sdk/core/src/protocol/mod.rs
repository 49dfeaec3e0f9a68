//! The texts that are signed and verified, all of them. Pure functions: no clock, no randomness, no
//! network.

pub mod gateway_check;
pub mod message;
pub mod notification;
pub mod open_data;
mod parameter_names;
mod parameters;
pub mod posted;
pub mod top;
pub mod v2;
pub mod v3;

pub use parameters::{Form, Parameters};
