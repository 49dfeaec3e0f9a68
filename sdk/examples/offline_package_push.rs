//! Pushes the offline package of a mini program to a device (`yunos.miniapp.offlinepkg.push`).
//!
//! It takes the application from the environment:
//!
//! ```sh
//! TOP_APP_KEY=… TOP_SECRET=… cargo run -p alipay-sdk --example offline_package_push
//! ```
//!
//! `TOP_ADDRESS` sends it elsewhere, for instance to the local gateway.

use std::env;
use std::error::Error;

use alipay_sdk::model::{
    Device, PackagePushInfo, PackagePushRequest, YunosMiniappOfflinepkgPushRequest,
};
use alipay_sdk::top::{BASE_URL, TopClient};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = TopClient::builder()
        .app_key(env::var("TOP_APP_KEY")?)
        .secret(env::var("TOP_SECRET")?)
        .base_url(env::var("TOP_ADDRESS").unwrap_or_else(|_| BASE_URL.to_owned()))
        .build()?;

    match client.yunos_miniapp_offlinepkg().push(&request()).await {
        Ok(pushed) => println!("{:?}, request {:?}", pushed.result, pushed.trace_id()),
        Err(error) => match error.api() {
            Some(rejection) if rejection.is_temporary() => println!("later: {error}"),
            Some(_) => println!("rejected: {error}"),
            None => return Err(error.into()),
        },
    }
    Ok(())
}

/// The pushed package, and its devices.
pub(crate) fn request() -> YunosMiniappOfflinepkgPushRequest {
    YunosMiniappOfflinepkgPushRequest::new()
        .alipay_context(r#"{"havanaId":"","loginId":"","masterId":""}"#)
        .req(
            PackagePushRequest::new()
                .target_info([Device::new().hardware_id("111").project_id("projectId")])
                .package_push_info(
                    PackagePushInfo::new()
                        .pack_url("scheme://...")
                        .app_type("tinyApp")
                        .app_id("111"),
                )
                .action("preview")
                .trace_id("11111")
                .source_url("http://"),
        )
}
