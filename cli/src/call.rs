//! `alipay call`: any operation, and its response as JSON.

use alipay_sdk::Response;
use anyhow::Result;
use serde_json::{Value, json};

use crate::config::Source;
use crate::fields;
use crate::operation::{Prepared, Request};
use crate::output::{Report, usage};
use crate::progress::Progress;

#[derive(clap::Args, Debug)]
#[command(after_help = format!("\
{}

Examples:
  alipay call alipay.trade.query out_trade_no=T1
  alipay call alipay.trade.pay out_trade_no=T1 total_amount=0.01 subject=tea auth_code@prompt
  alipay call alipay.trade.refund --body refund.json --json
  alipay call alipay.trade.page.pay out_trade_no=T1 total_amount=0.01 subject=tea \\
      product_code=FAST_INSTANT_TRADE_PAY --page

This is a real call, in the sandbox and in production. Exit code 3 says that its outcome is
unknown.", fields::HELP))]
pub(crate) struct Args {
    #[command(flatten)]
    request: Request,

    /// Signs a v2 operation for a browser, and prints the link
    #[arg(long, conflicts_with = "app")]
    page: bool,

    /// Signs a v2 operation for an app, and prints the order string
    #[arg(long)]
    app: bool,
}

pub(crate) async fn run(args: &Args, source: &Source) -> Result<Report> {
    let client = source.client()?;
    let operation = args.request.operation();
    match args.request.call(&client).await? {
        Prepared::V3(_) if args.page || args.app => Err(usage(format!(
            "{operation} is an operation of v3: leave out --page and --app, which are for \
             operations of the v2 gateway"
        ))),
        Prepared::V2(call) if args.page => {
            let link = call.page_execute().await?.link().to_owned();
            Ok(Report::ok(link.clone(), json!({ "operation": operation, "link": link })))
        }
        Prepared::V2(call) if args.app => {
            let text = call.sdk_execute().await?;
            Ok(Report::ok(text.clone(), json!({ "operation": operation, "order": text })))
        }
        Prepared::V3(call) => {
            let _progress = Progress::start(format!("calling {operation}"));
            Ok(report(operation, "v3", &call.await?))
        }
        Prepared::V2(call) => {
            let _progress = Progress::start(format!("calling {operation} of the v2 gateway"));
            Ok(report(operation, "v2", &call.await?))
        }
    }
}

fn report(operation: &str, protocol: &str, response: &Response<Value>) -> Report {
    let json = json!({
        "operation": operation,
        "protocol": protocol,
        "response": **response,
        "status": response.status().as_u16(),
        "trace_id": response.trace_id(),
        "verified": response.is_verified(),
    });
    Report::ok(format!("{:#}", **response), json)
}
