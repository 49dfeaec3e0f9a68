//! What the SDK tells of its calls, on standard output: a span for each attempt, and bodies with
//! secrets and personal data masked.
//!
//! ```text
//! cargo run -p alipay-sdk --example tracing
//! ```

mod support;

use std::error::Error;

use alipay_gateway::{Fault, FaultRule, Gateway};
use alipay_sdk::model::AlipayTradeQueryModel;
use tracing_subscriber::fmt::format::FmtSpan;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::CLOSE)
        .init();
    let gateway = Gateway::start().await?;
    let client = support::builder(&gateway).trace_bodies(true).build()?;

    // The first attempt fails, the second gets a response: a query is idempotent.
    gateway.fault(FaultRule { operation: None, fault: Fault::BadGateway, times: Some(1) });
    let order = AlipayTradeQueryModel::new().out_trade_no("T1");
    if let Err(error) = client.alipay_trade().query(&order).await {
        println!("{error}, after {} earlier attempts", error.earlier().len());
    }
    Ok(())
}
