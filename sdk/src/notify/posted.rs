//! A post as it came.

use alipay_sdk_core::impl_debug;

/// A post as it came: its body or its query, and its content type. A body alone is one, too:
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
    /// A body that nobody has decoded; empty when there is none.
    pub fn new<B: AsRef<[u8]> + ?Sized>(body: &'a B) -> Self {
        Self { body: body.as_ref(), query: "", content_type: "" }
    }

    /// The query of the address, without its question mark. It counts where the body has no
    /// signature: return pages come by `GET`, and the check of the application gateway may have
    /// parameters there.
    pub fn query(self, query: &'a str) -> Self {
        Self { query, ..self }
    }

    /// The header `Content-Type`: it may name the charset when no parameter does.
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
