//! The pages of an operation, one call after the other.

mod course;
mod edit;
mod pages;
mod totals;

pub use pages::Pages;
