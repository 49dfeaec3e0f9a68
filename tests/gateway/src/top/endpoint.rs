//! One request of TOP: check, answer, and whatever is to go wrong.

use std::sync::Arc;

use http::{Response, StatusCode};
use serde_json::{Value, json};

use super::check::{TopRefusal, check};
use super::response::Shape;
use super::signature;
use crate::catalog::Catalog;
use crate::fault::{self, Fault, Faults};
use crate::journal::{Call, Journal, Verdict};
use crate::parameters::{self, Parameters};
use crate::refusal::Refusal;
use crate::request::Received;
use crate::script::Script;
use crate::wire::{self, Transmitted};
use crate::{header, ids};

/// Where calls go.
pub(crate) const PATH: &str = "/router/rest";

/// What TOP needs to answer.
pub(crate) struct Endpoint {
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) script: Arc<Script>,
    pub(crate) faults: Arc<Faults>,
    pub(crate) journal: Arc<Journal>,
}

impl Endpoint {
    /// The answer to one request, mostly 200, whatever it says; as its fault has it.
    pub(crate) async fn answer(&self, request: Received) -> Transmitted {
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
            Err((code, refusal)) => shape.refusal(code, &refusal, &request_id),
        };
        let mut answer = Response::new(body.clone().into_bytes());
        header::set(&mut answer, "content-type", shape.content_type());
        if fault == Some(Fault::Accepted) {
            *answer.body_mut() = b"{}".to_vec();
            *answer.status_mut() = StatusCode::ACCEPTED;
        }
        if let Some(fault) = &fault {
            fault.spoil(answer.body_mut());
        }
        call.trace_id = request_id;
        call.app_id = parameters.get("app_key").cloned();
        call.operation = method;
        call.signed_text = Some(signature::signed_text(&parameters));
        call.plain_body = serde_json::to_string(&parameters).ok();
        call.verdict = verdict;
        call.status = answer.status().as_u16();
        call.answer = body;
        call.fault.clone_from(&fault);
        self.journal.add(call);
        wire::transmit(answer, fault.as_ref()).await
    }

    /// What becomes of a request, and what the journal says of it: a fault may be about either. TOP
    /// signs nothing, so faults of signatures are none here.
    fn process(
        &self,
        parameters: &Parameters,
        fault: Option<&Fault>,
    ) -> (Result<Value, TopRefusal>, Verdict) {
        if let Err((code, refusal)) = check(&self.catalog, parameters) {
            return (Err((code, refusal.clone())), Verdict::Refused(refusal));
        }
        match (fault::run(fault, || self.push(parameters)), fault) {
            (None, Some(Fault::TooManyRequests)) => {
                let sub_code = "accesscontrol.limited-by-api-access-count";
                let refusal = Refusal::new(200, sub_code, "This ban will last for 1 more seconds");
                (Err((7, refusal)), Verdict::NotProcessed)
            }
            (None, _) => (Ok(json!({})), Verdict::NotProcessed),
            (Some(Ok(_)), Some(Fault::SystemError)) => {
                let refusal = Refusal::new(200, "isp.remote-service-error", "调用后端服务异常");
                (Err((15, refusal)), Verdict::Accepted)
            }
            (Some(Ok(json)), _) => (Ok(json), Verdict::Accepted),
            (Some(Err((code, refusal))), _) => {
                (Err((code, refusal.clone())), Verdict::Refused(refusal))
            }
        }
    }

    fn push(&self, parameters: &Parameters) -> Result<Value, TopRefusal> {
        let method = parameters.get("method").map(String::as_str).unwrap_or_default();
        match self.script.next(method) {
            Some(Ok(json)) => Ok(json),
            Some(Err(refusal)) => {
                Err((if refusal.code.starts_with("isp.") { 15 } else { 50 }, refusal))
            }
            None => Ok(json!({"result": {
                "result": true, "success": true, "result_code": "200", "result_msg": "请求成功",
            }})),
        }
    }
}
