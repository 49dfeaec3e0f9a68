//! The gateway as a test starts it.

mod builder;
mod error;
mod handle;
mod messages;
mod test_control;

pub use builder::GatewayBuilder;
pub use error::StartError;
pub use handle::Gateway;
