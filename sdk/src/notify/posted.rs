//! A post as it came.

use alipay_sdk_core::impl_debug;

/// A received post: its raw body or query, and its content type. A body converts into it:
/// `verifier.verify(&body)`.
///
/// ```
/// use alipay_sdk::notify::Posted;
///
/// # let body = b"a=1";
/// let posted = Posted::new(body)
///     .content_type("application/x-www-form-urlencoded; charset=GBK")
///     .query("order=1");
/// ```
#[derive(Clone, Copy)]
#[must_use]
pub struct Posted<'a> {
    pub(super) body: &'a [u8],
    pub(super) query: &'a str,
    pub(super) content_type: &'a str,
}

impl<'a> Posted<'a> {
    /// Creates a post from its raw body, which may be empty.
    pub fn new<B: AsRef<[u8]> + ?Sized>(body: &'a B) -> Self {
        Self { body: body.as_ref(), query: "", content_type: "" }
    }

    /// Sets the query of the address, without the question mark. It is used when the body has no
    /// signature: return pages come by `GET`, and the check of the application gateway may have its
    /// parameters in the query.
    pub fn query(self, query: &'a str) -> Self {
        Self { query, ..self }
    }

    /// Sets the value of the header `Content-Type`, which may name the charset when no parameter
    /// does.
    pub fn content_type(self, content_type: &'a str) -> Self {
        Self { content_type, ..self }
    }
}

impl<'a, B: AsRef<[u8]> + ?Sized> From<&'a B> for Posted<'a> {
    fn from(body: &'a B) -> Self {
        Self::new(body)
    }
}

impl_debug!(Posted<'_>, |this| {
    body: this.body.len(),
    query: this.query.len(),
});
