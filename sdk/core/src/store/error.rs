//! Why a store has not done what it was asked.

use std::error::Error as StdError;
use std::fmt;

type Source = Box<dyn StdError + Send + Sync>;

/// An error of a store.
#[derive(Debug)]
pub struct StoreError {
    kind: StoreErrorKind,
    source: Option<Source>,
}

/// The kind of an error of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StoreErrorKind {
    /// The claim is no longer valid: its lease was over and another process took the work, it was
    /// released, or the work is finished. Nothing was changed. Stop working.
    ClaimLost,
    /// The key or a text is not valid. Nothing was changed.
    Invalid,
    /// The entry exists, but cannot be read. Nothing was changed, because a new start could do its
    /// work twice. A person must examine it.
    Corrupt,
    /// Somebody else may have written the entry: its authentication code is wrong
    /// ([`AuthenticatedStore`](super::AuthenticatedStore)), or its folder or file belongs to
    /// another user or is a link. Nothing was changed or used. A person must examine it.
    Untrusted,
    /// The store cannot be reached, or failed. It is unknown whether it changed anything.
    Unavailable,
}

impl StoreError {
    /// Creates an error of this kind. The source is another error or a text.
    pub fn new(kind: StoreErrorKind, source: impl Into<Source>) -> Self {
        Self { kind, source: Some(source.into()) }
    }

    /// Returns the kind of the error.
    pub fn kind(&self) -> StoreErrorKind {
        self.kind
    }

    /// Returns whether the claim is lost: another process has the work, or it is finished.
    pub fn is_claim_lost(&self) -> bool {
        self.kind == StoreErrorKind::ClaimLost
    }

    pub(super) fn unavailable(source: impl Into<Source>) -> Self {
        Self::new(StoreErrorKind::Unavailable, source)
    }

    /// Says that an entry was left out of a list, and why.
    pub(super) fn warn_left_out(&self) {
        let behind = self.source().map(ToString::to_string);
        tracing::warn!(target: "alipay_sdk", behind, "an entry was left out: {self}");
    }

    /// `Ok` if the store found the entry in this claim's hands.
    #[cfg(any(feature = "redis", feature = "postgres"))]
    pub(super) fn unless_held(held: bool) -> Result<(), Self> {
        if held { Ok(()) } else { Err(StoreErrorKind::ClaimLost.into()) }
    }
}

impl From<StoreErrorKind> for StoreError {
    fn from(kind: StoreErrorKind) -> Self {
        Self { kind, source: None }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.kind {
            StoreErrorKind::ClaimLost => {
                "the claim is lost: somebody else has the work, or it is finished"
            }
            StoreErrorKind::Invalid => "the store cannot keep this key or text",
            StoreErrorKind::Corrupt => "the entry in the store cannot be read",
            StoreErrorKind::Untrusted => "somebody else may have written the entry in the store",
            StoreErrorKind::Unavailable => "the store cannot be reached, or failed",
        })
    }
}

impl StdError for StoreError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(self.source.as_deref()?)
    }
}
