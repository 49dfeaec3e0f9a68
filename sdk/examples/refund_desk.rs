//! A refund desk: money goes back once, however often somebody presses the button.
//!
//! ```text
//! cargo run -p alipay-sdk --example refund_desk [OUT_TRADE_NO AMOUNT OUT_REQUEST_NO]
//! ```

mod support;

use std::error::Error;

use alipay_sdk::flow::{FlowError, Flows, Outcome, Pay, Refund};
use alipay_sdk::model::{AlipayTradePayModel, AlipayTradeRefundModel};
use alipay_sdk::store::FolderStore;
use alipay_sdk::{Amount, Client, OutRequestNo, OutTradeNo};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (client, gateway) = support::client().await?;
    let store = FolderStore::open(std::env::temp_dir().join("alipay-refund-desk"))?;
    let flows = Flows::new(&client).timing(support::timing(gateway.as_ref()))?.store(store);

    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let (trade, amount, number) = match arguments.as_slice() {
        [trade, amount, number] => {
            (trade.as_str().try_into()?, amount.parse()?, number.as_str().try_into()?)
        }
        _ => (sold(&client).await?, Amount::from_fen(3_000), OutRequestNo::generate()),
    };
    for press in 1..=3 {
        // The number belongs to the form on the screen, not to the press of the button.
        let order = AlipayTradeRefundModel::new()
            .out_trade_no(&trade)
            .out_request_no(&number)
            .refund_amount(amount)
            .refund_reason("one coffee was cold");
        match flows.run(Refund::new(order)?).await {
            Ok(Outcome::Succeeded(receipt)) => {
                println!("press {press}: {} yuan went back, once", receipt.amount)
            }
            Ok(Outcome::Failed(failure)) => println!("press {press}: {failure}"),
            Ok(_) => println!("press {press}: nobody can say yet, press again"),
            Err(FlowError::Busy { .. }) => println!("press {press}: another press is at it"),
            Err(FlowError::NotDone(_)) => println!("press {press}: nothing was done, press again"),
            Err(error) => println!("press {press}: somebody must look: {error}"),
        }
    }
    Ok(())
}

/// Something to give money back for.
async fn sold(client: &Client) -> Result<OutTradeNo, Box<dyn Error>> {
    let number = OutTradeNo::generate();
    let order = AlipayTradePayModel::new()
        .out_trade_no(&number)
        .total_amount(Amount::from_fen(8_888))
        .subject("Two coffees")
        .scene("bar_code")
        .auth_code("281234567890123456");
    match Flows::new(client).run(Pay::new(order)?).await? {
        Outcome::Succeeded(_) => Ok(number),
        other => Err(format!("nothing was sold: {other:?}").into()),
    }
}
