//! What only calls of the v2 gateway take.

use super::call::Call;
use super::send::SentByClient;
use crate::error::Error;
use crate::protocol::v2::{Endpoint, Page, SignedForm, V2};
use crate::protocol::{FormProtocol, Operation, Protocol};
use crate::request::Payload;
use alipay_sdk_core::Secret;

impl SentByClient for V2 {}

impl<O: Operation<Protocol: FormProtocol + Protocol<Endpoint = Endpoint>>> Call<O> {
    /// Sets the access token of a user (`auth_token`), for operations that require it.
    pub fn auth_token(self, token: impl Into<Secret>) -> Self {
        self.parameter("auth_token", token.into().expose())
    }

    /// Sets the address to which the platform posts notifications about the order (`notify_url`).
    pub fn notify_url(self, url: impl AsRef<str>) -> Self {
        self.parameter("notify_url", url)
    }

    /// Sets the address to which the platform redirects the buyer's browser after the payment
    /// (`return_url`).
    pub fn return_url(self, url: impl AsRef<str>) -> Self {
        self.parameter("return_url", url)
    }

    /// Checks the order ([`check`](Self::check)), signs the call for an app, and returns the text
    /// (order string) that your app passes to the Alipay app.
    ///
    /// # Errors
    /// [`ErrorKind::Request`](crate::ErrorKind::Request) and
    /// [`ErrorKind::Signing`](crate::ErrorKind::Signing). Nothing is sent.
    pub async fn sdk_execute(self) -> Result<String, Error> {
        Ok(self.sign_without_files().await?.order_string())
    }

    /// Checks the order ([`check`](Self::check)), signs the call for a browser, and returns a page
    /// with a link and a form.
    ///
    /// # Errors
    /// [`ErrorKind::Request`](crate::ErrorKind::Request) and
    /// [`ErrorKind::Signing`](crate::ErrorKind::Signing). Nothing is sent.
    pub async fn page_execute(self) -> Result<Page, Error> {
        Ok(Page::new(&self.sign_without_files().await?))
    }

    async fn sign_without_files(self) -> Result<SignedForm, Error> {
        let call = self.check_order();
        let request = call.request?;
        if let Payload::Upload(upload) = &request.payload
            && !upload.files.is_empty()
        {
            return Err(
                request.invalid("files can only be sent from server to server: await the call")
            );
        }
        call.pipeline.sign_in_time(call.info, request, |request| call.endpoint.sign(request)).await
    }
}
