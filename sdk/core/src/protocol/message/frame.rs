//! Frames: header lines, an empty line, and JSON.

use serde_json::Value;

use super::object::Object;
use super::problem::FrameProblem;
use super::route::Route;

/// The command of a message that the platform sends.
pub const CONSUME: &str = "CONSUME";

/// The command of the response to a message of the application.
pub const PRODUCE_ACK: &str = "PRODUCE_ACK";

/// What stands between the header lines and the JSON.
const EMPTY_LINE: &str = "\r\n\r\n";

/// A received frame. Its signature is not verified yet.
#[derive(Debug)]
pub struct Frame<'a> {
    pub route: Route,
    /// `x-cmd`: the command of the frame.
    pub command: String,
    /// `x-msgId`: the id of the message.
    pub id: Option<String>,
    /// `x-timestamp`: Unix time in milliseconds.
    pub sent_at: Option<u64>,
    /// `x-status` of an acknowledgement.
    pub status: Option<String>,
    /// `x-code` and `x-error` of an acknowledgement.
    pub code: Option<String>,
    pub error: Option<String>,
    pub signature: Option<FrameSignature>,
    /// The value of `data`, byte by byte. It is the signed text.
    pub data: Option<&'a str>,
}

/// The signature of the data of a frame.
#[derive(Debug)]
pub struct FrameSignature {
    /// `x-charset`: the charset of the signed bytes.
    pub charset: String,
    /// `x-signType`.
    pub sign_type: String,
    /// `x-sign`: the signature, in Base64.
    pub text: String,
}

impl<'a> Frame<'a> {
    /// Parses a frame.
    pub fn read(text: &'a str) -> Result<Self, FrameProblem> {
        let (headers, json) = text.split_once(EMPTY_LINE).ok_or(FrameProblem::NoHeaders)?;
        let route = Route::read(headers)?;
        let frame = Object::read(json).ok_or(FrameProblem::Json)?;
        let protocol = frame.object("protocol").and_then(Object::read);
        let protocol = protocol.ok_or(FrameProblem::Json)?;
        if protocol.text("x-type").as_deref() != Some("message") {
            return Err(FrameProblem::Type);
        }
        Ok(Self {
            route,
            command: protocol.text("x-cmd").unwrap_or_default(),
            id: protocol.text("x-msgId"),
            sent_at: protocol.text("x-timestamp").and_then(|text| text.parse().ok()),
            status: protocol.text("x-status"),
            code: protocol.text("x-code"),
            error: protocol.text("x-error"),
            signature: FrameSignature::read(&protocol),
            data: frame.object("data"),
        })
    }
}

impl FrameSignature {
    /// Nothing unless all of it is there.
    fn read(protocol: &Object<'_>) -> Option<Self> {
        Some(Self {
            charset: protocol.text("x-charset")?,
            sign_type: protocol.text("x-signType")?,
            text: protocol.text("x-sign")?,
        })
    }
}

impl Route {
    /// Returns the frame that acknowledges the message with this id, or that says that it was not
    /// handled. It is not signed.
    pub fn acknowledgement(&self, id: &str, handled: bool) -> String {
        let (id, status) = (Value::from(id), if handled { "SUCCESS" } else { "FAIL" });
        self.frame(&format!(
            r#"{{"protocol":{{"x-type":"message","x-cmd":"CONSUME_ACK","x-msgId":{id},"x-version":"1.0","x-status":"{status}"}}}}"#
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_signed_part_is_the_value_of_the_outer_data() {
        let json = r#"{"protocol":{"x-type":"message","x-cmd":"CONSUME","x-error":"\"data\":{"},
            "other":{"data":{"a":1}} , "data" : {"b":"}\"{", "c" :[ ]} }"#;
        let frame = format!("\r\n\r\n{json}");
        let frame = Frame::read(&frame).expect("a frame");
        assert_eq!(frame.data, Some(r#"{"b":"}\"{", "c" :[ ]}"#));
        assert!(frame.signature.is_none());
    }

    #[test]
    fn numbers_are_read_where_texts_are_documented() {
        let frame = r#"a:b

{"protocol":{"x-type":"message","x-cmd":"CONSUME","x-msgId":17,"x-timestamp":1700000001000}}"#;
        let frame = frame.replace('\n', "\r\n");
        let frame = Frame::read(&frame).expect("a frame");
        assert_eq!((frame.id.as_deref(), frame.sent_at), (Some("17"), Some(1_700_000_001_000)));
    }

    #[test]
    fn what_is_no_frame_is_called_so() {
        let frame = |json: &str| Frame::read(&format!("a:b\r\n\r\n{json}")).map(|_| ()).err();
        assert_eq!(Frame::read("{}").map(|_| ()), Err(FrameProblem::NoHeaders));
        for json in ["", "[]", "{}", r#"{"protocol":1}"#, r#"{"protocol":{},"protocol":{}}"#] {
            assert_eq!(frame(json), Some(FrameProblem::Json), "{json}");
        }
        assert_eq!(frame(r#"{"protocol":{"x-cmd":"CONSUME"}}"#), Some(FrameProblem::Type));
        let one = r#"{"protocol":{"x-type":"message"}}"#;
        assert_eq!(frame(one), None);
        assert_eq!(frame(&format!("{one}a:b\r\n\r\n{one}")), Some(FrameProblem::Json));
    }

    #[test]
    fn an_id_cannot_add_a_field_to_an_acknowledgement() {
        let id = "1\",\"x-status\":\"SUCCESS";
        let frame = Route::default().acknowledgement(id, false);
        let read = Frame::read(&frame).expect("a frame");
        assert_eq!((read.id.as_deref(), read.status.as_deref()), (Some(id), Some("FAIL")));
    }

    proptest! {
        #[test]
        fn any_text_is_a_frame_or_a_problem(text in "(a:b\r\n)?(\r\n)?[ -~\r\n中]{0,60}") {
            let _ = Frame::read(&text);
        }

        #[test]
        fn whatever_is_routed_can_be_read_back(
            stream in "[!-~]{1,40}",
            id in "[^\u{0}]{1,20}",
        ) {
            let frame = Route::of_stream(&stream).acknowledgement(&id, true);
            let read = Frame::read(&frame).expect("a frame");
            prop_assert_eq!(read.route.stream_id(), Some(stream.as_str()));
            prop_assert_eq!(read.id, Some(id));
        }
    }
}
