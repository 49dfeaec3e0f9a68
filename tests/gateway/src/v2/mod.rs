//! The v2 gateway (`gateway.do`): calls from servers, and the pages that buyers pay on.

mod answer;
mod check;
mod page;

use std::time::SystemTime;

use http::Response;
use serde_json::Value;

use crate::answer::fake;
use crate::answer::{Content, random};
use crate::check::Received;
use crate::form;
use crate::gateway::Shared;
use crate::journal::{Call, Verdict};
use crate::refusal::Refusal;
use check::{Caller, Checked};

pub(crate) use page::{Pages, pay};

/// Where calls go.
pub(crate) const PATH: &str = "/gateway.do";

/// Where the page that the buyer sees sends its confirmation.
pub(crate) const PAY_PATH: &str = "/gateway.do/pay";

/// The answer to one request.
pub(crate) async fn answer(shared: &Shared, request: Received) -> Response<Vec<u8>> {
    let at = SystemTime::now();
    let mut caller = Caller::default();
    let checked = match form::read(&request).await {
        Ok(parameters) => check::check(shared, parameters, &mut caller),
        Err(expected) => {
            Err(Refusal::new(400, "invalid-format", "无效的数据格式").expected(expected))
        }
    };
    let result = checked.and_then(|checked| {
        let answered = business(shared, &checked, &caller)?;
        Ok((checked, answered))
    });
    shared.tell_payments();
    let trace_id = format!("{:032x}", u128::from_be_bytes(random()));
    let fault = caller.method.as_deref().and_then(|method| shared.faults.next(method));
    let (answer, shown, verdict) = match result {
        Ok((checked, json)) => {
            let answer = if page::is_page(&checked) {
                page::show(shared, &checked, &caller, &json)
            } else {
                answer::json(shared, &caller, &json, fault.as_ref())
            };
            (answer, json.to_string(), Verdict::Accepted)
        }
        Err(refusal) => {
            let json = answer::refusal(&refusal);
            let answer = if caller.method.as_deref().is_some_and(page::is_page_method) {
                page::refuse(&json)
            } else {
                answer::json(shared, &caller, &json, fault.as_ref())
            };
            (answer, json.to_string(), Verdict::Refused(refusal))
        }
    };
    let mut answer = answer;
    crate::answer::put(&mut answer, "trace_id", &trace_id);
    shared.journal.add(Call {
        number: 0,
        at,
        trace_id,
        request_id: None,
        app_id: caller.app.map(|(app_id, _)| app_id),
        operation: caller.method,
        method: request.method,
        target: request.target,
        signed_text: caller.signed_text,
        plain_body: caller.biz_content,
        diagnosis: None,
        files: Vec::new(),
        verdict,
        status: answer.status().as_u16(),
        answer: shown,
        fault,
    });
    answer
}

/// What is answered to a request that passed: as scripted, from the state, or made up.
fn business(shared: &Shared, checked: &Checked, caller: &Caller) -> Result<Value, Refusal> {
    let Checked { request, .. } = checked;
    if request.operation.id == "alipay.open.app.alipaycert.download" {
        return certificate(shared, request.text("alipay_cert_sn").unwrap_or_default());
    }
    let answered = shared.scripted(&request.operation.id);
    let mut json = match answered.or_else(|| shared.state.answer(request)) {
        Some(answered) => answered?,
        None => match fake::answer(&shared.catalog, &request.operation) {
            Content::Json(json) => json,
            _ => serde_json::json!({}),
        },
    };
    if let (Some(members), Some((app_id, _))) = (json.as_object_mut(), &caller.app) {
        members.insert("code".to_owned(), "10000".into());
        members.insert("msg".to_owned(), "Success".into());
        if page::is_page_method(&request.operation.id) {
            members.insert("seller_id".to_owned(), page::seller_of(app_id).into());
        }
    }
    Ok(json)
}

/// The certificate that answers are signed with, when that is the one.
fn certificate(shared: &Shared, serial: &str) -> Result<Value, Refusal> {
    use base64::Engine;

    let (certificate, current) = shared.platform.certificate();
    if serial != current {
        return Err(Refusal::business("ALIPAY_CERT_NOT_EXIST", "支付宝公钥证书不存在")
            .expected(format!("the serial {current}")));
    }
    let content = base64::prelude::BASE64_STANDARD.encode(certificate);
    Ok(serde_json::json!({"code": "10000", "msg": "Success", "alipay_cert_content": content}))
}
