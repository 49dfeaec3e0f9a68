//! The v2 gateway as a client reaches it.

use std::borrow::Cow;
use std::sync::Arc;

use super::client::Client;
use crate::call::{Call, Pending, Untyped};
use crate::error::Error;
use crate::protocol::v2::{Endpoint, V2};
use crate::protocol::{Exchange, Operation, Protocol};
use crate::response::{Response, Shape};
use alipay_sdk_core::SignType;

/// The v2 gateway as a client reaches it: made by [`Client::v2`]. It has one accessor per group of
/// operations.
#[derive(Clone, Copy, Debug)]
pub struct Gateway<'a> {
    client: &'a Client,
    sign_type: SignType,
}

impl Client {
    /// The v2 gateway, for this application.
    pub fn v2(&self) -> Gateway<'_> {
        Gateway { client: self, sign_type: SignType::default() }
    }
}

impl Gateway<'_> {
    /// How this application signs, and how its responses are signed: `RSA2` by default.
    #[must_use]
    pub fn sign_type(self, sign_type: SignType) -> Self {
        Self { sign_type, ..self }
    }

    /// A call of an operation, by its type.
    pub fn call<O: Operation<Protocol: Protocol<Endpoint = Endpoint>>>(&self) -> Call<O> {
        Call::new(self.endpoint(), self.client.pipeline())
    }

    /// A call of any method. It is signed, verified and reported like the others; the response is
    /// untyped JSON, with the gateway's `code` and `msg` in it. A `code` of `10003` is a success
    /// that is still in progress.
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

    /// Verifies the `result` that an app got from Alipay's when a payment ended there (同步返回结果), the text of
    /// `{"alipay_trade_app_pay_response":{…},"sign":"…","sign_type":"RSA2"}`, and reads it. Its `sign_type` must be
    /// the one of this application.
    ///
    /// Compare `out_trade_no`, `total_amount`, `seller_id` and `app_id` with your order: the signature says that the
    /// platform wrote this, not that it is about that order. It is no proof of payment either; wait for the
    /// notification, or query the trade. A buyer who turns back brings an empty text, which is an error here that
    /// says so: look at the `resultStatus` beside it first.
    ///
    /// ```
    /// use alipay_sdk::operation::AlipayTradeAppPay;
    /// use alipay_sdk::{Client, Error};
    ///
    /// fn number(client: &Client, result: &str) -> Result<Option<String>, Error> {
    ///     let paid = client.v2().verify_result::<AlipayTradeAppPay>(result)?;
    ///     Ok(paid.out_trade_no.clone())
    /// }
    /// ```
    ///
    /// # Errors
    /// As of a call with this response.
    pub fn verify_result<O>(&self, result: impl AsRef<str>) -> Result<Response<O::Response>, Error>
    where
        O: Operation<Protocol: Protocol<Endpoint = Endpoint>>,
    {
        let shape = Shape::of::<O::Response>();
        let exchange = Exchange { call: O::INFO.into(), shape, encrypted: false };
        let pending = Pending::<O>::new(self.endpoint(), self.client.pipeline().clone(), exchange);
        pending.complete(http::Response::new(result.as_ref().to_owned().into_bytes()))
    }

    fn endpoint(&self) -> Arc<Endpoint> {
        Arc::new(Endpoint::new(self.client.application().clone(), self.sign_type))
    }
}
