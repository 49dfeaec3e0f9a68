//! In the place of the runtime for blocking calls, without the feature `blocking`.

/// No runtime: nothing asks for one.
#[derive(Default)]
pub(crate) struct Blocking {}
