//! A first payment, without an account: a platform inside of this program responds, with keys that
//! are made for this run. All else is as with the real one.
//!
//! ```text
//! cargo run --manifest-path examples/first-payment/Cargo.toml
//! ```

use std::error::Error;

use alipay_sdk::OutTradeNo;
use alipay_sdk::model::{AlipayTradePayModel, AlipayTradePayResponseModel};
use alipay_sdk::testing::{TestPlatform, TestRequest};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let platform = TestPlatform::new();
    platform.on("alipay.trade.pay", paid);
    let client = platform.client().build()?;

    let order = AlipayTradePayModel::new()
        .out_trade_no(OutTradeNo::generate())
        .total_amount("88.88") // yuan, as text: no floats
        .subject("tea")
        .scene("bar_code")
        .auth_code("281234567890123456"); // the code that the buyer's app shows
    let response = client.alipay_trade().pay(&order).await?;

    for request in platform.requests() {
        println!("request   {} {}", request.method(), request.path());
        let authorization = request.headers()["authorization"].to_str()?;
        println!("          authorization: {}", short(authorization));
        println!("          {}", request.json());
    }
    println!(
        "verified  {}: the signature of the response is the platform's",
        response.is_verified()
    );
    let trade_no = response.trade_no.as_deref().unwrap_or_default();
    println!("response  trade {trade_no}, {:?} yuan", response.total_amount);
    println!();
    println!("Next: sdk/docs/guide/getting-started.md pays against a gateway on your machine,");
    println!("sdk/docs/guide/keys-and-certificates.md makes the keys of your own application.");
    Ok(())
}

/// The response of the platform: the buyer has paid.
fn paid(request: &TestRequest) -> AlipayTradePayResponseModel {
    let text = |field: &str| request.json()[field].as_str().unwrap_or_default().to_owned();
    AlipayTradePayResponseModel::new()
        .trade_no("2026061622001496701400000001")
        .out_trade_no(text("out_trade_no"))
        .total_amount(text("total_amount"))
        .gmt_payment("2026-06-16 12:00:00")
}

/// The beginning of a long text.
fn short(text: &str) -> String {
    text.chars().take(72).chain("…".chars()).collect()
}
