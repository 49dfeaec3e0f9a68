use alipay_sdk::v2::{BrowserOrApp, V2};
use alipay_sdk::{Call, Error, Untyped};

async fn pay(call: Call<Untyped<V2<BrowserOrApp>>>) -> Result<(), Error> {
    call.await.map(drop)
}

fn main() {}
