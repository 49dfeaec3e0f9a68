//! A shop's checkout at the counter: the buyer shows a code, the shop scans it, and knows a minute later
//! at the latest whether it was paid.
//!
//! ```text
//! cargo run -p alipay-sdk --example checkout [AMOUNT CODE]
//! ```

mod support;

use std::error::Error;

use alipay_gateway::special;
use alipay_sdk::flow::{Flows, Outcome, Pay};
use alipay_sdk::model::AlipayTradePayModel;
use alipay_sdk::store::FolderStore;
use alipay_sdk::{Amount, OutTradeNo};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (client, gateway) = support::client().await?;
    // Whatever happens to this process: what it has begun stands here.
    let store = FolderStore::open(std::env::temp_dir().join("alipay-checkout"))?;
    let flows = Flows::new(&client).timing(support::timing(gateway.as_ref())).store(store);

    for flow in flows.unfinished::<Pay>(100).await? {
        println!("from the last time: {}", flow.order().out_trade_no.as_deref().unwrap_or("?"));
        println!("  {}", told(flows.run(flow).await?));
    }
    for (amount, code) in buyers()? {
        let order = AlipayTradePayModel::new()
            .out_trade_no(OutTradeNo::generate_with_prefix("till1_")?)
            .total_amount(amount)
            .subject("Two coffees")
            .scene("bar_code")
            .auth_code(code);
        println!("{amount} yuan");
        println!("  {}", told(flows.run(Pay::new(order)?).await?));
    }
    Ok(())
}

/// What the arguments say; otherwise one buyer who pays, one who has to confirm, one who walks away.
fn buyers() -> Result<Vec<(Amount, String)>, Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    if let (Some(amount), Some(code)) = (arguments.next(), arguments.next()) {
        return Ok(vec![(amount.parse()?, code)]);
    }
    let codes =
        ["281234567890123456", special::AUTH_CODE_WAITS_FOR_QUERIES, special::AUTH_CODE_WAITS];
    Ok(codes.map(|code| (Amount::from_fen(8_888), code.to_owned())).into())
}

fn told(outcome: Outcome<Pay>) -> String {
    match outcome {
        Outcome::Paid(receipt) => format!("paid, trade {}", receipt.platform_number),
        Outcome::Closed(closed) => format!("not paid: {closed}"),
        Outcome::Unknown(_) => "nobody can say: it goes on at the next start".to_owned(),
    }
}
