//! The addresses of bills that were given out, each valid for a short time.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use time::{Duration, OffsetDateTime};

use super::kind::Kind;

/// How long an address is valid.
const LIFETIME: Duration = Duration::seconds(30);

/// How many addresses are known at once.
const LIMIT: usize = 1000;

/// What an address leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) kind: Kind,
    pub(super) account: String,
    /// The period as it was asked for.
    pub(super) period: String,
}

/// The addresses, the oldest first.
#[derive(Default)]
pub(super) struct Links(Mutex<VecDeque<Known>>);

struct Known {
    target: String,
    until: OffsetDateTime,
    link: Link,
}

impl Links {
    pub(super) fn add(&self, target: String, link: Link, now: OffsetDateTime) {
        let mut known = self.lock();
        known.push_back(Known { target, until: now.saturating_add(LIFETIME), link });
        if known.len() > LIMIT {
            known.pop_front();
        }
    }

    /// What an address leads to now. It counts as a whole: nobody may change a part of it.
    pub(super) fn find(&self, target: &str, now: OffsetDateTime) -> Option<Link> {
        let known = self.lock();
        let found = known.iter().find(|known| known.target == target && known.until > now);
        found.map(|known| known.link.clone())
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Known>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_somewhere_for_thirty_seconds() {
        let (links, now) = (Links::default(), OffsetDateTime::UNIX_EPOCH);
        let link =
            Link { kind: Kind::Trade, account: "1".to_owned(), period: "2026-06".to_owned() };
        links.add("/a?token=1".to_owned(), link.clone(), now);
        let after = |seconds| now + Duration::seconds(seconds);
        assert_eq!(links.find("/a?token=1", after(29)), Some(link.clone()));
        assert_eq!(links.find("/a?token=1", after(30)), None);
        assert_eq!(links.find("/a?token=2", now), None);
        for number in 0..LIMIT {
            links.add(number.to_string(), link.clone(), now);
        }
        assert_eq!(links.lock().len(), LIMIT);
    }
}
