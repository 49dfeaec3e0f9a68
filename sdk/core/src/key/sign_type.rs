//! The two digests that the v2 gateway signs with.

/// The digest of a signature: the parameter `sign_type` of the v2 gateway. The v3 interface has
/// SHA-256 only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SignType {
    /// SHA-256.
    #[default]
    Rsa2,
    /// SHA-1, for applications that were never moved to `RSA2`. It is no longer secure.
    Rsa,
}

impl SignType {
    /// Returns the value of `sign_type`: `RSA2` or `RSA`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rsa2 => "RSA2",
            Self::Rsa => "RSA",
        }
    }
}
