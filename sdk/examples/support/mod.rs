//! What the examples share: a client, for whatever the environment describes.

use std::error::Error;
use std::time::Duration;

use alipay_gateway::Gateway;
use alipay_sdk::flow::Timing;
use alipay_sdk::{Client, ClientBuilder};

/// The client that the environment describes (`ALIPAY_APP_ID` and so on); without that one for a
/// local gateway, which runs as long as the second value lives.
#[allow(dead_code, reason = "not every example asks the environment")]
pub(crate) async fn client() -> Result<(Client, Option<Gateway>), Box<dyn Error>> {
    if std::env::var_os("ALIPAY_APP_ID").is_some() {
        return Ok((Client::from_env()?, None));
    }
    let gateway = Gateway::start().await?;
    let client = builder(&gateway).build()?;
    println!("no ALIPAY_APP_ID: against a local gateway");
    Ok((client, Some(gateway)))
}

/// A client of the application that a local gateway knows.
pub(crate) fn builder(gateway: &Gateway) -> ClientBuilder {
    let app = gateway.app();
    Client::builder()
        .app_id(app.app_id)
        .private_key(app.private_key)
        .alipay_public_key(app.alipay_public_key)
        .base_url(gateway.base_url())
}

/// A minute takes a second on a local gateway.
#[allow(dead_code, reason = "not every example waits")]
pub(crate) fn timing(gateway: Option<&Gateway>) -> Timing {
    match gateway {
        None => Timing::new(),
        Some(_) => Timing::new().poll(Duration::from_millis(50)).buyer(Duration::from_secs(1)),
    }
}
