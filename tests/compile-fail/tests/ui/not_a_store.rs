use std::collections::BTreeMap;

use alipay_sdk::notify::{HandleError, Handled, Notification, handle_once};

async fn handle(seen: &BTreeMap<String, ()>, paid: &Notification) -> Result<(), HandleError<()>> {
    let handled: Handled = handle_once(seen, paid, async { Ok::<(), ()>(()) }).await?;
    drop(handled);
    Ok(())
}

fn main() {}
