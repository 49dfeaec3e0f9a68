//! The bill of a day beside the books of a shop.
//!
//! ```text
//! cargo run -p alipay-sdk --features bills --example reconcile [yyyy-MM-dd [BOOKS.csv]]
//! ```
//!
//! A line of the books is `out_trade_no,out_request_no,amount`, without a request number for a
//! payment. Without `ALIPAY_APP_ID` a local gateway has a day with a few sales, which the books
//! know in part.

mod support;

use std::error::Error;
use std::time::Duration;

use alipay_gateway::Gateway;
use alipay_sdk::bill::{BillType, Bills, OwnOrder, reconcile};
use alipay_sdk::model::{AlipayTradePayModel, AlipayTradeRefundModel};
use alipay_sdk::{Amount, Client};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (client, gateway) = support::client().await?;
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let (bills, date, books) = match &gateway {
        Some(gateway) => {
            let (date, books) = a_day(&client, gateway).await?;
            let host = gateway.base_url().replace("http://", "");
            (Bills::new(&client).allow_host(host).allow_http(true), date, books)
        }
        None => {
            let date = arguments.first().ok_or("which day? yyyy-MM-dd")?.clone();
            let books = arguments.get(1).map(std::fs::read_to_string).transpose()?;
            (Bills::new(&client), date, read(&books.unwrap_or_default())?)
        }
    };
    let Some(bill) = bills.download(BillType::Trade, &date).await? else {
        println!("{date}: the platform has no bill");
        return Ok(());
    };
    let mut equal = 0;
    for pair in reconcile(bill.trades()?, books) {
        let pair = pair?;
        equal += usize::from(pair.is_equal());
        if !pair.is_equal() {
            println!("{pair}");
        }
    }
    println!("{date}: {equal} are equal");
    Ok(())
}

/// The books of a shop.
fn read(text: &str) -> Result<Vec<OwnOrder>, Box<dyn Error>> {
    let order = |line: &str| {
        let [trade, refund, amount] = line.split(',').collect::<Vec<_>>()[..] else {
            return Err(format!("not three values: {line}").into());
        };
        let amount: Amount = amount.trim().parse()?;
        Ok(match refund {
            "" => OwnOrder::payment(trade, amount),
            refund => OwnOrder::refund(trade, refund, amount),
        })
    };
    text.lines().map(order).collect()
}

/// A day that is over, with sales and a refund, and what the books have of it.
async fn a_day(
    client: &Client,
    gateway: &Gateway,
) -> Result<(String, Vec<OwnOrder>), Box<dyn Error>> {
    let mut date = String::new();
    for (number, amount) in [("A1", "30.00"), ("A2", "12.50"), ("A3", "8.80")] {
        let order = AlipayTradePayModel::new()
            .out_trade_no(number)
            .total_amount(amount)
            .subject("tea")
            .scene("bar_code")
            .auth_code("281234567890123456");
        let paid = client.alipay_trade().pay(&order).await?;
        date = paid.gmt_payment.clone().ok_or("not paid")?.chars().take(10).collect();
    }
    let back = AlipayTradeRefundModel::new()
        .out_trade_no("A1")
        .out_request_no("R1")
        .refund_amount("10.00");
    client.alipay_trade().refund(&back).await?;
    gateway.advance(Duration::from_secs(24 * 60 * 60));
    // A2 was written down wrongly, A3 was forgotten, and A4 was never paid.
    let books = read("A1,,30.00\nA1,R1,10.00\nA2,,12.00\nA4,,5.00")?;
    Ok((date, books))
}
