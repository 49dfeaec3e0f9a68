//! One request of the v2 gateway: check, respond, and whatever is to go wrong.

use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use http::Response;
use serde_json::{Value, json};

use super::check::{Caller, Checked, Checker};
use super::pay_page;
use super::response;
use super::tokens;
use crate::apps::Apps;
use crate::business::Business;
use crate::cashier::Cashier;
use crate::content::Content;
use crate::fault::{self, Fault, Faults};
use crate::journal::{Call, Journal, Verdict};
use crate::parts::Parts;
use crate::rejection::{Rejection, Reply};
use crate::request::Received;
use crate::wire::{self, Transmitted};
use crate::{header, ids, parameters, sample};

/// Where calls go.
pub(crate) const PATH: &str = "/gateway.do";

/// What the v2 gateway needs to respond.
pub(crate) struct Endpoint {
    checker: Checker,
    cashier: Arc<Cashier>,
    apps: Arc<Apps>,
    business: Arc<Business>,
    faults: Arc<Faults>,
    journal: Arc<Journal>,
}

impl Endpoint {
    pub(crate) fn new(Parts { apps, business, cashier, faults, journal, .. }: Parts) -> Self {
        let checker = Checker { apps: apps.clone(), catalog: business.catalog.clone() };
        Self { checker, cashier, apps, business, faults, journal }
    }

    /// The response to one request, as its fault has it.
    pub(crate) async fn respond(&self, request: Received) -> Transmitted {
        let mut call = Call::new(&request);
        let by_link = request.target.contains('?');
        let mut caller = Caller { by_link, ..Caller::default() };
        let checked = match parameters::read_form(&request).await {
            Ok(form) => self.checker.check(form, &mut caller, &mut call),
            Err(expected) => {
                Err(Rejection::new(400, "invalid-format", "无效的数据格式").expected(expected))
            }
        };
        let fault = caller.method.as_deref().and_then(|method| self.faults.next(method));
        let (result, verdict) = self.process(checked, fault.as_ref());
        self.business.notify_payments();
        let (mut response, shown) = self.write(result, &caller, fault.as_ref());
        call.trace_id = ids::random();
        header::set(&mut response, "trace_id", &call.trace_id);
        call.verdict = verdict;
        call.status = response.status().as_u16();
        call.response = shown.to_string();
        call.fault.clone_from(&fault);
        self.journal.add(call);
        wire::transmit(response, fault.as_ref()).await
    }

    /// The response to a buyer who confirms a payment on its page.
    pub(crate) async fn pay(&self, request: Received) -> Transmitted {
        wire::transmit(self.cashier.respond(request).await, None).await
    }

    /// What becomes of a request, and what the journal says of it: a fault may be about either.
    fn process(
        &self,
        checked: Result<Checked, Rejection>,
        fault: Option<&Fault>,
    ) -> (Result<(Checked, Value), Rejection>, Verdict) {
        let checked = match checked {
            Ok(checked) => checked,
            Err(rejection) => return (Err(rejection.clone()), Verdict::Rejected(rejection)),
        };
        let result = fault::run(fault, || self.business(&checked));
        match (result, fault) {
            (None, Some(Fault::TooManyRequests)) => {
                let rejection = Rejection::new(200, "app-call-limited", "应用调用次数超限");
                (Err(rejection), Verdict::NotProcessed)
            }
            (None, Some(Fault::Accepted)) => {
                let json = json!({"code": "10003", "msg": "order success pay inprocess"});
                (Ok((checked, json)), Verdict::NotProcessed)
            }
            (None, _) => (Ok((checked, json!({}))), Verdict::NotProcessed),
            (Some(Ok(_)), Some(Fault::SystemError)) => {
                (Err(Rejection::new(200, "unknow-error", "服务暂不可用")), Verdict::Accepted)
            }
            (Some(Ok(json)), _) => (Ok((checked, json)), Verdict::Accepted),
            (Some(Err(rejection)), _) => (Err(rejection.clone()), Verdict::Rejected(rejection)),
        }
    }

    /// What the business responds, with what every success of v2 carries.
    fn business(&self, checked: &Checked) -> Reply {
        let request = &checked.request;
        if request.operation.id == "alipay.open.app.alipaycert.download" {
            return self.certificate(request.body_text("alipay_cert_sn").unwrap_or_default());
        }
        let mut json = match self.business.prepared(request) {
            Some(response) => response?,
            None => match sample::response(&self.business.catalog, &request.operation) {
                Content::Json(json) => json,
                _ => json!({}),
            },
        };
        if tokens::is_token_method(&request.operation.id) {
            tokens::write_seconds(&mut json);
        } else if let Some(fields) = json.as_object_mut() {
            fields.insert("code".to_owned(), "10000".into());
            fields.insert("msg".to_owned(), "Success".into());
            if pay_page::is_payment(&request.operation.id) {
                fields.insert("seller_id".to_owned(), ids::account(&request.app_id).into());
            }
        }
        Ok(json)
    }

    /// The certificate that responses are signed with, when that is the one.
    fn certificate(&self, serial: &str) -> Reply {
        let (certificate, current) = self.apps.platform.certificate();
        if serial != current {
            return Err(Rejection::business("ALIPAY_CERT_NOT_EXIST", "支付宝公钥证书不存在")
                .expected(format!("the serial {current}")));
        }
        let content = BASE64_STANDARD.encode(certificate);
        Ok(json!({"code": "10000", "msg": "Success", "alipay_cert_content": content}))
    }

    /// The response on the wire, and what the journal shows of it.
    fn write(
        &self,
        result: Result<(Checked, Value), Rejection>,
        caller: &Caller,
        fault: Option<&Fault>,
    ) -> (Response<Vec<u8>>, Value) {
        let operation = caller.method.as_deref().and_then(|id| self.business.catalog.operation(id));
        let is_page = operation.is_some_and(|found| pay_page::is_page(found, caller.by_link));
        let signed = |json: &Value| response::signed(&self.apps.platform, caller, json, fault);
        match result {
            Ok((checked, json)) if is_page => {
                let page = match pay_page::is_payment(&checked.request.operation.id) {
                    true => self.cashier.show(pay_page::order(&checked, &json)),
                    false => pay_page::other(&self.apps.platform, &checked, &json),
                };
                (page, json)
            }
            Ok((_, json)) => (signed(&json), json),
            Err(rejection) => {
                let json = response::rejection(&rejection);
                let response = if is_page { pay_page::rejected(&json) } else { signed(&json) };
                (response, json)
            }
        }
    }
}
