//! Both ends of a call of the v2 gateway: the request that is sent, and the answer that is accepted.

use std::borrow::Cow;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::response::Parts;
use serde_json::Value;

use super::members::Members;
use super::request::Request;
use crate::body::Body;
use crate::client::{Client, Core};
use crate::error::{ApiError, Earlier, Error, SignatureError, SignatureProblem};
use crate::protocol::v2::{response_field, response_texts};
use crate::request::CallInfo;
use crate::response::{Accepted, RawBody};
use crate::round_trip::{hide_cookies, round_trip};
use crate::trace::Trace;
use alipay_sdk_core::{DecryptError, SignType};

#[cfg(feature = "certificate-source")]
pub(crate) const CERTIFICATE_DOWNLOAD: &str = "alipay.open.app.alipaycert.download";
const REFUSAL: &str = "error_response";

/// A call whose request was made, and whose answer is awaited.
pub(super) struct Exchange {
    core: Arc<Core>,
    pub(super) call: CallInfo,
    sign_type: SignType,
}

/// Sends a request, and gives the answer when it is a success.
pub(super) async fn send(client: Client, request: Request) -> Result<Accepted, Error> {
    let trace = Trace::start(&request.call, 1, client.core.trace_bodies);
    trace.request_text(request.biz_content.as_bytes());
    let result = trace.run(send_once(client, request)).await;
    match &result {
        Ok(accepted) => trace.answer(&accepted.plain),
        Err(error) => error.body().into_iter().for_each(|body| trace.answer(body)),
    }
    trace.finish(result.as_ref());
    result
}

async fn send_once(client: Client, request: Request) -> Result<Accepted, Error> {
    let core = client.core.clone();
    let transport = core.transport.as_ref().ok_or_else(|| request.call.no_transport())?;
    #[cfg(feature = "certificate-source")]
    let (begun, limit) = (core.clock.now(), request.limit(&core));
    let (request, exchange) = Exchange::prepare(&client, request).await?;
    let answer = round_trip(&**transport, &exchange.call, request, core.max_answer_size).await?;
    let accepted = exchange.accept(answer);
    #[cfg(feature = "certificate-source")]
    let accepted = match accepted {
        Err(error) if !exchange.is_download() => {
            client
                .accept_again(error, core.left(limit, begun), |answer| exchange.accept(answer))
                .await
        }
        accepted => accepted,
    };
    accepted
}

impl Exchange {
    /// Whether this is the call that fetches a certificate: it cannot wait for another one.
    #[cfg(feature = "certificate-source")]
    fn is_download(&self) -> bool {
        self.call.operation == CERTIFICATE_DOWNLOAD
    }

    /// For an answer that came another way.
    pub(super) fn of_result(client: &Client, call: CallInfo, sign_type: SignType) -> Self {
        Self { core: client.core.clone(), call, sign_type }
    }

    /// Encrypts, signs and addresses a request.
    pub(super) async fn prepare(
        client: &Client,
        request: Request,
    ) -> Result<(http::Request<Body>, Self), Error> {
        let (call, sign_type) = (request.call.clone(), request.sign_type);
        let (begun, limit) = (client.core.clock.now(), request.limit(&client.core));
        let signed = request.sign(client).await?;
        let sent = signed.into_http(&client.core, &call, client.core.left(limit, begun))?;
        Ok((sent, Self { core: client.core.clone(), call, sign_type }))
    }

    /// Verifies an answer before anything else is done with it, and decrypts it. What is accepted
    /// is the member that holds the answer, its text as it was signed.
    pub(super) fn accept(&self, answer: http::Response<Bytes>) -> Result<Accepted, Error> {
        let (mut parts, body) = answer.into_parts();
        hide_cookies(&mut parts.headers);
        if body.len() > self.core.max_answer_size {
            return Err(self.call.too_large(self.core.max_answer_size, parts, body));
        }
        let answer = match Answer::read(&self.call.operation, &body) {
            Ok(Some(answer)) => answer,
            // A proxy's page, or no answer of a gateway at all.
            Ok(None) if !parts.status.is_success() => {
                return Err(Error::Api(Box::new(ApiError::read(&self.call, false, parts, body))));
            }
            Ok(None) => return Err(self.unsigned(SignatureProblem::Missing, None, parts, body)),
            Err(problem) => return Err(self.unsigned(problem, None, parts, body)),
        };
        let (text, verified) = match answer.verify(&self.core, self.sign_type) {
            Ok(Some(signed)) => (signed, true),
            Ok(None) => (Cow::Borrowed(answer.value), false),
            Err(problem) => {
                let claimed = answer.refusal(answer.value);
                return Err(self.unsigned(problem, claimed, parts, body));
            }
        };
        if let Some(refusal) = answer.refusal(&text) {
            return Err(self.refused(verified, parts, body, &refusal));
        }
        let encrypted: Option<String> = serde_json::from_str(&text).ok();
        let plain = match encrypted {
            Some(text) => match self.decrypt(&text) {
                Ok(plain) => Bytes::from(plain),
                Err(source) => {
                    let answer = self.call.unusable(parts.status, parts.headers, body);
                    return Err(Error::Decryption { answer, source });
                }
            },
            None => match text {
                Cow::Borrowed(text) => body.slice_ref(text.as_bytes()),
                Cow::Owned(text) => Bytes::from(text),
            },
        };
        if let Some(refusal) = refusal_of(&plain) {
            return Err(self.refused(verified, parts, body, &refusal));
        }
        let Parts { status, headers, .. } = parts;
        Ok(Accepted { status, headers, received: RawBody::new(body), plain, verified })
    }

