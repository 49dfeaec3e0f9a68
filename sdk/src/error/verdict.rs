//! What a rejection says of the request.

/// What an API error says of the request; each protocol judges its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The platform takes no more calls for a while: nothing was done.
    Busy,
    /// Rejected for a reason of the business.
    Business,
    /// Rejected for a reason of the protocol, or on the way: nothing was done.
    Protocol,
    /// The platform may have done what it was asked all the same.
    Unknown,
}
