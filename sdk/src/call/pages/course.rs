//! Which page comes next, and when there is none. Nothing here depends on the operation.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use super::edit::{choose, cursor, page_number, page_size};
use super::totals::{PageContent, Place};
use crate::error::{Error, ErrorKind};
use crate::protocol::{PageFields, PageKind};
use crate::request::Request;
use alipay_sdk_core::{
    data::{DecodeError, Model, Written},
    json::RawFields,
};

/// The way through the pages of one call.
pub(super) struct Course {
    fields: PageFields,
    /// The request for the page that comes next, or is on its way.
    request: Request,
    /// Its number, of pages that have one.
    number: u64,
    /// The number of the first page of all.
    first: u64,
    /// How many entries there were on the pages so far, and before the first that was asked for.
    entries: Option<u64>,
    /// Whether the last response said that there is this page.
    announced: bool,
    seen: Seen,
}

/// What came before, as hashes: the pages of a long list take little memory.
#[derive(Default)]
struct Seen {
    hashes: HashSet<u64>,
    state: RandomState,
}

/// What to do with a page.
pub(super) enum Step {
    /// Another one follows.
    More,
    /// It is the last.
    Last,
    /// It came before: there are no more.
    Again,
}

impl Course {
    /// From the page that the request asks for, or else from the first.
    pub(super) fn begin(fields: PageFields, mut request: Request) -> Result<Self, Error> {
        let (mut number, mut entries, mut seen) = (1, Some(0), Seen::default());
        if fields.kind == PageKind::Cursor {
            entries = None;
            if let Some(cursor) = cursor(&request, &fields) {
                seen.is_new(&cursor);
            }
        } else if let Some(asked) = page_number(&request, &fields)? {
            number = asked;
            let size = if asked > 1 { page_size(&request, &fields) } else { Some(0) };
            entries = size.and_then(|size| size.checked_mul(asked.saturating_sub(1)));
        } else {
            choose(&mut request, &fields, number.to_string())?;
        }
        let first = number.min(1);
        Ok(Self { fields, request, number, first, entries, announced: false, seen })
    }

    /// The request for the next page, which is kept to make the one behind it.
    pub(super) fn request(&self) -> Result<Request, Error> {
        self.request.try_clone().ok_or_else(|| self.request.invalid("a page cannot hold a file"))
    }

    /// Looks at the page that came, and makes the request for the next one. `body` is its text.
    pub(super) fn after(&mut self, response: &dyn Model, body: &[u8]) -> Result<Step, Error> {
        let fields = self.fields;
        let content = PageContent::new(&fields, response);
        let count = content.count();
        // A cursor leads on from an empty page, too.
        if count == 0 && fields.kind != PageKind::Cursor {
            return if content.says_more() { Err(self.nothing()) } else { Ok(Step::Last) };
        }
        if !self.is_new(&content, body) {
            return if self.announced { Err(self.again()) } else { Ok(Step::Again) };
        }
        self.entries = self.entries.and_then(|entries| entries.checked_add(count));
        // An id of a request is of one request.
        self.request.request_id = None;
        match fields.kind {
            PageKind::Cursor => self.follow_cursor(content.text(fields.page)),
            PageKind::Number | PageKind::Text => self.follow_number(&content),
        }
    }

    fn follow_cursor(&mut self, next: Option<&str>) -> Result<Step, Error> {
        match next {
            Some(next) if self.seen.is_new(next) => {
                choose(&mut self.request, &self.fields, next.to_owned())?;
                self.announced = true;
                Ok(Step::More)
            }
            _ => Ok(Step::Last),
        }
    }

    fn follow_number(&mut self, content: &PageContent<'_>) -> Result<Step, Error> {
        let page = self.number - self.first + 1;
        let said = content.has_more(Place { page, entries: self.entries });
        let next = self.number.checked_add(1).filter(|_| said != Some(false));
        let Some(next) = next else { return Ok(Step::Last) };
        choose(&mut self.request, &self.fields, next.to_string())?;
        self.announced = said == Some(true);
        self.number = next;
        Ok(Step::More)
    }

    /// Whether no page before had these entries. The number of the page, which the platform may
    /// repeat from the request, does not count; fields that the model does not know do.
    fn is_new(&mut self, content: &PageContent<'_>, body: &[u8]) -> bool {
        let object = str::from_utf8(body).ok().and_then(RawFields::read);
        let lists = object
            .iter()
            .flat_map(|object| self.fields.lists.iter().filter_map(|name| object.get(name)));
        let mut text: String = lists.collect();
        if text.is_empty() {
            let lists: Vec<_> = content.lists().map(Written).collect();
            text = serde_json::to_string(&lists).unwrap_or_default();
        }
        self.seen.is_new(&text)
    }

    /// The platform says that there are more entries, and gives the same ones again.
    fn again(&self) -> Error {
        self.incomplete(match self.fields.kind {
            PageKind::Cursor => {
                "a page has the entries of an earlier page, although its cursor is new".to_owned()
            }
            PageKind::Number | PageKind::Text => {
                let hint =
                    if self.first == 0 { ": ask for page 1 first, not for page 0" } else { "" };
                format!(
                    "page {} has the entries of an earlier page, although the response before \
                     says that there are more{hint}",
                    self.number
                )
            }
        })
    }

    /// The platform says that there are more entries, and gives none.
    fn nothing(&self) -> Error {
        self.incomplete(format!("page {} is empty, and says that there are more", self.number))
    }

    /// An error, for nobody should take the entries so far for all.
    fn incomplete(&self, problem: String) -> Error {
        self.request.call.error(ErrorKind::Decode(DecodeError::of_whole(problem)))
    }
}

impl Seen {
    fn is_new(&mut self, text: &str) -> bool {
        self.hashes.insert(self.state.hash_one(text))
    }
}
