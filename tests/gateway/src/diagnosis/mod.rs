//! Why a signature is wrong.

mod diagnose;
mod mistakes;
mod recover;
mod signed_parts;

pub use diagnose::Diagnosis;
pub(crate) use diagnose::diagnose;
pub(crate) use mistakes::Context;
pub(crate) use signed_parts::{Part, SignedParts};
