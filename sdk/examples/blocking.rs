//! Calls without `async`: the feature `blocking`.
//!
//! ```text
//! cargo run -p alipay-sdk --features blocking --example blocking
//! ```

mod support;

use std::error::Error;

use alipay_sdk::model::AlipayTradeQueryModel;

fn main() -> Result<(), Box<dyn Error>> {
    // Only for the local gateway, which is asynchronous: a client needs no runtime here.
    let runtime = tokio::runtime::Runtime::new()?;
    let (client, _gateway) = runtime.block_on(support::client())?;

    let order = AlipayTradeQueryModel::new().out_trade_no("T1");
    match client.alipay_trade().query(&order).send_blocking() {
        Ok(trade) => println!("{:?}", trade.trade_status),
        Err(error) if error.has_code("ACQ.TRADE_NOT_EXIST") => println!("there is no such trade"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
