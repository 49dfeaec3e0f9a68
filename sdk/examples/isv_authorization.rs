//! A merchant lets a service provider act for it: the page, the way back, the token, and a call on
//! the merchant's behalf. The local gateway plays the platform, and this example the merchant.
//!
//! ```text
//! cargo run -p alipay-sdk --example isv_authorization
//! ```

mod support;

use std::error::Error;

use alipay_gateway::Gateway;
use alipay_sdk::model::AlipayTradePrecreateModel;
use alipay_sdk::oauth::{self, AppAuthorization, Callback, State};

const MERCHANT: &str = "2021000000000077";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let gateway = Gateway::start().await?;
    let client = support::builder(&gateway).build()?;

    // The state goes into the session of the merchant's browser, and the browser to the page.
    let state = State::random();
    let page = AppAuthorization::new(client.app_id(), "https://isv.example/authorized", &state);
    println!("the merchant opens {}\n", page.url());

    // What the browser comes back with.
    let query =
        format!("app_auth_code={}&state={}", gateway.issue_app_code(MERCHANT), state.as_str());
    let callback = Callback::of_app(&query, &state)?;

    let tokens = oauth::app_token(&client, callback.code()).await?;
    let refresh_token = tokens.app_refresh_token.clone().ok_or("no refresh token")?;
    println!("authorized by {:?}", tokens.auth_app_id);

    // Tokens can be exchanged for newer ones before they are used, or any time later.
    let tokens = oauth::refresh_app_token(&client, refresh_token).await?;
    let merchant = client.for_merchant(tokens.app_auth_token.as_deref().ok_or("no token")?)?;
    let order = AlipayTradePrecreateModel::new()
        .out_trade_no("T20260616001")
        .total_amount("88.88")
        .subject("tea");
    let code = merchant.alipay_trade().precreate(&order).await?;
    println!("a QR code for a payment to the merchant: {:?}", code.qr_code);
    Ok(())
}
