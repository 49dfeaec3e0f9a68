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
use crate::fault::Fault;
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

/// The answer to one request, and what goes wrong with it.
pub(crate) async fn answer(
    shared: &Shared,
    request: Received,
) -> (Response<Vec<u8>>, Option<Fault>) {
    let at = SystemTime::now();
    let mut caller = Caller::default();
    let checked = match form::read(&request).await {
        Ok(parameters) => check::check(shared, parameters, &mut caller),
        Err(expected) => {
            Err(Refusal::new(400, "invalid-format", "无效的数据格式").expected(expected))
        }
    };
    let fault = caller.method.as_deref().and_then(|method| shared.faults.next(method));
    let (result, verdict) = processed(shared, checked, &caller, fault.as_ref());
    shared.tell_payments();
    let is_page = caller.method.as_deref().is_some_and(page::is_page_method);
    let (mut answer, shown) = match result {
        Ok((checked, json)) if is_page => {
            (page::show(shared, &checked, &caller, &json), json.to_string())
        }
        Ok((_, json)) => (answer::json(shared, &caller, &json, fault.as_ref()), json.to_string()),
        Err(refusal) => {
            let json = answer::refusal(&refusal);
            let answer = match is_page {
                true => page::refuse(&json),
                false => answer::json(shared, &caller, &json, fault.as_ref()),
            };
            (answer, json.to_string())
        }
    };
    let trace_id = format!("{:032x}", u128::from_be_bytes(random()));
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
        fault: fault.clone(),
    });
    (answer, fault)
}

/// What becomes of a request, and what is told of it: a fault may be about either.
fn processed(
    shared: &Shared,
    checked: Result<Checked, Refusal>,
    caller: &Caller,
    fault: Option<&Fault>,
) -> (Result<(Checked, Value), Refusal>, Verdict) {
    let checked = match checked {
        Ok(checked) => checked,
        Err(refusal) => return (Err(refusal.clone()), Verdict::Refused(refusal)),
    };
    match fault {
        Some(Fault::TooManyRequests) => {
            let refusal = Refusal::new(200, "app-call-limited", "应用调用次数超限");
            return (Err(refusal), Verdict::NotProcessed);
        }
        Some(Fault::Accepted) => {
            let json = serde_json::json!({"code": "10003", "msg": "order success pay inprocess"});
            return (Ok((checked, json)), Verdict::NotProcessed);
        }
        Some(fault) if !fault.lets_through() => {
            return (Ok((checked, serde_json::json!({}))), Verdict::NotProcessed);
        }
        Some(Fault::Duplicate) => drop(business(shared, &checked, caller)),
        _ => {}
    }
    match business(shared, &checked, caller) {
        Ok(_) if fault == Some(&Fault::SystemError) => {
            (Err(Refusal::new(200, "unknow-error", "服务暂不可用")), Verdict::Accepted)
        }
        Ok(json) => (Ok((checked, json)), Verdict::Accepted),
        Err(refusal) => (Err(refusal.clone()), Verdict::Refused(refusal)),
    }
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
