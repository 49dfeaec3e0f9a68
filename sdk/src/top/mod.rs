//! Taobao TOP (淘宝开放平台): another platform with a protocol of its own, which pushes offline
//! packages of mini programs to devices.
//!
//! ```
//! use alipay_sdk::model::{Device, PackagePushInfo, PackagePushRequest};
//! use alipay_sdk::model::YunosMiniappOfflinepkgPushRequest;
//! use alipay_sdk::top::TopClient;
//!
//! # async fn push() -> Result<(), alipay_sdk::Error> {
//! let client = TopClient::builder().app_key("23456789").secret("…").build()?;
//! let request = YunosMiniappOfflinepkgPushRequest::new()
//!     .alipay_context(r#"{"havanaId":"","loginId":"","masterId":""}"#)
//!     .req(
//!         PackagePushRequest::new()
//!             .target_info([Device::new().hardware_id("111").project_id("projectId")])
//!             .package_push_info(
//!                 PackagePushInfo::new().pack_url("scheme://…").app_type("tinyApp").app_id("111"),
//!             )
//!             .action("preview"),
//!     );
//! let answer = client.yunos_miniapp_offlinepkg().push(&request).await?;
//! println!("{:?} {:?}", answer.result, answer.request_id());
//! # Ok(())
//! # }
//! ```
//!
//! TOP signs no answers: nothing but the TLS connection vouches for them.
//!
//! A call is sent once. Nothing is repeated here, whatever [`RetryPolicy`](crate::RetryPolicy) says:
//! [`TopError::retry_advised`] and [`Error::is_unknown_outcome`](crate::Error::is_unknown_outcome) help to decide.

mod answer;
mod builder;
mod call;
mod client;
mod error;
mod request;
mod response;
mod sign;
mod untyped;
mod xml;

use crate::data::FieldValue;
use crate::metadata::{Answer, MethodInfo};

pub use builder::{Format, TopClientBuilder};
pub use call::{Call, Pending};
pub use client::TopClient;
pub use error::TopError;
pub use response::Response;
pub use sign::SignMethod;
pub use untyped::Untyped;

/// The address of TOP. [`TopClientBuilder::address`] takes another one.
pub const ADDRESS: &str = "https://gw.api.taobao.com/router/rest";

/// The address of TOP outside of China.
pub const ADDRESS_OVERSEAS: &str = "https://api.taobao.com/router/rest";

/// The address of TOP's sandbox.
pub const ADDRESS_SANDBOX: &str = "https://gw.api.tbsandbox.com/router/rest";

/// One operation of TOP. Implemented by types in [`operation`](crate::operation).
pub trait Operation: 'static {
    /// What is sent: a model whose fields are parameters, or `()`.
    type Body;
    /// What is answered.
    type Answer: Answer + FieldValue + Default;
    /// Name and title.
    const INFO: MethodInfo;
}
