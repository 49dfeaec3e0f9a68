//! Every vector in `tests/vectors` of the repository, or in the folder that `ALIPAY_VECTORS` names:
//! one module per file.

mod aes;
mod answer;
mod cert_sn;
mod client;
#[cfg(any(feature = "top", feature = "v2"))]
mod clock;
mod common;
mod key_formats;
#[cfg(feature = "notify")]
mod message_channel;
#[cfg(feature = "oauth")]
mod oauth;
#[cfg(feature = "mini-program")]
mod phone;
#[cfg(feature = "top")]
mod top;
#[cfg(feature = "notify")]
mod v2_notify;
#[cfg(feature = "v2")]
mod v2_request;
#[cfg(feature = "v2")]
mod v2_response;
mod v3_error;
mod v3_request;
mod v3_response;
