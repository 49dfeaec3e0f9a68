//! The response to a registration, which gives the token for a connection.

use super::object::Object;

/// The codes that mean success.
const SUCCESS: [&str; 2] = ["10000", "100000000"];

/// A received response. Its signature is not verified yet.
#[derive(Debug)]
pub struct Registration<'a> {
    /// The value of `response`, byte by byte. It is the signed text.
    pub signed: &'a str,
    /// `sign`: the signature, in Base64.
    pub signature: Option<String>,
    /// `alipay_cert_sn`: the serial of the certificate that signed the response.
    pub serial: Option<String>,
    pub code: Option<String>,
    pub sub_code: Option<String>,
    /// `sub_msg`, or `msg` when that is missing.
    pub message: Option<String>,
    pub link_token: Option<String>,
}

impl<'a> Registration<'a> {
    /// Parses a response. Returns `None` when the text does not have the documented form.
    pub fn read(text: &'a str) -> Option<Self> {
        let outer = Object::read(text)?;
        let signed = outer.object("response")?;
        let response = Object::read(signed)?;
        Some(Self {
            signed,
            signature: outer.text("sign"),
            serial: outer.text("alipay_cert_sn"),
            code: response.text("code"),
            sub_code: response.text("sub_code"),
            message: response.text("sub_msg").or_else(|| response.text("msg")),
            link_token: response.text("link_token"),
        })
    }

    /// Returns whether the response says that the application is registered.
    pub fn is_success(&self) -> bool {
        self.code.as_deref().is_some_and(|code| SUCCESS.contains(&code))
    }

    /// Returns whether a later attempt would be rejected as well: the rejection names the
    /// signature, the application or a certificate.
    pub fn is_final(&self) -> bool {
        let names_one = |code: &String| {
            let code = code.to_ascii_lowercase().replace(['-', '_'], "");
            ["signature", "appid", "cert"].iter().any(|name| code.contains(name))
        };
        !self.is_success() && [&self.code, &self.sub_code].into_iter().flatten().any(names_one)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_final(response: &str) -> bool {
        let text = format!(r#"{{"response":{response}}}"#);
        Registration::read(&text).expect("a response").is_final()
    }

    #[test]
    fn rejections_of_the_configuration_are_final_and_others_are_not() {
        for response in [
            r#"{"code":"40002","sub_code":"isv.invalid-signature"}"#,
            r#"{"code":"40002","sub_code":"isv.invalid-app-id"}"#,
            r#"{"code":"isv.invalid-app-cert-sn"}"#,
        ] {
            assert!(is_final(response), "{response}");
        }
        for response in [
            r#"{"code":"20000","msg":"Service Currently Unavailable"}"#,
            r#"{"code":"10000","sub_code":"isv.invalid-signature"}"#,
            r#"{"code":"40004","msg":"certainly"}"#,
            "{}",
        ] {
            assert!(!is_final(response), "{response}");
        }
    }

    #[test]
    fn a_response_of_another_form_is_none() {
        for text in
            ["", "{}", "[]", "<html>", r#"{"response":""}"#, r#"{"response":{"a":1,"a":1}}"#]
        {
            assert!(Registration::read(text).is_none(), "{text}");
        }
    }
}
