//! Keys: the application's own, which signs, and the platform's, which verifies.

mod error;
mod first;
mod fit;
mod other;
mod private;
mod public;
mod sign_type;

pub use error::KeyError;
pub use private::PrivateKey;
pub use public::PublicKey;
pub use sign_type::SignType;
