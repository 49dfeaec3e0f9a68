//! The platform's side of Taobao TOP.

use http::StatusCode;
use serde_json::json;

use super::platform::TestPlatform;
use super::posted::Posted;
use super::response::Content;
use super::side::{Side, Signed, Told, Wrong, check_app};
use crate::client::top::{TopClient, TopClientBuilder};
use crate::protocol::top::SignMethod;
use alipay_sdk_core::{
    clock::random_id,
    data::Json,
    protocol::{top::request_text, v2::response_field},
};

/// The app key of the TOP application that test platforms know.
pub const APP_KEY: &str = "23456789";

/// The secret of the TOP application that test platforms know.
pub const SECRET: &str = "0123456789abcdef0123456789abcdef";

impl TestPlatform {
    /// Returns a builder for a client of TOP that calls this platform: with its application and
    /// clock, and with the platform as the transport.
    pub fn top_client(&self) -> TopClientBuilder {
        let builder = TopClient::builder().app_key(APP_KEY).secret(SECRET);
        self.connect(builder)
    }
}

/// TOP, when this request is for it.
pub(super) fn side(posted: &Posted) -> Option<Box<dyn Side>> {
    posted.parameters.contains_key("app_key").then(|| Box::new(Top) as Box<dyn Side>)
}

struct Top;

impl Side for Top {
    fn verify(&self, posted: &Posted) -> Result<Json, Wrong> {
        check_app("app_key", posted.parameter("app_key"), APP_KEY)?;
        let methods = [SignMethod::HmacSha256, SignMethod::Hmac, SignMethod::Md5];
        let named = posted.parameter("sign_method");
        let method = methods.into_iter().find(|method| method.as_str() == named);
        let method = method.ok_or("it names no way to sign (`sign_method`)")?;
        let signature = method.sign(SECRET.as_bytes(), &request_text(&posted.parameters));
        if posted.parameter("sign") != signature {
            let problem = "its signature does not match the application's secret: build the \
                           client with `TestPlatform::top_client`";
            return Err(problem.to_owned());
        }
        Ok(Json::Null)
    }

    fn respond(&self, told: &Told<'_>) -> Result<Signed, Wrong> {
        let body = match told.content {
            Content::Success(text) => {
                let json: Json = serde_json::from_slice(text).map_err(|error| error.to_string())?;
                wrapped(&response_field(&told.posted.operation), json).to_string().into()
            }
            Content::Rejection { code, message } => {
                let error = json!({
                    "code": 15,
                    "msg": "Remote service error",
                    "sub_code": code,
                    "sub_msg": message,
                });
                wrapped("error_response", error).to_string().into()
            }
            Content::Recorded(text) => text.clone(),
        };
        Ok(Signed { body, status: StatusCode::OK, headers: Vec::new() })
    }
}

/// An object in its root, with the id of the request.
fn wrapped(root: &str, mut json: Json) -> Json {
    if let Some(fields) = json.as_object_mut() {
        fields.entry("request_id").or_insert_with(|| random_id().into());
    }
    json!({root: json})
}
