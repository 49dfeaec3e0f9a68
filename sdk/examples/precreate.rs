//! A QR code in the terminal, for the buyer to scan; then waiting until it is paid.
//!
//! ```text
//! cargo run -p alipay-sdk --example precreate [AMOUNT]
//! ```

mod support;

use std::error::Error;
use std::sync::Arc;

use alipay_sdk::flow::{Flows, Outcome, Precreate};
use alipay_sdk::model::AlipayTradePrecreateModel;
use alipay_sdk::{Amount, OutTradeNo};
use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (client, gateway) = support::client().await?;
    let timing = support::timing(gateway.as_ref());
    let amount: Amount = std::env::args().nth(1).as_deref().unwrap_or("88.88").parse()?;
    let number = OutTradeNo::generate();
    let order = AlipayTradePrecreateModel::new()
        .out_trade_no(&number)
        .total_amount(amount)
        .subject("Two coffees");

    // A local gateway has no buyers of its own.
    let gateway = gateway.map(Arc::new);
    let buyer = gateway.clone();
    let task = Precreate::new(order)?.show(move |code| {
        match QrCode::new(code) {
            Ok(picture) => println!("{}", picture.render::<Dense1x2>().build()),
            Err(error) => println!("{code} ({error})"),
        }
        println!("{amount} yuan: scan it");
        if let Some(gateway) = buyer {
            gateway.buyer_scans(number.as_str());
            gateway.buyer_pays(number.as_str());
        }
    });
    match Flows::new(&client).timing(timing)?.run(task).await? {
        Outcome::Succeeded(receipt) => {
            println!("paid, trade {}", receipt.platform_number.as_deref().unwrap_or("unknown"))
        }
        Outcome::Failed(failure) => println!("not paid: {failure}"),
        Outcome::Unknown(unknown) => println!("nobody can say: {unknown}"),
        other => println!("{other:?}"),
    }
    Ok(())
}
