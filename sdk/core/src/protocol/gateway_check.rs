//! The check of an application gateway (应用网关): what tells it from notifications, and the text of
//! the reply, part of which is signed.

use std::fmt::Write;

use super::parameters::Form;

/// The `service` of the check.
pub const CHECK: &str = "alipay.service.check";

/// The `service` of the events of a life account (生活号), which are signed alike.
const EVENT: &str = "alipay.mobile.public.message.notify";

/// Returns whether this `service` is the check, or an event of a life account.
pub fn is_service(service: &[u8]) -> bool {
    [CHECK, EVENT].iter().any(|one| one.as_bytes() == service)
}

/// Returns whether the `service` of the form is one that the platform sends to application
/// gateways: the check, or an event of a life account.
pub fn is_of_service(form: &Form) -> bool {
    form.get(b"service".as_slice()).is_some_and(|service| is_service(service))
}

/// Returns the signed content of `<response>`: whether the check was verified, and in key mode the
/// application's public key, as `SubjectPublicKeyInfo` in Base64.
pub fn reply_text(verified: bool, app_public_key: Option<&str>) -> String {
    let mut text = format!("<success>{verified}</success>");
    if !verified {
        text.push_str("<error_code>VERIFY_FAILED</error_code>");
    }
    if let Some(key) = app_public_key {
        let _ = write!(text, "<biz_content>{key}</biz_content>");
    }
    text
}

/// The parts of a reply. The reply repeats the charset of the check.
pub struct Reply<'a> {
    pub charset: &'a str,
    /// The result of [`reply_text`].
    pub text: &'a str,
    /// The serial of the application's certificate, in certificate mode. It is not signed.
    pub app_cert_sn: Option<&'a str>,
    /// The signature of the text, in Base64.
    pub signature: &'a str,
    pub sign_type: &'a str,
}

impl Reply<'_> {
    /// Returns the whole XML document, without blanks and line breaks between elements.
    pub fn document(&self) -> String {
        let Self { charset, text, app_cert_sn, signature, sign_type } = self;
        let serial = app_cert_sn.map(|serial| format!("<app_cert_sn>{serial}</app_cert_sn>"));
        let serial = serial.unwrap_or_default();
        format!(
            "<?xml version=\"1.0\" encoding=\"{charset}\"?><alipay><response>{text}</response>\
             {serial}<sign>{signature}</sign><sign_type>{sign_type}</sign_type></alipay>"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signed_part_says_whether_and_whose() {
        assert_eq!(reply_text(true, None), "<success>true</success>");
        assert_eq!(
            reply_text(false, Some("KEY")),
            "<success>false</success><error_code>VERIFY_FAILED</error_code>\
             <biz_content>KEY</biz_content>"
        );
    }

    #[test]
    fn the_serial_stands_outside_of_what_is_signed() {
        let reply = Reply {
            charset: "GBK",
            text: "<success>true</success>",
            app_cert_sn: Some("1f"),
            signature: "AA==",
            sign_type: "RSA2",
        };
        assert_eq!(
            reply.document(),
            "<?xml version=\"1.0\" encoding=\"GBK\"?><alipay><response><success>true</success>\
             </response><app_cert_sn>1f</app_cert_sn><sign>AA==</sign>\
             <sign_type>RSA2</sign_type></alipay>"
        );
    }
}
