//! Why a store has not done what it was asked.

use std::error::Error as StdError;
use std::fmt;

type Source = Box<dyn StdError + Send + Sync>;

/// A store has not done what it was asked, or cannot tell.
#[derive(Debug)]
pub struct StoreError {
    kind: StoreErrorKind,
    source: Option<Source>,
}

/// The known facts of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StoreErrorKind {
    /// The claim holds nothing any more: its lease was over and somebody else took the work, it was
    /// released, or the work is finished. Nothing was changed. Stop working; the owner there is now
    /// goes on.
    ClaimLost,
    /// The key or a text is not one that stores keep. Nothing was changed.
    Invalid,
    /// The entry is there and cannot be read. Nothing was changed: taking it for new could do its
    /// work twice. A person must look.
    Corrupt,
    /// Somebody else can have written what is there: an entry without the right authentication code
    /// ([`AuthenticatedStore`](super::AuthenticatedStore)), a folder or file of another user, a
    /// link. Nothing was changed, and nothing of it is used. A person must look.
    Untrusted,
    /// The store cannot be reached, or failed. Whether it changed anything is unknown.
    Unavailable,
}

impl StoreError {
    /// An error of this kind, and what lies behind it: another error or a text.
    pub fn new(kind: StoreErrorKind, source: impl Into<Source>) -> Self {
        Self { kind, source: Some(source.into()) }
    }

    /// The known facts of the failure.
    pub fn kind(&self) -> StoreErrorKind {
        self.kind
    }

    /// Whether the work belongs to somebody else now, or is finished.
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
            StoreErrorKind::Invalid => "the store does not keep this key or text",
            StoreErrorKind::Corrupt => "the entry in the store cannot be read",
            StoreErrorKind::Untrusted => "somebody else can have written the entry in the store",
            StoreErrorKind::Unavailable => "the store cannot be reached, or failed",
        })
    }
}

impl StdError for StoreError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(self.source.as_deref()?)
    }
}
