//! Signed texts: what they are made of, whether a signature holds, and why it does not.

mod body;
mod claim;
mod judge;
mod signed;
mod v2;
mod v3;

pub(crate) use body::of_text;
pub(crate) use claim::{Claim, Side};
pub(crate) use judge::{Verdict, judge};
pub(crate) use signed::numbered;
pub(crate) use v2::{request as v2_request, response as v2_response};
pub(crate) use v3::{request as v3_request, response as v3_response};
