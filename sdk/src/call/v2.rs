//! What only calls of the v2 gateway take.

use super::call::Call;
use crate::error::Error;
use crate::protocol::v2::{Endpoint, Page, SignedForm};
use crate::protocol::{FormProtocol, Operation, Protocol};
use crate::request::Payload;
use alipay_sdk_core::Secret;

impl<O: Operation<Protocol: FormProtocol + Protocol<Endpoint = Endpoint>>> Call<O> {
    /// The access token of a user, where the operation asks for it.
    pub fn auth_token(self, token: impl Into<Secret>) -> Self {
        self.parameter("auth_token", token.into().expose())
    }

    /// Where the platform notifies of what happens to the order.
    pub fn notify_url(self, url: impl AsRef<str>) -> Self {
        self.parameter("notify_url", url)
    }

    /// Where the platform sends the buyer's browser afterwards.
    pub fn return_url(self, url: impl AsRef<str>) -> Self {
        self.parameter("return_url", url)
    }

    /// Checks the order ([`check`](Self::check)), and signs the call for an app: the text (order
    /// string) that the app hands to Alipay's.
    ///
    /// # Errors
    /// [`ErrorKind::Request`](crate::ErrorKind::Request) and
    /// [`ErrorKind::Signing`](crate::ErrorKind::Signing): nothing is sent.
    pub async fn sdk_execute(self) -> Result<String, Error> {
        Ok(self.sign_without_files().await?.order_string())
    }

    /// Checks the order ([`check`](Self::check)), and signs the call for a browser: a link or a
    /// form.
    ///
    /// # Errors
    /// [`ErrorKind::Request`](crate::ErrorKind::Request) and
    /// [`ErrorKind::Signing`](crate::ErrorKind::Signing): nothing is sent.
    pub async fn page_execute(self) -> Result<Page, Error> {
        Ok(Page::new(&self.sign_without_files().await?))
    }

    async fn sign_without_files(self) -> Result<SignedForm, Error> {
        let call = self.check_order();
        let request = call.request?;
        if let Payload::Upload(upload) = &request.payload
            && !upload.files.is_empty()
        {
            return Err(request.invalid("files go from server to server alone: await the call"));
        }
        call.pipeline.sign_in_time(call.info, request, |request| call.endpoint.sign(request)).await
    }
}
