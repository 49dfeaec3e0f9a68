//! What people look at and what programs control, beside the protocols.

mod control;
mod pages;
mod parts;
mod router;

pub(crate) use parts::Parts;
pub(crate) use router::Site;
