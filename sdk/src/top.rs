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
//! let response = client.yunos_miniapp_offlinepkg().push(&request).await?;
//! println!("{:?} {:?}", response.result, response.trace_id());
//! # Ok(())
//! # }
//! ```
//!
//! TOP signs no responses: only the TLS connection protects them.
//!
//! Calls have the same retries, limits and options as all calls. No operation of TOP counts as
//! idempotent, so a call that may have been processed is not sent again, unless
//! [`Call::idempotent`](crate::Call::idempotent) says otherwise.
//! [`ApiError::is_temporary`](crate::ApiError::is_temporary) and
//! [`Error::is_unknown_outcome`](crate::Error::is_unknown_outcome) help to decide.

pub use crate::client::top::{
    BASE_URL, BASE_URL_OVERSEAS, BASE_URL_SANDBOX, TopClient, TopClientBuilder, TopSettings,
};
pub use crate::protocol::top::{Format, SignMethod, Top};
