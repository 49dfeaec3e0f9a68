//! The problems of frames.

/// Why a text is not a frame. The error repeats nothing of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameProblem {
    #[error("it has no empty line after its headers")]
    NoHeaders,
    #[error("its header lines are too long, too many, not `name:value`, or duplicates")]
    Headers,
    #[error("the text after its headers is not one JSON object of the documented form")]
    Json,
    #[error("its `x-type` is not `message`")]
    Type,
}
