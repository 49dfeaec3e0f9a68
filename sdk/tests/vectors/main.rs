//! Every vector in `tests/vectors` of the repository, or in the folder that `ALIPAY_VECTORS` names:
//! one module per file.

mod aes;
mod answer;
mod cert_sn;
mod client;
mod common;
mod key_formats;
#[cfg(feature = "oauth")]
mod oauth;
#[cfg(feature = "mini-program")]
mod phone;
#[cfg(feature = "notify")]
mod v2_notify;
mod v3_error;
mod v3_request;
mod v3_response;
