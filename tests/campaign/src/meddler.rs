//! Those between the shop and the platform: proxies that respond for it, and a mix-up of responses.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use alipay_sdk::Body;
use http::StatusCode;
use http::response::Parts;

use crate::chance::Chance;

/// A response that was read to its end.
#[derive(Clone)]
pub(crate) struct Answer {
    pub(crate) parts: Parts,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// Whether it says what became of an order. One that asks to send it again later names nothing,
    /// so that nobody can tell whose it is.
    fn tells(&self) -> bool {
        !matches!(self.parts.status, StatusCode::ACCEPTED | StatusCode::TOO_MANY_REQUESTS)
    }

    /// Whether it claims to be the platform's.
    pub(crate) fn is_signed(&self) -> bool {
        self.parts.headers.contains_key("alipay-signature")
    }

    pub(crate) fn into_response(self) -> http::Response<Body> {
        http::Response::from_parts(self.parts, Body::from(self.body))
    }
}

/// What proxies respond with, signed by nobody: status, media type, body.
const PAGES: [(u16, &str, &str); 10] = [
    (403, "", ""),
    (403, "text/html", "<html><title>403 Forbidden</title></html>"),
    (403, "application/json", r#"{"error":"forbidden"}"#),
    (403, "application/json", r#"{"code":"forbidden","message":"blocked by policy"}"#),
    (429, "", ""),
    (429, "application/json", r#"{"code":"app-call-limited","message":"slow down"}"#),
    (200, "text/html", "<html><form>Please log in</form></html>"),
    (400, "application/json", r#"{"code":"timeout","message":"upstream timed out"}"#),
    (502, "text/html", "<html>Bad Gateway</html>"),
    (404, "text/plain", "not found"),
];

/// How a proxy responds to one call.
pub(crate) enum Proxy {
    /// Instead of the platform, which sees nothing.
    Before(Answer),
    /// The platform's own response is lost.
    After(Answer),
}

/// Of a thousand calls, how many a proxy responds to, and how many get the response of another
/// call.
#[derive(Clone, Copy, clap::Args)]
pub(crate) struct Rates {
    /// Of a thousand calls, how many a proxy responds to
    #[arg(long, default_value_t = 40)]
    pub(crate) proxies: u16,
    /// Of a thousand calls, how many get the response of another call
    #[arg(long, default_value_t = 15)]
    pub(crate) mixups: u16,
}

/// What comes between.
#[derive(Clone)]
pub(crate) struct Meddler {
    chance: Chance,
    rates: Rates,
    /// The last response of each operation, and the number that it was about.
    last: Arc<Mutex<BTreeMap<String, (String, Answer)>>>,
    /// The numbers that got the rejection of another one.
    rejected: Arc<Mutex<BTreeSet<String>>>,
}

impl Meddler {
    pub(crate) fn new(chance: Chance, rates: Rates) -> Self {
        Self { chance, rates, last: Arc::default(), rejected: Arc::default() }
    }

    /// What a proxy does to the next call, if anything.
    pub(crate) fn proxy(&self) -> Option<Proxy> {
        if !self.chance.hits(self.rates.proxies) {
            return None;
        }
        let page = self.chance.one_of(&PAGES).map(|page| answer(*page))?;
        Some(if self.chance.hits(500) { Proxy::Before(page) } else { Proxy::After(page) })
    }

    /// A genuine response that belongs to another number, if the two are mixed up.
    pub(crate) fn mix_up(&self, operation: &str, number: &str, own: &Answer) -> Option<Answer> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let genuine = (own.is_signed() && own.tells()).then(|| (number.to_owned(), own.clone()));
        let other = match genuine {
            Some(genuine) => last.insert(operation.to_owned(), genuine),
            None => last.get(operation).cloned(),
        };
        let other = other.filter(|(other, _)| other != number);
        let (_, answer) = other.filter(|_| self.chance.hits(self.rates.mixups))?;
        // A rejection names nothing, and nobody can tell a second one that confirms the first.
        let mut rejected = self.rejected.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = answer.parts.status.is_success() || rejected.insert(number.to_owned());
        is_new.then_some(answer)
    }
}

fn answer((status, media_type, body): (u16, &str, &str)) -> Answer {
    let mut response = http::Response::new(());
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
    if let Ok(media_type) = media_type.parse() {
        response.headers_mut().insert(http::header::CONTENT_TYPE, media_type);
    }
    Answer { parts: response.into_parts().0, body: body.as_bytes().to_vec() }
}
