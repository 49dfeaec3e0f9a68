//! The data that a mini program passes to its server: the response of `my.getPhoneNumber`
//! (获取会员手机号), and open data of the same form (开放数据).
//!
//! The mini program gets `{"response":"…","sign":"…"}` from Alipay, and cannot read it. Its server
//! verifies that Alipay signed the text, and then decrypts it. Without the verification, a user
//! could claim any mobile number.
//!
//! Data without a `sign` is never accepted. A rejection may be unsigned, because an application
//! without the setting or the permission gets unsigned rejections. It is an
//! [`OpenDataError::Rejected`] that is not `verified`.
//!
//! ```
//! use alipay_sdk::Client;
//! use alipay_sdk::mini_program::{OpenData, OpenDataError};
//!
//! /// `posted` is what the mini program posts: the response that it got, unchanged.
//! fn mobile(client: &Client, posted: &[u8]) -> Result<String, OpenDataError> {
//!     Ok(OpenData::of(client)?.phone_number(posted)?.into_inner())
//! }
//! ```

mod error;
mod open_data;
mod phone;
mod post;
mod rejection;

pub use error::{OpenDataError, OpenDataRejection};
pub use open_data::{OpenData, Opened};
pub use phone::PhoneNumber;
