//! Checks before an order is sent.

use super::call::Call;
use crate::error::Error;
use crate::field_check::{FieldCheck, check_fields};
use crate::protocol::Operation;
use crate::request::Request;
use alipay_sdk_core::json;

impl<O: Operation> Call<O> {
    /// Checks the request by the rules of the operation ([`Operation::CHECKS`]): amounts, times,
    /// addresses and required fields. Sending the call then reports a violation as
    /// [`ErrorKind::Request`](crate::ErrorKind::Request). Values that are doubtful in production
    /// are logged as warnings.
    ///
    /// Flows, `page_execute` and `sdk_execute` do this by default;
    /// [`ClientBuilder::check_orders`](crate::ClientBuilder::check_orders) turns it off. Call it
    /// last: it checks only the values that are set already.
    ///
    /// ```
    /// # use alipay_sdk::{Client, Error, model::AlipayTradeCreateModel};
    /// # async fn create(client: &Client) -> Result<(), Error> {
    /// let order = AlipayTradeCreateModel::new().out_trade_no("T1").total_amount("88.888").subject("Tea");
    /// let error = client.alipay_trade().create(&order).check().await.unwrap_err();
    /// assert!(error.to_string().contains("`total_amount`"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn check(self) -> Self {
        let warns = self.pipeline.is_production;
        self.change(|request| check(request, O::CHECKS, warns))
    }

    /// The same, unless the client leaves it out.
    pub(crate) fn check_order(self) -> Self {
        if self.pipeline.rules.check_orders { self.check() } else { self }
    }

    /// The problem that the call has already.
    pub(crate) fn problem(&self) -> Option<&Error> {
        self.request.as_ref().err()
    }
}

fn check(request: &Request, checks: &[FieldCheck], warns: bool) -> Result<(), Error> {
    if checks.is_empty() {
        return Ok(());
    }
    let body = json::parse(request.json_text()).unwrap_or_default();
    let warnings = check_fields(checks, &body, &request.parameters)
        .map_err(|reason| request.invalid(reason))?;
    for warning in warnings.into_iter().filter(|_| warns) {
        let operation = &*request.call.operation;
        let (field, says) = (warning.field, warning.says);
        tracing::warn!(target: "alipay_sdk", operation, "`{field}` {says}");
    }
    Ok(())
}
