//! The data of a frame: what a message says, and how a message of the application is written.

use serde_json::Value;

use super::object::Object;
use super::route::Route;

/// The content of a message. Read it only after its signature was verified.
#[derive(Debug, Default)]
pub struct Data<'a> {
    /// `appId`: the application that the message is for.
    pub app_id: Option<String>,
    /// `msgApi`: the topic of the message.
    pub method: Option<String>,
    /// `content`, exactly as in the text.
    pub content: &'a str,
}

impl<'a> Data<'a> {
    /// Reads the data of a frame. Returns `None` when its header or its content is not a JSON
    /// object.
    pub fn read(data: &'a str) -> Option<Self> {
        let data = Object::read(data)?;
        let header = data.object("header").and_then(Object::read)?;
        Some(Self {
            app_id: header.text("appId"),
            method: header.text("msgApi"),
            content: data.object("content")?,
        })
    }
}

/// A message that the application sends.
pub struct Produced<'a> {
    pub app_id: &'a str,
    pub method: &'a str,
    /// The serials of the application's certificate and of the root bundle, in certificate mode.
    pub serials: Option<(&'a str, &'a str)>,
    /// The text of a JSON object.
    pub content: &'a str,
}

impl Produced<'_> {
    /// Returns the signed text.
    pub fn data(&self) -> String {
        let (app_id, method) = (Value::from(self.app_id), Value::from(self.method));
        let serials = self.serials.map(|(app, root)| {
            let (app, root) = (Value::from(app), Value::from(root));
            format!(r#","app_cert_sn":{app},"alipay_root_cert_sn":{root}"#)
        });
        let (serials, content) = (serials.unwrap_or_default(), self.content);
        format!(
            r#"{{"header":{{"appId":{app_id},"msgApi":{method}{serials}}},"content":{content}}}"#
        )
    }

    /// Returns the frame with this data and its signature.
    pub fn frame(
        stream_id: &str,
        timestamp: u128,
        sign_type: &str,
        signature: &str,
        data: &str,
    ) -> String {
        Route::of_stream(stream_id).frame(&format!(
            r#"{{"protocol":{{"x-type":"message","x-cmd":"PRODUCE","x-timestamp":"{timestamp}","x-version":"1.0","x-charset":"UTF-8","x-signType":"{sign_type}","x-sign":"{signature}"}},"data":{data}}}"#
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_is_given_as_it_stands() {
        let text = r#"{"content": {"a" : "\u4e2d"} ,"header":{"appId":"1","msgApi":"m"}}"#;
        let data = Data::read(text).expect("data");
        assert_eq!(data.content, r#"{"a" : "\u4e2d"}"#);
        assert_eq!((data.app_id.as_deref(), data.method.as_deref()), (Some("1"), Some("m")));
        for text in [r#"{"header":{}}"#, r#"{"content":{}}"#, r#"{"header":{},"content":"{}"}"#] {
            assert!(Data::read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn the_serials_stand_in_certificate_mode() {
        let message =
            Produced { app_id: "1", method: "m", serials: Some(("a", "b")), content: "{}" };
        let expected = r#"{"header":{"appId":"1","msgApi":"m","app_cert_sn":"a","alipay_root_cert_sn":"b"},"content":{}}"#;
        assert_eq!(message.data(), expected);
    }
}
