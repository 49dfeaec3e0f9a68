//! Many calls at once, and how many a second. It needs a gateway to call, and its configuration:
//!
//! ```text
//! cargo run --release -p alipay-gateway -- --write-keys target/gateway
//! cargo run --release -p alipay-sdk --example load -- target/gateway/config.json 20000 64
//! ```
//!
//! The arguments are the configuration, the number of calls, and how many are on their way at once.

use std::error::Error;
use std::fs::File;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use alipay_sdk::model::AlipayTradeQueryModel;
use alipay_sdk::{Client, Config, ErrorCode};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("the first argument is the path to a configuration")?;
    let calls: usize = arguments.next().map_or(Ok(20_000), |text| text.parse())?;
    let at_once: usize = arguments.next().map_or(Ok(64), |text| text.parse())?;

    let config: Config = serde_json::from_reader(File::open(path)?)?;
    let client = Client::builder().config(config).build()?;
    let start = Instant::now();
    let left = Arc::new(AtomicUsize::new(calls));
    let workers: Vec<_> =
        (0..at_once).map(|_| tokio::spawn(work(client.clone(), left.clone()))).collect();
    for worker in workers {
        worker.await??;
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("{calls} calls in {seconds:.1} s: {:.0} calls a second", calls as f64 / seconds);
    Ok(())
}

/// Asks for a trade that there is not, until no call is left.
async fn work(client: Client, left: Arc<AtomicUsize>) -> Result<(), alipay_sdk::Error> {
    let query = AlipayTradeQueryModel::new().out_trade_no("load-1");
    let one_less = |left: usize| left.checked_sub(1);
    while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less).is_ok() {
        match client.alipay_trade().query(&query).await {
            Ok(_) => {}
            Err(error) if error.has_code(ErrorCode::ACQ_TRADE_NOT_EXIST) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
