//! Links that lead from elsewhere into Alipay's app.

use percent_encoding::utf8_percent_encode;

use alipay_sdk_core::wire::RESERVED;

/// What opens a page by its address in the app.
const PAGE: &str = "alipays://platformapi/startapp?appId=20000067&url=";

/// What signs an agreement in the app. The id is Alipay's own, the same for all merchants.
const AGREEMENT: &str = "alipays://platformapi/startapp?appId=60000157&appClearTop=false\
                         &startMultApp=YES&sign_params=";

/// A page that opens a link of an app.
const BROWSER: &str = "http://d.alipay.com/i/index.htm?iframeSrc=";

pub(super) fn page(link: &str) -> String {
    with_encoded(PAGE, link)
}

/// `link` is that of a page: the app wants its query alone.
pub(super) fn agreement(link: &str) -> String {
    with_encoded(AGREEMENT, link.split_once('?').map_or(link, |(_, query)| query))
}

pub(super) fn through_browser(app_link: &str) -> String {
    with_encoded(BROWSER, app_link)
}

fn with_encoded(beginning: &str, text: &str) -> String {
    format!("{beginning}{}", utf8_percent_encode(text, RESERVED))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = "https://x.example/gateway.do?biz_content=%7B%7D&sign=a%2Bb%3D";

    #[test]
    fn a_page_is_opened_in_the_app_by_its_whole_address() {
        assert_eq!(
            page(LINK),
            "alipays://platformapi/startapp?appId=20000067&url=\
             https%3A%2F%2Fx.example%2Fgateway.do%3Fbiz_content%3D%257B%257D%26sign%3Da%252Bb%253D"
        );
    }

    #[test]
    fn an_agreement_is_signed_in_the_app_by_the_query_encoded_once_more() {
        assert_eq!(
            agreement(LINK),
            "alipays://platformapi/startapp?appId=60000157&appClearTop=false&startMultApp=YES\
             &sign_params=biz_content%3D%257B%257D%26sign%3Da%252Bb%253D"
        );
    }

    #[test]
    fn a_browser_is_led_to_the_app_by_the_link_of_the_app_encoded_once_more() {
        assert_eq!(
            through_browser(&agreement("https://x.example/gateway.do?a=%25")),
            "http://d.alipay.com/i/index.htm?iframeSrc=alipays%3A%2F%2Fplatformapi%2Fstartapp%3F\
             appId%3D60000157%26appClearTop%3Dfalse%26startMultApp%3DYES%26sign_params%3D\
             a%253D%252525"
        );
    }
}
