//! Hands a version of a mini program in for its audit, with pictures: one upload of text and files.
//!
//! ```text
//! cargo run -p alipay-sdk --example audit_upload
//! ```

mod support;

use std::error::Error;

use alipay_sdk::FilePart;
use alipay_sdk::model::AlipayOpenMiniVersionAuditApplyModel;
use alipay_sdk::operation::AlipayOpenMiniVersionAuditApplyParts;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (client, _gateway) = support::client().await?;
    let version = AlipayOpenMiniVersionAuditApplyModel::new()
        .app_version("0.0.1")
        .version_desc("The first version: a menu, a basket, a payment")
        .region_type("CHINA");
    let parts = AlipayOpenMiniVersionAuditApplyParts::new()
        .data(version)
        .app_logo(FilePart::new("logo.png", picture()))
        .first_screen_shot(FilePart::new("menu.png", picture()).content_type("image/png"));
    let response = client.alipay_open_mini_version_audit().apply(parts).await?;
    println!("handed in: {:?}, trace id {:?}", *response, response.trace_id());
    Ok(())
}

/// The smallest picture there is; a real one comes from `FilePart::from_path`.
fn picture() -> Vec<u8> {
    const PNG: &[u8] =
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
    PNG.to_vec()
}
