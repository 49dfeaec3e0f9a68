//! One request of TOP: check, respond, and whatever is to go wrong.

use std::sync::Arc;

use http::{Response, StatusCode};
use serde_json::{Value, json};

use super::check::{TopRejection, check};
use super::response::Shape;
use super::signature;
use crate::catalog::Catalog;
use crate::fault::{self, Fault, Faults};
use crate::journal::{Call, Journal, Verdict};
use crate::parameters::{self, Parameters};
use crate::rejection::Rejection;
use crate::request::Received;
use crate::script::Script;
use crate::wire::{self, Transmitted};
use crate::{header, ids};

/// Where calls go.
pub(crate) const PATH: &str = "/router/rest";

/// What TOP needs to respond.
pub(crate) struct Endpoint {
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) script: Arc<Script>,
    pub(crate) faults: Arc<Faults>,
    pub(crate) journal: Arc<Journal>,
}

impl Endpoint {
    /// The response to one request, mostly 200, whatever it says; as its fault has it.
    pub(crate) async fn respond(&self, request: Received) -> Transmitted {
        let mut call = Call::new(&request);
        let parameters = parameters::read(&request).await.unwrap_or_default();
        let shape = Shape::requested(&parameters);
        let method = parameters.get("method").cloned();
        let fault = method.as_deref().and_then(|method| self.faults.next(method));
        let (result, verdict) = self.process(&parameters, fault.as_ref());
        let mut request_id = ids::random();
        request_id.truncate(12);
        let body = match result {
            Ok(json) => shape.success(method.as_deref(), json, &request_id),
            Err((code, rejection)) => shape.rejection(code, &rejection, &request_id),
        };
        let mut response = Response::new(body.clone().into_bytes());
        header::set(&mut response, "content-type", shape.content_type());
        if fault == Some(Fault::Accepted) {
            *response.body_mut() = b"{}".to_vec();
            *response.status_mut() = StatusCode::ACCEPTED;
        }
        if let Some(fault) = &fault {
            fault.spoil(response.body_mut());
        }
        call.trace_id = request_id;
        call.app_id = parameters.get("app_key").cloned();
        call.operation = method;
        call.signed_text = Some(signature::signed_text(&parameters));
        call.plain_body = serde_json::to_string(&parameters).ok();
        call.verdict = verdict;
        call.status = response.status().as_u16();
        call.response = body;
        call.fault.clone_from(&fault);
        self.journal.add(call);
        wire::transmit(response, fault.as_ref()).await
    }

    /// What becomes of a request, and what the journal says of it: a fault may be about either. TOP
    /// signs nothing, so faults of signatures are none here.
    fn process(
        &self,
        parameters: &Parameters,
        fault: Option<&Fault>,
    ) -> (Result<Value, TopRejection>, Verdict) {
        if let Err((code, rejection)) = check(&self.catalog, parameters) {
            return (Err((code, rejection.clone())), Verdict::Rejected(rejection));
        }
        match (fault::run(fault, || self.push(parameters)), fault) {
            (None, Some(Fault::TooManyRequests)) => {
                let sub_code = "accesscontrol.limited-by-api-access-count";
                let rejection =
                    Rejection::new(200, sub_code, "This ban will last for 1 more seconds");
                (Err((7, rejection)), Verdict::NotProcessed)
            }
            (None, _) => (Ok(json!({})), Verdict::NotProcessed),
            (Some(Ok(_)), Some(Fault::SystemError)) => {
                let rejection = Rejection::new(200, "isp.remote-service-error", "调用后端服务异常");
                (Err((15, rejection)), Verdict::Accepted)
            }
            (Some(Ok(json)), _) => (Ok(json), Verdict::Accepted),
            (Some(Err((code, rejection))), _) => {
                (Err((code, rejection.clone())), Verdict::Rejected(rejection))
            }
        }
    }

    fn push(&self, parameters: &Parameters) -> Result<Value, TopRejection> {
        let method = parameters.get("method").map(String::as_str).unwrap_or_default();
        match self.script.next(method) {
            Some(Ok(json)) => Ok(json),
            Some(Err(rejection)) => {
                Err((if rejection.code.starts_with("isp.") { 15 } else { 50 }, rejection))
            }
            None => Ok(json!({"result": {
                "result": true, "success": true, "result_code": "200", "result_msg": "请求成功",
            }})),
        }
    }
}
