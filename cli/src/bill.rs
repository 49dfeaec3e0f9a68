//! `alipay bill`: downloads a bill, or opens one, and adds it up.

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};

use alipay_sdk::bill::{Bill, BillError, BillType, Bills, TradeKind};
use alipay_sdk::{Amount, Client};
use anyhow::{Context, Result};
use serde_json::json;
use url::{Host, Url};

use crate::config::Source;
use crate::output::{Exit, Report, table, usage};
use crate::progress::Progress;

#[derive(clap::Args, Debug)]
#[command(after_help = "\
The rows of `trade` and `signcustomer` bills are added up and compared with the sums that the bill
states; a difference gives exit code 1. In other bills the rows are only counted.

Examples:
  alipay bill trade 2026-11-25 --config alipay.toml
  alipay bill signcustomer 2026-10 --out october.zip --json
  alipay bill trade --file october.zip")]
pub(crate) struct Args {
    /// The type of the bill: trade, signcustomer, or another type of the platform
    #[arg(value_name = "TYPE")]
    kind: String,

    /// The period of the bill: a day (2026-11-25) or a month (2026-11)
    #[arg(value_name = "DATE", required_unless_present = "file", conflicts_with = "file")]
    date: Option<String>,

    /// Opens this downloaded bill instead
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,

    /// Saves the zip file under this name, which must not exist yet
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Allows downloads from this host, too; without TLS only from this machine
    #[arg(long, value_name = "HOST")]
    allow_host: Vec<String>,
}

pub(crate) async fn run(args: &Args, source: &Source) -> Result<Report> {
    let bill = match (&args.file, &args.date) {
        (Some(file), _) => Bill::open(file).with_context(|| file.display().to_string())?,
        (None, Some(date)) => {
            let _progress = Progress::start(format!("downloading the bill of {date}"));
            let bills = bills(&source.client()?, &args.allow_host)?;
            match bills.download(args.kind.clone(), date).await? {
                Some(bill) => bill,
                None => return Ok(none(&args.kind, date)),
            }
        }
        (None, None) => return Err(usage("no period is given: pass a date, or --file FILE")),
    };
    if let Some(path) = &args.out {
        keep(&bill, path)?;
    }
    let _progress = Progress::start("adding up");
    sums(&bill, &args.kind)
}

fn bills(client: &Client, hosts: &[String]) -> Result<Bills> {
    let mut bills = Bills::new(client);
    for host in hosts {
        bills = bills.allow_host(host);
    }
    let is_local = !hosts.is_empty() && hosts.iter().all(|host| is_loopback(host));
    Ok(bills.allow_http(is_local))
}

/// Whether a host, perhaps with a port, is this machine.
fn is_loopback(host: &str) -> bool {
    let url = Url::parse(&format!("http://{host}/"));
    match url.as_ref().ok().and_then(Url::host) {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

fn none(kind: &str, date: &str) -> Report {
    Report {
        text: format!("the platform has no {kind} bill for {date}"),
        json: json!({ "date": date, "found": false, "type": kind }),
        exit: Exit::Problem,
    }
}

fn keep(bill: &Bill, path: &Path) -> Result<()> {
    let name = path.display();
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    let file = file.map_err(|error| usage(format!("{name}: {error}")))?;
    bill.write_to(file).with_context(|| name.to_string())
}

fn sums(bill: &Bill, kind: &str) -> Result<Report> {
    Ok(if kind == BillType::Trade.as_str() {
        trades(bill)?
    } else if kind == BillType::SignCustomer.as_str() {
        balances(bill)?
    } else {
        let rows = bill.rows()?.try_fold(0_u64, |rows, row| row.map(|_| rows + 1))?;
        added_up(kind, Some(rows), [])
    })
}

/// A number of rows and the sum of their amounts.
#[derive(Default)]
struct Sum {
    rows: u64,
    amount: Amount,
}

impl Sum {
    fn add(&mut self, amount: Amount) -> Result<(), BillError> {
        self.rows += 1;
        let sum = self.amount.checked_add(amount);
        self.amount =
            sum.ok_or_else(|| BillError::Request("the sum of the rows is too large".to_owned()))?;
        Ok(())
    }

    fn shown(&self) -> String {
        format!("{} rows, {} yuan", self.rows, self.amount)
    }

    fn json(&self) -> serde_json::Value {
        json!({ "amount": self.amount.to_string(), "rows": self.rows })
    }
}

fn trades(bill: &Bill) -> Result<Report, BillError> {
    let [mut payments, mut refunds] = [Sum::default(), Sum::default()];
    let [mut others, mut fees] = [Sum::default(), Sum::default()];
    for row in bill.trades()? {
        let row = row?;
        let sum = match row.kind {
            TradeKind::Payment => &mut payments,
            TradeKind::Refund => &mut refunds,
            _ => &mut others,
        };
        sum.add(row.amount())?;
        if let Some(fee) = row.service_fee.filter(|fee| *fee != Amount::ZERO) {
            fees.add(fee)?;
        }
    }
    let sums = [("payments", payments), ("refunds", refunds), ("others", others), ("fees", fees)];
    Ok(added_up("trade", None, sums))
}

fn balances(bill: &Bill) -> Result<Report, BillError> {
    let [mut income, mut expense] = [Sum::default(), Sum::default()];
    let mut rows = 0_u64;
    for row in bill.balances()? {
        let row = row?;
        rows += 1;
        if row.income != Amount::ZERO {
            income.add(row.income)?;
        }
        if row.expense != Amount::ZERO {
            expense.add(row.expense)?;
        }
    }
    Ok(added_up("signcustomer", Some(rows), [("income", income), ("expense", expense)]))
}

/// The report of a bill: how many rows it has, where that is counted, and its sums.
fn added_up<const N: usize>(
    kind: &str,
    rows: Option<u64>,
    sums: [(&'static str, Sum); N],
) -> Report {
    let mut shown = vec![("bill", kind.to_owned())];
    let mut json = json!({ "found": true, "type": kind });
    if let Some(rows) = rows {
        shown.push(("rows", rows.to_string()));
        json["rows"] = rows.into();
    }
    for (name, sum) in sums {
        shown.push((name, sum.shown()));
        json[name] = sum.json();
    }
    Report::ok(table(shown), json)
}
