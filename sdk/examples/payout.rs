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
use alipay_sdk::flow::{FlowError, Flows, ListEvent, Task, Timing, Transfer};
use alipay_sdk::model::{AlipayFundTransUniTransferModel, Participant};
use alipay_sdk::store::FolderStore;
use alipay_sdk::{Amount, Client};
use indicatif::ProgressBar;

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

/// Pays the list, and again from the top while the process that died holds some of it. Once the
/// account is empty nobody else is paid: it is filled, and this program is started again.
async fn pay(folder: &Path) -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let timing = Timing::new().poll(Duration::from_secs(1)).call(CALL).lease(LEASE);
    let flows = Flows::new(&client).timing(timing)?.store(FolderStore::open(folder)?);
    loop {
        let bar = ProgressBar::new(PAYEES as u64);
        let list = flows.run_all((0..PAYEES).map(wages)).stop_when_mendable();
        let tell = |event: ListEvent<Transfer>| {
            if event.standing().is_some() {
                bar.inc(1);
                println!("{event}");
            }
        };
        let report = list.on_event(tell).await;
        bar.finish_and_clear();
        if report.open.count == 0 || report.stopped_by.is_some() {
            println!("{report}");
            return Ok(());
        }
        tokio::time::sleep(LEASE).await;
    }
}

/// The wages of November for one payee. Every run gives the payee the same number.
fn wages(payee: usize) -> Result<Task<Transfer>, FlowError> {
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
    Transfer::new(order)
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

    println!("resumed:\n{}", report(start(&gateway, &folder)?)?);
    gateway.set_balance(1_000_000_000);
    let all = report(start(&gateway, &folder)?)?;
    println!("filled, and run again:\n{all}");
    std::fs::remove_dir_all(&folder)?;

    let mut moved: BTreeMap<_, usize> = BTreeMap::new();
    let ledger = gateway.ledger();
    let transfers = ledger.entries.iter().filter(|entry| entry.amount == 500_000);
    transfers.for_each(|entry| *moved.entry(&entry.number).or_default() += 1);
    let twice = moved.values().filter(|times| **times > 1).count();
    println!("the platform moved money {} times, {twice} twice", moved.len());
    if all.starts_with(&format!("{PAYEES} succeeded")) && moved.len() == PAYEES && twice == 0 {
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

/// What it prints at its end, without the lines of the single transfers.
fn report(mut child: Child) -> Result<String, Box<dyn Error>> {
    let report: Vec<_> = lines(&mut child).filter(|line| !line.starts_with("wages_")).collect();
    child.wait()?;
    Ok(report.join("\n"))
}

/// What it prints, line by line.
fn lines(child: &mut Child) -> impl Iterator<Item = String> + use<> {
    let output = child.stdout.take();
    output.into_iter().flat_map(|output| BufReader::new(output).lines()).map_while(Result::ok)
}
