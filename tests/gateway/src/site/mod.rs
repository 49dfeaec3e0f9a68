//! What people look at and what programs control, beside the protocols.

mod control;
mod pages;
mod router;

pub(crate) use router::Site;
