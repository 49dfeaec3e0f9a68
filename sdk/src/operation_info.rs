//! Operations as data: what the generator knows of each.

/// What the documents say of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationInfo {
    /// The id, for instance `alipay.trade.pay`: of the v2 gateway and TOP, the parameter `method`.
    pub id: &'static str,
    /// What it does, in English.
    pub description: &'static str,
    /// The official title, in Chinese.
    pub title: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path on the wire, with parameters in braces: `/v3/ant/merchant/order/{order_id}`. The
    /// operations of the v2 gateway and TOP share one address, and have none.
    pub path: &'static str,
    /// Whether it may be sent again when nobody knows what became of it.
    pub idempotency: Idempotency,
    /// The error codes documented for it, besides those of the platform. The list is open.
    pub error_codes: &'static [&'static str],
}

/// Whether a call may be sent again when nobody knows what became of it: after a time-out, a broken
/// connection, a failure of the platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Idempotency {
    /// No: it might be done twice.
    Never,
    /// Yes: it changes nothing.
    Always,
    /// When one of these fields of the body is set, an idempotency key: the platform does it once
    /// per key.
    ByKey(&'static [&'static str]),
}

/// The ids of operations whose requests others carry than the client. They are data of the
/// documents: the generator writes `BROWSER` and `APP`.
pub(crate) struct CarriedByOthers;

/// An HTTP method that the platform uses.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// GET
    Get,
    /// POST
    Post,
    /// PUT
    Put,
    /// PATCH
    Patch,
    /// DELETE
    Delete,
}

impl From<Method> for http::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => Self::GET,
            Method::Post => Self::POST,
            Method::Put => Self::PUT,
            Method::Patch => Self::PATCH,
            Method::Delete => Self::DELETE,
        }
    }
}
