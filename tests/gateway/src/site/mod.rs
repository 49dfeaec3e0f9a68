//! What people look at and what programs control, beside the protocols.

mod control;
mod guard;
mod pages;
mod router;

pub(crate) use router::Site;
