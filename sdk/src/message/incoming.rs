//! What a text that came over the connection is: a message of the platform, proven or not, or the
//! acknowledgement of one of ours.

use encoding_rs::Encoding;

use super::line::Line;
use crate::notify::Message;
use alipay_sdk_core::{
    SignType,
    protocol::message::{CONSUME, Data, Frame, FrameProblem, FrameSignature, PRODUCE_ACK, Route},
    redact,
    trust::{SignatureProblem, decode_signature},
};

/// A text that was read.
pub(super) enum Incoming {
    /// A message that Alipay signed for us, and the way of its acknowledgement.
    Message(Message, Route),
    /// A message that must not be handled, and the response to it.
    Refused { answer: String, why: Refusal },
    /// The acknowledgement of a message of ours.
    Acknowledged(Acknowledgement),
    /// Neither: it gets no response.
    Odd(Oddity),
}

/// What the platform says of a message of ours. It is not signed.
pub(super) struct Acknowledgement {
    pub(super) stream_id: String,
    pub(super) id: Option<String>,
    pub(super) accepted: bool,
    pub(super) code: String,
    pub(super) error: String,
}

/// Why a message is not handled.
#[derive(Debug, PartialEq, thiserror::Error)]
pub(super) enum Refusal {
    #[error("it is not signed")]
    Unsigned,
    #[error("its `x-charset` is {0:?}, which is not known")]
    Charset(String),
    #[error("its `x-signType` is {0:?}, which is not accepted here")]
    SignType(String),
    #[error("{0}")]
    Signature(SignatureProblem),
    #[error("it is for another application ({0:?})")]
    OtherApp(String),
    #[error("its `data` is missing, has another form than the documented one, or has no `msgApi`")]
    Data,
}

/// A text that is no message.
#[derive(Debug, thiserror::Error)]
pub(super) enum Oddity {
    #[error(transparent)]
    NoFrame(#[from] FrameProblem),
    #[error("it has no `x-msgId`")]
    NoId,
    #[error("its command {0:?} is not known")]
    Command(String),
}

/// Reads a text, and verifies it before anything of the message is looked at.
pub(super) fn read(line: &Line, text: &str) -> Incoming {
    let frame = match Frame::read(text) {
        Ok(frame) => frame,
        Err(problem) => return Incoming::Odd(problem.into()),
    };
    match frame.command.as_str() {
        CONSUME => consume(line, frame),
        PRODUCE_ACK => acknowledged(frame),
        other => Incoming::Odd(Oddity::Command(redact::line(other))),
    }
}

fn consume(line: &Line, frame: Frame<'_>) -> Incoming {
    let Some(id) = frame.id.clone() else { return Incoming::Odd(Oddity::NoId) };
    match proven(line, &frame).and_then(|data| message(line, data, &id, frame.sent_at)) {
        Ok(message) => Incoming::Message(message, frame.route),
        Err(why) => Incoming::Refused { answer: frame.route.acknowledgement(&id, false), why },
    }
}

/// The data of a message, when Alipay signed it.
fn proven<'a>(line: &Line, frame: &Frame<'a>) -> Result<&'a str, Refusal> {
    let data = frame.data.ok_or(Refusal::Data)?;
    let signature = frame.signature.as_ref().ok_or(Refusal::Unsigned)?;
    let FrameSignature { charset, sign_type, text } = signature;
    let encoding = Encoding::for_label(charset.as_bytes());
    let encoding = encoding.ok_or_else(|| Refusal::Charset(redact::line(charset)))?;
    let sign_type = match sign_type.as_str() {
        "RSA2" => SignType::Rsa2,
        "RSA" if line.settings.sign_type == SignType::Rsa => SignType::Rsa,
        other => return Err(Refusal::SignType(redact::line(other))),
    };
    let signature = decode_signature(text.as_bytes()).map_err(Refusal::Signature)?;
    let (bytes, _, _) = encoding.encode(data);
    let verified = line.verifier().verify(sign_type, &bytes, &signature, None);
    verified.map(|()| data).map_err(Refusal::Signature)
}

/// The message in data that was proven. The key alone does not tell whom it is for: it is the same
/// for all applications of a merchant.
fn message(line: &Line, data: &str, id: &str, sent_at: Option<u64>) -> Result<Message, Refusal> {
    let Data { app_id, method, content } = Data::read(data).ok_or(Refusal::Data)?;
    let own = line.client.app_id();
    if let Some(other) = app_id.as_deref().filter(|app_id| *app_id != own)
        && !line.settings.any_app_id
    {
        return Err(Refusal::OtherApp(redact::line(other)));
    }
    Ok(Message {
        id: Some(id.to_owned()),
        app_id: Some(app_id.unwrap_or_else(|| own.to_owned())),
        method: method.ok_or(Refusal::Data)?,
        content: content.to_owned(),
        sent_at,
    })
}

fn acknowledged(frame: Frame<'_>) -> Incoming {
    let Some(stream_id) = frame.route.stream_id().map(str::to_owned) else {
        return Incoming::Odd(Oddity::NoId);
    };
    Incoming::Acknowledged(Acknowledgement {
        stream_id,
        id: frame.id,
        accepted: frame.status.as_deref() == Some("SUCCESS"),
        code: frame.code.unwrap_or_default(),
        error: frame.error.unwrap_or_default(),
    })
}
