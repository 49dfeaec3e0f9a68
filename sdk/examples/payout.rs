//! A payout run of 1,000 transfers that is killed in the middle, resumed, stopped by an empty
//! account, and resumed: nobody is paid twice, and nobody is forgotten.
//!
//! ```text
//! cargo run -p alipay-sdk --example payout
//! ```
//!
//! The example plays both parts: it starts itself as the process that pays, kills that, and starts
//! it again.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use alipay_gateway::Gateway;
use alipay_sdk::flow::{FlowError, Flows, Outcome, Task, Timing, Transfer};
use alipay_sdk::model::{AlipayFundTransUniTransferModel, Participant};
use alipay_sdk::store::FolderStore;
use alipay_sdk::{Amount, Client};

/// How many are paid.
const PAYEES: usize = 1_000;

/// How long a process that died holds what it was at, and how long a call may take: so short for a
/// gateway on this machine alone.
const LEASE: Duration = Duration::from_secs(5);
const CALL: Duration = Duration::from_secs(3);

/// What the account holds at first, in fen: not enough for all.
const FIRST_BALANCE: i64 = 350_000_000;

/// After how many the process is killed.
const KILLED_AFTER: usize = 400;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    match std::env::args().nth(1) {
        Some(folder) => pay(Path::new(&folder)).await,
        None => watch().await,
    }
}

/// Pays one after the other, and goes round again with those of whom nothing is known yet. A payout
/// that is paid already, or was begun, is known by its number.
async fn pay(folder: &Path) -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let timing = Timing::new().poll(Duration::from_secs(1)).call(CALL).lease(LEASE);
    let flows = Flows::new(&client).timing(timing)?.store(FolderStore::open(folder)?);
    let mut left: Vec<_> = (0..PAYEES).collect();
    loop {
        let mut again = Vec::new();
        for payee in left {
            match flows.run(wages(payee)?).await {
                Ok(Outcome::Succeeded(_)) => println!("{payee} paid"),
                Ok(Outcome::Failed(failure)) => println!("{payee} {failure}"),
                // The account is empty. Nobody else is paid before it is filled, and then this
                // program is started again: it goes on under the same numbers.
                Err(FlowError::Mendable(failure)) => {
                    println!("{payee} {failure}: fill the account");
                    return Ok(());
                }
                // The process that died is in the middle of it until its lease is over, the outcome
                // is not known yet, or nothing was done.
                Ok(_) | Err(FlowError::Busy { .. } | FlowError::NotDone(_)) => again.push(payee),
                Err(error) => println!("{payee} somebody must look: {error}"),
            }
        }
        if again.is_empty() {
            return Ok(());
        }
        println!("{} once more", again.len());
        left = again;
        tokio::time::sleep(LEASE).await;
    }
}

/// The wages of November for one payee: the number says so, whoever runs it and how often.
fn wages(payee: usize) -> Result<Task<Transfer>, Box<dyn Error>> {
    let order = AlipayFundTransUniTransferModel::new()
        .out_biz_no(format!("wages_2026_11_{payee:04}"))
        .trans_amount(Amount::from_fen(500_000))
        .order_title("Wages, November 2026")
        .payee_info(
            Participant::new()
                .identity(format!("payee{payee}@example.com"))
                .identity_type("ALIPAY_LOGON_ID")
                .name("Payee"),
        );
    Ok(Transfer::new(order)?)
}

/// Kills the process that pays, starts it again, fills the account when it is empty, starts it once
/// more, and looks into the books of the platform.
async fn watch() -> Result<(), Box<dyn Error>> {
    let gateway = Gateway::start().await?;
    gateway.set_balance(FIRST_BALANCE);
    let folder = std::env::temp_dir().join(format!("alipay-payout-{}", std::process::id()));

    let mut first = start(&gateway, &folder)?;
    let paid = lines(&mut first).take(KILLED_AFTER).count();
    first.kill()?;
    first.wait()?;
    println!("killed after {paid} transfers");

    let mut second = start(&gateway, &folder)?;
    let (paid, rest): (Vec<_>, Vec<_>) =
        lines(&mut second).partition(|line| line.ends_with("paid"));
    println!("resumed: {} of {PAYEES} are paid, {}", paid.len(), second.wait()?);
    println!("{}", rest.join("\n"));

    gateway.set_balance(1_000_000_000);
    let mut third = start(&gateway, &folder)?;
    let all = lines(&mut third).filter(|line| line.ends_with("paid")).count();
    println!("filled, and run again: {all} of {PAYEES} are paid, {}", third.wait()?);
    std::fs::remove_dir_all(&folder)?;

    let mut moved: BTreeMap<_, usize> = BTreeMap::new();
    let ledger = gateway.ledger();
    let transfers = ledger.entries.iter().filter(|entry| entry.amount == 500_000);
    transfers.for_each(|entry| *moved.entry(&entry.number).or_default() += 1);
    let twice = moved.values().filter(|times| **times > 1).count();
    println!("the platform moved money {} times, {twice} twice", moved.len());
    if all == PAYEES && moved.len() == PAYEES && twice == 0 {
        return Ok(());
    }
    Err("somebody was forgotten, or paid twice".into())
}

fn start(gateway: &Gateway, folder: &Path) -> Result<Child, Box<dyn Error>> {
    let app = gateway.app();
    let child = Command::new(std::env::current_exe()?)
        .arg(folder)
        .env("ALIPAY_APP_ID", app.app_id)
        .env("ALIPAY_PRIVATE_KEY", app.private_key)
        .env("ALIPAY_ALIPAY_PUBLIC_KEY", app.alipay_public_key)
        .env("ALIPAY_BASE_URL", gateway.base_url())
        .stdout(Stdio::piped())
        .spawn()?;
    Ok(child)
}

/// What it prints, line by line.
fn lines(child: &mut Child) -> impl Iterator<Item = String> + use<> {
    let output = child.stdout.take();
    output.into_iter().flat_map(|output| BufReader::new(output).lines()).map_while(Result::ok)
}
