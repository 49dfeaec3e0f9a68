//! Taobao TOP (`/router/rest`): the push of offline packages.

mod answer;
mod check;
mod sign;

use std::time::SystemTime;

use http::Response;
use serde_json::json;

use crate::answer::random;
use crate::check::Received;
use crate::form::{self, Parameters};
use crate::gateway::{Gateway, Shared};
use crate::journal::{Call, Verdict};
use crate::refusal::Refusal;
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

/// The answer to one request: 200, whatever it says.
pub(crate) async fn answer(shared: &Shared, request: Received) -> Response<Vec<u8>> {
    let at = SystemTime::now();
    let parameters = form::read(&request).await.unwrap_or_default();
    let shape = Shape::of(&parameters);
    let result = check::check(shared, &parameters).and_then(|()| push(shared, &parameters));
    let request_id = format!("{:012x}", u128::from_be_bytes(random()) >> 80);
    let method = parameters.get("method").cloned();
    let (body, verdict) = match result {
        Ok(json) => (shape.success(method.as_deref(), json, &request_id), Verdict::Accepted),
        Err((code, refusal)) => {
            (shape.refusal(code, &refusal, &request_id), Verdict::Refused(refusal))
        }
    };
    let mut answer = Response::new(body.clone().into_bytes());
    crate::answer::put(&mut answer, "content-type", shape.content_type());
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
        status: 200,
        answer: body,
        fault: None,
    });
    answer
}

/// A code of TOP, and what lies behind it.
type Refused = (u32, Refusal);

fn push(shared: &Shared, parameters: &Parameters) -> Result<serde_json::Value, Refused> {
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
