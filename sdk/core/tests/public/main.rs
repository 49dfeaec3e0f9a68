//! What keys, certificates, encryption and masking promise to those who use the crate.

mod certificates;
mod encrypt_key;
mod fixture;
mod keys;
mod masking;
mod pasted;
