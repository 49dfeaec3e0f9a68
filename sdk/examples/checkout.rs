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
use alipay_sdk::flow::{FlowError, Flows, Outcome, Pay, Task};
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

    let resuming = tokio::spawn(resume(flows.clone()));
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

/// Goes on with unfinished tasks, as long as the shop is open: those that this process could not
/// settle, and those of others that died. They still hold them for a lease, so looking once at the
/// start is not enough.
async fn resume(flows: Flows) {
    loop {
        match flows.unfinished::<Pay>(100).await {
            Ok(found) => {
                for task in found {
                    goes_on(&flows, task).await;
                }
            }
            Err(error) => println!("nothing is found: {error}"),
        }
        tokio::time::sleep(RESUMED_EVERY).await;
    }
}

/// One that cannot go on does not keep the others from it.
async fn goes_on(flows: &Flows, task: Result<Task<Pay>, FlowError>) {
    match task {
        Ok(task) => {
            let number = task.number().to_owned();
            println!("{number} from before: {}", told(flows.run(task).await));
        }
        Err(error) => println!("somebody must look at it: {error}"),
    }
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
