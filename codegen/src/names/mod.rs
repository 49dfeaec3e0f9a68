//! Wire names to Rust names, once, for everything. No other module makes an identifier.
//!
//! A name is converted to the case that Rust wants; what Rust or the SDK needs for itself is
//! stepped around; names that fall together get numbers, in the order of their wire names, the
//! one that needed no conversion first. So the result depends on the set of names alone.

mod allocate;
mod assign;
mod convert;
mod product;
mod rename;
mod reserved;
mod rust_name;
mod table;

pub(crate) use product::{dashed, home, is_feature};
pub(crate) use rust_name::RustName;
pub use table::Names;

#[cfg(test)]
mod tests;
