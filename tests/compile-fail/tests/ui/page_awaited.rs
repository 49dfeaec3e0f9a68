use alipay_sdk::v2::{Browser, V2};
use alipay_sdk::{Call, Error, Untyped};

async fn pay(call: Call<Untyped<V2<Browser>>>) -> Result<(), Error> {
    call.await.map(drop)
}

fn main() {}
