//! Two ways to have a say in how calls are sent: something around the built-in transport, here a
//! log of addresses and times; and no transport at all, for an HTTP library that the SDK does not
//! know.
//!
//! ```text
//! cargo run -p alipay-sdk --example custom_transport
//! ```

mod support;

use std::error::Error;
use std::sync::Arc;
use std::time::Instant;

use alipay_gateway::Gateway;
use alipay_sdk::model::AlipayTradeQueryModel;
use alipay_sdk::{Body, Transport, TransportFuture};

/// Writes down what goes through it.
struct Logged(Arc<dyn Transport>);

impl Transport for Logged {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        // The path alone: a query may hold a token.
        let line = format!("{} {}", request.method(), request.uri().path());
        let start = Instant::now();
        Box::pin(async move {
            let response = self.0.send(request).await;
            let status = response.as_ref().map(|response| response.status().as_u16()).unwrap_or(0);
            println!("{line}: {status} after {:?}", start.elapsed());
            response
        })
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let gateway = Gateway::start().await?;
    let client = support::builder(&gateway).wrap_transport(Logged).build()?;
    let order = AlipayTradeQueryModel::new().out_trade_no("T1");

    match client.alipay_trade().query(&order).await {
        Ok(trade) => println!("{:?}", trade.trade_status),
        Err(error) => println!("{error}"),
    }

    // The same call with any other library: take the request, give the response back.
    let (request, pending) = client.alipay_trade().query(&order).prepare().await?;
    println!(
        "signed: {} {}, {} headers",
        request.method(),
        request.uri().path(),
        request.headers().len()
    );
    let response = http::Response::builder().status(503).body(Vec::new())?;
    println!("{}", pending.complete(response).err().ok_or("a failure that is none")?);
    Ok(())
}
