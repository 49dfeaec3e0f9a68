//! The operation that a request is for, as the test platform sees it.

use std::borrow::Cow;

/// The id of the operation: an extension of the request.
#[derive(Clone)]
pub(crate) struct OperationId(pub(crate) Cow<'static, str>);

/// Writes the operation on a request.
pub(crate) fn name_operation(extensions: &mut http::Extensions, operation: Cow<'static, str>) {
    extensions.insert(OperationId(operation));
}
