//! In the place of the operation of a request, without the feature `test-util`.

use std::borrow::Cow;

/// Nothing: a request goes out without its operation.
pub(crate) fn name_operation(_: &mut http::Extensions, _: Cow<'static, str>) {}
