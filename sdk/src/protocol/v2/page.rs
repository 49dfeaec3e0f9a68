//! What a browser opens.

use super::app_link;
use super::sign::SignedForm;
use alipay_sdk_core::{impl_debug, protocol::v2::is_public};

/// A signed request that the buyer's browser sends.
/// [`Call::page_execute`](crate::Call::page_execute) returns it. `Debug` shows nothing of the
/// request.
#[derive(Clone)]
pub struct Page {
    link: String,
    form: String,
}

impl Page {
    pub(crate) fn new(signed: &SignedForm) -> Self {
        Self { link: signed.url(|_, _| true), form: form(signed) }
    }

    /// Returns the address to redirect the browser to (`pageExecute` by `GET`).
    pub fn link(&self) -> &str {
        &self.link
    }

    /// Returns an HTML form that submits itself (`pageExecute` by `POST`). Use it as a whole page
    /// or as the body of one, in any charset. Use the form for long orders, which may not fit into
    /// an address.
    pub fn form(&self) -> &str {
        &self.form
    }

    /// Returns a link that opens the page in the Alipay app
    /// (`alipays://platformapi/startapp?appId=20000067`), for instance for identity checks or
    /// agreements. Use it in a web page outside of the app, in another app, or in a QR code.
    pub fn app_link(&self) -> String {
        app_link::page(&self.link)
    }

    /// Returns a link that opens the page of an agreement in the Alipay app. It is only for
    /// `alipay.user.agreement.page.sign` with the `channel` `ALIPAYAPP`. Its form follows the
    /// platform's guide to merchant deductions (商家扣款): `sign_params` is the whole query, encoded
    /// once more. For a browser or a QR code use [`link`](Self::link) with the `channel` `QRCODE`
    /// or `QRCODEORSMS`.
    pub fn agreement_app_link(&self) -> String {
        app_link::agreement(&self.link)
    }

    /// Returns the link of [`agreement_app_link`](Self::agreement_app_link) for browsers that do
    /// not open links of apps: a web page of Alipay opens the app. The platform does not document
    /// this page, but merchants use it.
    pub fn agreement_browser_link(&self) -> String {
        app_link::through_browser(&self.agreement_app_link())
    }
}

impl_debug!(Page);

fn form(signed: &SignedForm) -> String {
    // Browsers change line breaks in fields, and then the signature would not hold.
    let in_query = |name: &str, value: &str| is_public(name) || value.contains(char::is_control);
    let mut form = format!(
        "<form name=\"alipay_submit\" action=\"{}\" method=\"post\" accept-charset=\"utf-8\">\n",
        escaped(&signed.url(in_query))
    );
    for (name, value) in signed.parameters.iter().filter(|(name, value)| !in_query(name, value)) {
        let (name, value) = (escaped(name), escaped(value));
        form += &format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">\n");
    }
    form + "</form>\n<script>document.forms[\"alipay_submit\"].submit();</script>\n"
}

/// Text as it stands between quotes in HTML, in ASCII: whatever charset a browser takes the page
/// for, it reads what was signed.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 8);
    for character in text.chars() {
        match character {
            '&' => html += "&amp;",
            '<' => html += "&lt;",
            '>' => html += "&gt;",
            '"' => html += "&quot;",
            '\'' => html += "&#39;",
            other if !other.is_ascii() => html += &format!("&#{};", u32::from(other)),
            other => html.push(other),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(content: &str) -> SignedForm {
        let parameters = [("biz_content", content), ("method", "m"), ("sign", "a+b=")];
        SignedForm {
            parameters: parameters.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            files: Vec::new(),
            address: "https://x.example/gateway.do".to_owned(),
        }
    }

    #[test]
    fn a_value_cannot_leave_its_quotes() {
        let page = Page::new(&signed(r#"{"a":"</form><script>'&amp;"}"#));
        assert_eq!(
            page.form(),
            "<form name=\"alipay_submit\" \
             action=\"https://x.example/gateway.do?method=m&amp;sign=a%2Bb%3D\" \
             method=\"post\" accept-charset=\"utf-8\">\n\
             <input type=\"hidden\" name=\"biz_content\" \
             value=\"{&quot;a&quot;:&quot;&lt;/form&gt;&lt;script&gt;&#39;&amp;amp;&quot;}\">\n\
             </form>\n<script>document.forms[\"alipay_submit\"].submit();</script>\n"
        );
        assert_eq!(
            page.link(),
            "https://x.example/gateway.do?biz_content=%7B%22a%22%3A%22%3C%2Fform%3E%3Cscript%3E%27\
             %26amp%3B%22%7D&method=m&sign=a%2Bb%3D"
        );
    }

    #[test]
    fn the_form_does_not_depend_on_the_charset_of_its_page() {
        let form = form(&signed("{\"subject\":\"中 🍵\"}"));
        assert!(form.is_ascii() && form.contains("&quot;&#20013; &#127861;&quot;"), "{form}");
    }

    #[test]
    fn what_a_browser_would_change_in_a_field_stands_in_the_address() {
        let form = form(&signed("{\n}"));
        assert!(form.contains("gateway.do?biz_content=%7B%0A%7D&amp;method"), "{form}");
        assert!(!form.contains("<input"), "{form}");
    }
}
