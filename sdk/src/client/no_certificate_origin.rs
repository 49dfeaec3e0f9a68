//! In the place of the origins of certificates, without the feature `certificate-source`.

use std::sync::Arc;

use super::keys::Keys;
use crate::error::Error;
use crate::pipeline::Pipeline;
use crate::protocol::Application;
use alipay_sdk_core::trust::source::Source;

/// There is none.
pub(super) enum Origin {}

impl Origin {
    pub(super) fn source(
        _: Option<Self>,
        _: &Keys,
        _: &Application,
        _: &Arc<Pipeline>,
    ) -> Result<Option<Source>, Error> {
        Ok(None)
    }
}