    fn decrypt(&self, text: &str) -> Result<Vec<u8>, DecryptError> {
        let key = self.core.encrypt_key.as_ref().ok_or(DecryptError::NoKey)?;
        key.decrypt(text.as_bytes())
    }

    fn refused(&self, verified: bool, parts: Parts, body: Bytes, refusal: &Value) -> Error {
        Error::Api(Box::new(ApiError::of_v2(&self.call, verified, parts, body, refusal)))
    }

    fn unsigned(
        &self,
        problem: SignatureProblem,
        refusal: Option<Value>,
        parts: Parts,
        body: Bytes,
    ) -> Error {
        let (status, headers) = (parts.status, parts.headers.clone());
        let claimed = refusal.map(|refusal| {
            Box::new(ApiError::of_v2(&self.call, false, parts, body.clone(), &refusal))
        });
        Error::Signature(Box::new(SignatureError {
            operation: self.call.operation.clone(),
            problem,
            status,
            headers,
            body: RawBody::new(body),
            claimed,
            earlier: Earlier::default(),
        }))
    }
}

/// What an answer says, and how it is signed.
struct Answer<'a> {
    /// The text of the member that holds it: an object, or ciphertext between quotes.
    value: &'a str,
    /// Whether that is the member for refusals.
    is_refusal: bool,
    signature: Option<String>,
    serial: Option<String>,
}

impl<'a> Answer<'a> {
    /// Nothing when the body is not an answer of the gateway.
    fn read(method: &str, body: &'a [u8]) -> Result<Option<Self>, SignatureProblem> {
        let Some(members) = Members::read(body) else { return Ok(None) };
        members.check()?;
        let own = response_field(method);
        let (name, value) = match (members.get(&own), members.get(REFUSAL)) {
            (Some(_), Some(_)) if own != REFUSAL => return Err(SignatureProblem::SeveralAnswers),
            (Some(value), _) => (&*own, value),
            (None, Some(value)) => (REFUSAL, value),
            (None, None) => return Ok(None),
        };
        if members.is_named_behind(name) {
            return Err(SignatureProblem::SeveralAnswers);
        }
        let is_refusal = name == REFUSAL;
        let signature = match members.get("sign") {
            None | Some("null" | "\"\"") => None,
            // A signature that is no text is none that could hold.
            Some(_) => Some(members.text("sign").unwrap_or_default()),
        };
        let serial = members.text("alipay_cert_sn");
        Ok(Some(Self { value, is_refusal, signature, serial }))
    }

    /// The text that is signed: a refusal may be unsigned, but a signature that is there must hold.
    fn verify(
        &self,
        core: &Core,
        sign_type: SignType,
    ) -> Result<Option<Cow<'a, str>>, SignatureProblem> {
        let Some(signature) = &self.signature else {
            let may_be_unsigned = self.refusal(self.value).is_some();
            return if may_be_unsigned { Ok(None) } else { Err(SignatureProblem::Missing) };
        };
        let signature = STANDARD.decode(signature).map_err(|_| SignatureProblem::NotBase64)?;
        let serial = self.serial.as_deref().map(str::as_bytes);
        for text in response_texts(self.value) {
            match core.verifier.verify(sign_type, text.as_bytes(), &signature, serial) {
                Err(SignatureProblem::Mismatch) => {}
                other => return other.map(|()| Some(text)),
            }
        }
        Err(SignatureProblem::Mismatch)
    }

    /// The refusal that its text is, when it is one that is not encrypted.
    fn refusal(&self, text: &str) -> Option<Value> {
        if self.is_refusal {
            return Some(serde_json::from_str(text).unwrap_or_default());
        }
        refusal_of(text.as_bytes())
    }
}

/// What stands in a text, when that is a refusal: some successes have no code, so it is one that
/// has a `sub_code`, or a code that says no. 10003 is a payment that is still in progress.
fn refusal_of(text: &[u8]) -> Option<Value> {
    let json: Value = serde_json::from_slice(text).ok()?;
    let member = |name: &str| match json.get(name) {
        Some(Value::String(text)) => text.clone(),
        None | Some(Value::Null) => String::new(),
        Some(other) => other.to_string(),
    };
    let accepted = matches!(&*member("code"), "" | "10000" | "10003");
    (!accepted || !member("sub_code").is_empty()).then_some(json)
}
