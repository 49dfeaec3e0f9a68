//! An application at the v2 gateway.

use crate::protocol::identity::Application;
use alipay_sdk_core::SignType;

/// An application that calls the v2 gateway.
pub struct Endpoint {
    pub(super) application: Application,
    /// How the application signs, and how its responses are signed.
    pub(super) sign_type: SignType,
}

impl Endpoint {
    pub(crate) fn new(application: Application, sign_type: SignType) -> Self {
        Self { application, sign_type }
    }
}
