//! The headers that a response is read by.

pub(crate) const READ: [&str; 6] = [
    "alipay-signature",
    "alipay-timestamp",
    "alipay-nonce",
    "alipay-sn",
    "alipay-trace-id",
    "content-type",
];
