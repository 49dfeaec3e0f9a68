//! Codes and tokens: of users, and of merchants that let an application act for them.

mod issuer;
mod operations;

pub(super) use operations::Tokens;
