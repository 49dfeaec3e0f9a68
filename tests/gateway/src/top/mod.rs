//! Taobao TOP (`/router/rest`): the push of offline packages.

mod answer;
mod check;
mod sign;

use std::time::SystemTime;

use http::Response;
use serde_json::{Value, json};

use crate::answer::random;
use crate::check::Received;
use crate::fault::Fault;
use crate::form::{self, Parameters};
use crate::gateway::{Gateway, Shared};
use crate::journal::{Call, Verdict};
use crate::refusal::Refusal;
use crate::server::{huge, not_utf8};
use answer::Shape;

/// Where calls go.
pub(crate) const PATH: &str = "/router/rest";

const APP_KEY: &str = "23456789";
const SECRET: &str = "a secret of the local gateway";

/// What a client of TOP needs to call the gateway.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TopApp {
    /// The address.
    pub address: String,
    /// The key of the application.
    pub app_key: String,
    /// Its secret.
    pub secret: String,
}

impl Gateway {
    /// The application of TOP that every gateway knows. Its operations are answered as
    /// [`script`](Self::script) says; a refusal is sent with its code as `sub_code`.
    pub fn top_app(&self) -> TopApp {
        TopApp {
            address: self.base_url() + PATH,
            app_key: APP_KEY.to_owned(),
            secret: SECRET.to_owned(),
        }
    }
}

/// The answer to one request, mostly 200, whatever it says; and what goes wrong with it.
pub(crate) async fn answer(
    shared: &Shared,
    request: Received,
) -> (Response<Vec<u8>>, Option<Fault>) {
    let at = SystemTime::now();
    let parameters = form::read(&request).await.unwrap_or_default();
    let shape = Shape::of(&parameters);
    let method = parameters.get("method").cloned();
    let fault = method.as_deref().and_then(|method| shared.faults.next(method));
    let (result, verdict) = processed(shared, &parameters, fault.as_ref());
    let request_id = format!("{:012x}", u128::from_be_bytes(random()) >> 80);
    let body = match result {
        Ok(json) => shape.success(method.as_deref(), json, &request_id),
        Err((code, refusal)) => shape.refusal(code, &refusal, &request_id),
    };
    let mut answer = Response::new(body.clone().into_bytes());
    crate::answer::put(&mut answer, "content-type", shape.content_type());
    match &fault {
        Some(Fault::Accepted) => {
            *answer.body_mut() = b"{}".to_vec();
            *answer.status_mut() = http::StatusCode::ACCEPTED;
        }
        Some(Fault::NotUtf8) => not_utf8(answer.body_mut()),
        Some(Fault::HugeBody(size)) => huge(answer.body_mut(), *size),
        _ => {}
    }
    shared.journal.add(Call {
        number: 0,
        at,
        trace_id: request_id,
        request_id: None,
        app_id: parameters.get("app_key").cloned(),
        operation: method,
        method: request.method,
        target: request.target,
        signed_text: Some(sign::text(&parameters)),
        plain_body: serde_json::to_string(&parameters).ok(),
        diagnosis: None,
        files: Vec::new(),
        verdict,
        status: answer.status().as_u16(),
        answer: body,
        fault: fault.clone(),
    });
    (answer, fault)
}

/// What becomes of a request, and what is told of it: a fault may be about either. TOP signs nothing, so
/// faults of signatures are none here.
fn processed(
    shared: &Shared,
    parameters: &Parameters,
    fault: Option<&Fault>,
) -> (Result<Value, Refused>, Verdict) {
    if let Err((code, refusal)) = check::check(shared, parameters) {
        return (Err((code, refusal.clone())), Verdict::Refused(refusal));
    }
    match fault {
        Some(Fault::TooManyRequests) => {
            let sub_code = "accesscontrol.limited-by-api-access-count";
            let refusal = Refusal::new(200, sub_code, "This ban will last for 1 more seconds");
            return (Err((7, refusal)), Verdict::NotProcessed);
        }
        Some(fault) if !fault.lets_through() => return (Ok(json!({})), Verdict::NotProcessed),
        Some(Fault::Duplicate) => drop(push(shared, parameters)),
        _ => {}
    }
    match push(shared, parameters) {
        Ok(_) if fault == Some(&Fault::SystemError) => {
            let refusal = Refusal::new(200, "isp.remote-service-error", "调用后端服务异常");
            (Err((15, refusal)), Verdict::Accepted)
        }
        Ok(json) => (Ok(json), Verdict::Accepted),
        Err((code, refusal)) => (Err((code, refusal.clone())), Verdict::Refused(refusal)),
    }
}

/// A code of TOP, and what lies behind it.
type Refused = (u32, Refusal);

fn push(shared: &Shared, parameters: &Parameters) -> Result<Value, Refused> {
    let method = parameters.get("method").map(String::as_str).unwrap_or_default();
    match shared.scripted(method) {
        Some(Ok(json)) => Ok(json),
        Some(Err(refusal)) => {
            Err((if refusal.code.starts_with("isp.") { 15 } else { 50 }, refusal))
        }
        None => Ok(json!({"result": {
            "result": true, "success": true, "result_code": "200", "result_msg": "请求成功",
        }})),
    }
}
