//! The two digests that the v2 gateway signs with.

/// With which digest something is signed: the parameter `sign_type` of the v2 gateway. The v3
/// interface knows SHA-256 alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SignType {
    /// SHA-256.
    #[default]
    Rsa2,
    /// SHA-1: for applications that were never moved to `RSA2`. It is not safe any more.
    Rsa,
}

impl SignType {
    /// The value on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rsa2 => "RSA2",
            Self::Rsa => "RSA",
        }
    }
}
