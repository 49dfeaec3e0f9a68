//! What people look at and what programs control, beside the protocols.

mod buyers;
mod control;
#[cfg(not(feature = "pages"))]
mod no_pages;
#[cfg(feature = "pages")]
mod pages;
mod route;
mod router;

#[cfg(not(feature = "pages"))]
use no_pages as pages;
pub(crate) use router::Site;
