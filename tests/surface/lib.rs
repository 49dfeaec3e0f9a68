//! Nothing to use: the package is for `tests/surface.rs`, which holds the documents and the
//! generated code against the inventory in `inventory/`.
