//! What people look at and what programs control, beside the protocols.

mod buyers;
mod control;
#[cfg(feature = "pages")]
mod pages;
#[cfg(not(feature = "pages"))]
#[path = "no_pages.rs"]
mod pages;
mod route;
mod router;

pub(crate) use router::Site;
