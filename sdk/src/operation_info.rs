//! Operations as data: what the generator knows of each.

/// The documented facts of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationInfo {
    /// The id, for instance `alipay.trade.pay`. At the v2 gateway and TOP it is the parameter
    /// `method`.
    pub id: &'static str,
    /// What it does, in English.
    pub description: &'static str,
    /// The official title, in Chinese.
    pub title: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path, with parameters in braces: `/v3/ant/merchant/order/{order_id}`. It is empty for
    /// the v2 gateway and TOP, whose operations share one address.
    pub path: &'static str,
    /// Whether a call may be sent again when its outcome is unknown.
    pub idempotency: Idempotency,
    /// The documented error codes of the operation, besides those of the platform. The platform may
    /// add others.
    pub error_codes: &'static [&'static str],
}

/// Whether a call may be sent again when its outcome is unknown: after a time-out, a broken
/// connection or a failure of the platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Idempotency {
    /// No: the platform might act twice.
    Never,
    /// Yes: the operation changes nothing.
    Always,
    /// Yes, when one of these fields of the body is set. It is an idempotency key: the platform
    /// acts once per key.
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
