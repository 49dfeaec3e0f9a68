//! The bill of a day beside the ledger of the gateway.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::time::Duration;

use alipay_end_to_end::{Mode, client};
use alipay_gateway::Gateway;
use alipay_sdk::bill::{BillError, BillType, Bills, OwnOrder, Pair, reconcile};
use alipay_sdk::model::{
    AlipayFundTransUniTransferModel, AlipayTradePayModel, AlipayTradeRefundModel, Participant,
};
use alipay_sdk::{Amount, Client};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Bills from the gateway.
fn bills(client: &Client, gateway: &Gateway) -> Bills {
    let host = gateway.base_url().replace("http://", "");
    Bills::new(client).allow_host(host).allow_http(true)
}

/// A day: its date, and the orders of it.
async fn a_day(client: &Client) -> (String, Vec<OwnOrder>) {
    let (mut date, mut orders) = (String::new(), Vec::new());
    for number in 1..=9 {
        let (name, amount) = (format!("T{number}"), Amount::from_fen(100 * number + 1));
        let order = AlipayTradePayModel::new().out_trade_no(&*name).total_amount(amount);
        let order =
            order.subject("龙井, \"一级\"").scene("bar_code").auth_code("281234567890123456");
        let paid = client.alipay_trade().pay(&order).await.unwrap();
        date = paid.gmt_payment.clone().unwrap()[..10].to_owned();
        orders.push(OwnOrder::payment(&*name, amount));
        if number % 3 == 0 {
            let back = AlipayTradeRefundModel::new().out_trade_no(&*name).out_request_no("R");
            let amount = Amount::from_fen(number);
            client.alipay_trade().refund(&back.refund_amount(amount)).await.unwrap();
            orders.push(OwnOrder::refund(&*name, "R", amount));
        }
    }
    let transfer = AlipayFundTransUniTransferModel::new()
        .out_biz_no("F1")
        .trans_amount("3.00")
        .product_code("TRANS_ACCOUNT_NO_PWD")
        .biz_scene("DIRECT_TRANSFER")
        .payee_info(Participant::new().identity("a@example.com").identity_type("ALIPAY_LOGON_ID"));
    client.alipay_fund_trans_uni().transfer(&transfer).await.unwrap();
    (date, orders)
}

#[tokio::test]
async fn the_bills_of_a_day_agree_with_the_ledger_and_with_the_orders_in_every_mode() {
    for mode in Mode::ALL {
        let gateway = Gateway::start().await.unwrap();
        let client = client(&gateway, mode).unwrap();
        let (date, orders) = a_day(&client).await;
        gateway.advance(DAY);
        let bills = bills(&client, &gateway);
        let totals = gateway.ledger().totals;

        let bill = bills.download(BillType::Trade, &date).await.unwrap().unwrap();
        let pairs: Vec<_> = reconcile(bill.trades().unwrap(), orders).map(Result::unwrap).collect();
        assert!(pairs.iter().all(Pair::is_equal), "{mode:?}: {pairs:?}");
        assert_eq!(pairs.len(), 12);
        let earned: i64 = bill.trades().unwrap().map(|row| row.unwrap().amount().fen()).sum();
        assert_eq!(earned, totals.paid - totals.refunded);

        let bill = bills.download(BillType::SignCustomer, &date).await.unwrap().unwrap();
        let rows: Vec<_> = bill.balances().unwrap().map(Result::unwrap).collect();
        let sum = |kind: &str| -> i64 {
            let rows = rows.iter().filter(|row| row.kind == kind);
            rows.map(|row| row.amount().unwrap().fen()).sum()
        };
        assert_eq!(sum("在线支付"), totals.paid);
        assert_eq!(sum("交易退款"), -totals.refunded);
        assert_eq!(sum("转账"), -300);
    }
}

#[tokio::test]
async fn a_day_without_a_bill_and_a_late_download_are_told_apart() {
    let gateway = Gateway::start().await.unwrap();
    let client = client(&gateway, Mode::Key).unwrap();
    let (date, _) = a_day(&client).await;
    let bills = bills(&client, &gateway);
    assert!(bills.download(BillType::Trade, &date).await.unwrap().is_none(), "the day is not over");
    gateway.advance(DAY);

    let params = alipay_sdk::operation::AlipayDataDataserviceBillDownloadurlQueryParams::new();
    let params = params.bill_type("trade").bill_date(&*date);
    let address = client.alipay_data_dataservice_bill_downloadurl().query(&params).await.unwrap();
    let address = address.into_inner().bill_download_url.unwrap();
    assert!(bills.fetch(&address).await.is_ok());
    gateway.advance(Duration::from_secs(30));
    let error = bills.fetch(&address).await.unwrap_err();
    assert!(matches!(error, BillError::NotTheFile { is_page: true, .. }), "{error}");
    let error = Bills::new(&client).fetch(&address).await.unwrap_err();
    assert!(matches!(error, BillError::Address(_)), "{error}");
}
