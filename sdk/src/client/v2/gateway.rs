//! The v2 gateway as a client reaches it.

use std::borrow::Cow;
use std::sync::Arc;

use super::app_result::{AppResult, misuse};
use crate::call::{Call, Pending, Untyped};
use crate::client::Client;
use crate::error::{Error, ErrorKind, SignatureError};
use crate::protocol::v2::{Endpoint, V2};
use crate::protocol::{Exchange, Operation, Protocol};
use crate::request::CallInfo;
use crate::response::Shape;
use alipay_sdk_core::{SignType, trust::SignatureProblem};

/// The largest result of an app that is read, in bytes. Real ones have one or two thousand.
const LARGEST_RESULT: usize = 64 << 10;

/// The v2 gateway of a client. [`Client::v2`] returns it. It has one accessor per group of
/// operations.
#[derive(Clone, Copy, Debug)]
pub struct Gateway<'a> {
    client: &'a Client,
    sign_type: SignType,
}

impl Client {
    /// Returns the v2 gateway for this application.
    pub fn v2(&self) -> Gateway<'_> {
        Gateway { client: self, sign_type: SignType::default() }
    }
}

impl Gateway<'_> {
    /// Sets how requests and responses of this application are signed: `RSA2` by default.
    #[must_use]
    pub fn sign_type(self, sign_type: SignType) -> Self {
        Self { sign_type, ..self }
    }

    /// Creates a call of an operation by its type.
    pub fn call<O: Operation<Protocol: Protocol<Endpoint = Endpoint>>>(&self) -> Call<O> {
        Call::new(self.endpoint(), self.client.pipeline())
    }

    /// Creates a call of any method. It is signed and verified like any other call. The response is
    /// untyped JSON, including the gateway's `code` and `msg`. The `code` `10003` means that the
    /// operation is still in progress.
    ///
    /// ```
    /// # async fn call(client: alipay_sdk::Client) -> Result<(), alipay_sdk::Error> {
    /// let response = client
    ///     .v2()
    ///     .untyped("alipay.trade.query")
    ///     .json(&serde_json::json!({"out_trade_no": "T20260616001"}))
    ///     .await?;
    /// println!("{}", response["trade_status"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn untyped(&self, method: impl Into<Cow<'static, str>>) -> Call<Untyped<V2>> {
        let (pipeline, post) = (self.client.pipeline(), http::Method::POST);
        Call::untyped(self.endpoint(), pipeline, method.into(), post, String::new())
    }

    /// Verifies and reads the `result` that your app got from the Alipay app at the end of a
    /// payment (同步返回结果). It is the text of
    /// `{"alipay_trade_app_pay_response":{…},"sign":"…","sign_type":"RSA2"}`. Its `sign_type` must
    /// be that of this application.
    ///
    /// Compare `out_trade_no`, `total_amount`, `seller_id` and `app_id` with your order: the
    /// signature proves that the platform wrote the result, not that it is about your order. It is
    /// not a proof of payment: wait for the notification, or query the trade. When the buyer
    /// cancels, the text is empty: [`AppResult::Canceled`].
    ///
    /// ```
    /// use alipay_sdk::operation::AlipayTradeAppPay;
    /// use alipay_sdk::v2::AppResult;
    /// use alipay_sdk::{Client, Error};
    ///
    /// fn number(client: &Client, result: &str) -> Result<Option<String>, Error> {
    ///     match client.v2().verify_result::<AlipayTradeAppPay>(result)? {
    ///         AppResult::Signed(paid) => Ok(paid.out_trade_no.clone()),
    ///         AppResult::Canceled => Ok(None),
    ///     }
    /// }
    /// ```
    ///
    /// # Errors
    /// As for a call with this response. A text that is not the field `result`, such as the object
    /// around it, is an [`ErrorKind::Signature`] that says so. A text of more than 64 KiB is an
    /// [`ErrorKind::TooLarge`].
    pub fn verify_result<O>(&self, result: impl AsRef<str>) -> Result<AppResult<O::Response>, Error>
    where
        O: Operation<Protocol: Protocol<Endpoint = Endpoint>>,
    {
        let result = result.as_ref();
        if result.trim().is_empty() {
            return Ok(AppResult::Canceled);
        }
        let (call, shape) = (CallInfo::from(O::INFO), Shape::of::<O::Response>());
        if result.len() > LARGEST_RESULT {
            return Err(call.error(ErrorKind::TooLarge { limit: LARGEST_RESULT }));
        }
        if let Some(what) = misuse(result) {
            let problem = SignatureProblem::NotAsReceived(what);
            let error = SignatureError { problem, claimed: None, hint: None };
            return Err(call.error(ErrorKind::Signature(error)));
        }
        let exchange = Exchange { call, shape, encrypted: false };
        let pending = Pending::<O>::new(self.endpoint(), self.client.pipeline().clone(), exchange);
        let response = pending.complete(http::Response::new(result.to_owned().into_bytes()))?;
        Ok(AppResult::Signed(Box::new(response)))
    }

    fn endpoint(&self) -> Arc<Endpoint> {
        Arc::new(Endpoint::new(self.client.application().clone(), self.sign_type))
    }
}
