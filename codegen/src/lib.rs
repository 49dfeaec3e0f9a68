//! OpenAPI documents in, the generated part of the SDK out.
//!
//! ```text
//! Source --load--> Documents --lower--> Ir --names--> Names --emit--> Files --output--> disk
//! ```
//!
//! Everything up to [`Files`] is a pure function of the sources: no file, no clock, no order of
//! keys has a say. [`output`] alone touches the disk.
//!
//! Without the feature `documents` only [`ir`] and [`packed`] remain.

#[cfg(feature = "documents")]
pub mod diff;
#[cfg(feature = "documents")]
mod emit;
#[cfg(feature = "documents")]
mod generation;
#[cfg(feature = "documents")]
mod import;
pub mod ir;
#[cfg(feature = "documents")]
mod load;
#[cfg(feature = "documents")]
mod lower;
#[cfg(feature = "documents")]
mod markers;
#[cfg(feature = "documents")]
mod names;
#[cfg(feature = "documents")]
pub mod output;
pub mod packed;
#[cfg(feature = "documents")]
mod problem;
#[cfg(feature = "documents")]
mod prose;
#[cfg(feature = "documents")]
mod yaml;

#[cfg(feature = "documents")]
pub use emit::Files;
#[cfg(feature = "documents")]
pub use generation::{
    Beside, Counts, Generated, Imported, formatted, generate, import, understand,
};
#[cfg(feature = "documents")]
pub use import::{Date, Question};
#[cfg(feature = "documents")]
pub use load::{Source, Sources};
#[cfg(feature = "documents")]
pub use names::Names;
#[cfg(feature = "documents")]
pub use problem::{Place, Problem, Problems};
