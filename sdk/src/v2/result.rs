//! What an app brings back from Alipay's.

use super::exchange::Exchange;
use super::{Gateway, Operation};
use crate::call::decode;
use crate::error::Error;
use crate::request::CallInfo;
use crate::response::Response;

impl Gateway<'_> {
    /// Verifies the `result` that an app got from Alipay's when a payment ended there (同步返回结果), the text of
    /// `{"alipay_trade_app_pay_response":{…},"sign":"…","sign_type":"RSA2"}`, and reads it. Its `sign_type` must be
    /// the one of this application.
    ///
    /// Compare `out_trade_no`, `total_amount`, `seller_id` and `app_id` with your order: the signature says that the
    /// platform wrote this, not that it is about that order. It is no proof of payment either; wait for the
    /// notification, or query the trade. A buyer who turns back brings an empty text, which is an error here:
    /// look at the `resultStatus` beside it first.
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
    /// As of a call that was answered so.
    pub fn verify_result<O: Operation>(
        &self,
        result: impl AsRef<str>,
    ) -> Result<Response<O::Answer>, Error> {
        let call = CallInfo::from(O::INFO);
        let exchange = Exchange::of_result(self.client, call.clone(), self.sign_type);
        let body = result.as_ref().to_owned().into_bytes();
        decode(&call, exchange.accept(http::Response::new(body.into()))?)
    }
}
