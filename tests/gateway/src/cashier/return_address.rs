//! The address of the shop that a page leads back to, with what the browser brings there.

use url::{Url, form_urlencoded};

use super::order::Return;
use crate::clock;
use crate::parameters::{Parameters, signed_text};
use crate::platform::Platform;

/// An address that a browser may be sent to; others could run scripts.
pub(super) fn web_address(text: &str) -> Option<Url> {
    Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

/// The address with the result and the parameters of every return, signed.
pub(crate) fn signed(platform: &Platform, back: &Return, brought: Parameters) -> Option<String> {
    let mut url = web_address(&back.url)?;
    let mut added = brought;
    let every = [
        ("app_id", back.app_id.clone()),
        ("auth_app_id", back.app_id.clone()),
        ("charset", "utf-8".to_owned()),
        ("method", format!("{}.return", back.method)),
        ("timestamp", clock::now()),
        ("version", "1.0".to_owned()),
    ];
    added.extend(every.map(|(name, value)| (name.to_owned(), value)));
    // What the shop's address has itself is signed, too: the shop sees one query.
    let mut all = added.clone();
    all.extend(url.query_pairs().into_owned());
    let (signature, _) = platform.sign(signed_text(&all, &[]).as_bytes())?;
    added.insert("sign".to_owned(), signature);
    added.insert("sign_type".to_owned(), "RSA2".to_owned());
    let more = form_urlencoded::Serializer::new(String::new()).extend_pairs(&added).finish();
    let own = url.query().filter(|query| !query.is_empty());
    let query = own.map_or_else(|| more.clone(), |own| format!("{own}&{more}"));
    url.set_query(Some(&query));
    Some(url.into())
}
