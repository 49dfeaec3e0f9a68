use alipay_sdk::notify::{HandleError, Handled, handle_once};
use alipay_sdk::store::MemoryStore;

async fn handle(store: &MemoryStore, id: &str) -> Result<Handled, HandleError<()>> {
    handle_once(store, id, async { Ok::<(), ()>(()) }).await
}

fn main() {}
