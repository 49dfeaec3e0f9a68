//! A shop's checkout at the counter: the buyer shows a code, the shop scans it, and knows a minute
//! later at the latest whether it was paid.
//!
//! ```text
//! cargo run -p alipay-sdk --example checkout [AMOUNT CODE]
//! ```

mod support;

use std::error::Error;
use std::time::Duration;

use alipay_gateway::test_values;
use alipay_sdk::flow::{FlowError, Flows, Outcome, Pay};
use alipay_sdk::model::AlipayTradePayModel;
use alipay_sdk::store::FolderStore;
use alipay_sdk::{Amount, OutTradeNo};

/// How often a shop looks for unfinished tasks.
const RESUMED_EVERY: Duration = Duration::from_secs(60);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (client, gateway) = support::client().await?;
    // Whatever happens to this process: what it has begun stands here.
    let store = FolderStore::open(std::env::temp_dir().join("alipay-checkout"))?;
    let flows = Flows::new(&client).timing(support::timing(gateway.as_ref()))?.store(store);

    // What this process could not learn, and what others left that died.
    let open = flows.resume_every::<Pay>(RESUMED_EVERY);
    let resuming = tokio::spawn(open.on_event(|event| println!("{event}")).into_future());
    for (amount, code) in buyers()? {
        let order = AlipayTradePayModel::new()
            .out_trade_no(OutTradeNo::generate_with_prefix("till1_")?)
            .total_amount(amount)
            .subject("Two coffees")
            .scene("bar_code")
            .auth_code(code);
        println!("{amount} yuan");
        println!("  {}", told(flows.run(Pay::new(order)?).await));
    }
    // What it is at goes on in the next process, after a lease.
    resuming.abort();
    Ok(())
}

/// What the arguments say; otherwise one buyer who pays, one who has to confirm, one who walks
/// away.
fn buyers() -> Result<Vec<(Amount, String)>, Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    if let (Some(amount), Some(code)) = (arguments.next(), arguments.next()) {
        return Ok(vec![(amount.parse()?, code)]);
    }
    let codes = [
        "281234567890123456",
        test_values::AUTH_CODE_WAITS_FOR_QUERIES,
        test_values::AUTH_CODE_WAITS,
    ];
    Ok(codes.map(|code| (Amount::from_fen(8_888), code.to_owned())).into())
}

fn told(outcome: Result<Outcome<Pay>, FlowError>) -> String {
    match outcome {
        Ok(Outcome::Succeeded(receipt)) => {
            format!("paid, trade {}", receipt.platform_number.as_deref().unwrap_or("unknown"))
        }
        Ok(Outcome::Failed(failure)) => format!("not paid: {failure}"),
        Ok(_) => "nobody can say: it goes on later".to_owned(),
        Err(FlowError::NotDone(_)) => "nothing was done: try another order".to_owned(),
        Err(error) => format!("{error}"),
    }
}
