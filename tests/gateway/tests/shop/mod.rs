//! A shop that knows the gateway over HTTP alone, as a program in any language does.

// Each test binary uses its own part of it.
#![allow(dead_code)]

pub(crate) mod bill;
pub(crate) mod program;
pub(crate) mod receiver;
pub(crate) mod till;
pub(crate) mod web;
