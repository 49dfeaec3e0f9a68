//! The gateway as a program: `alipay-gateway --help`.

mod cli;

use std::error::Error;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use alipay_gateway::{App, Call, Fault, Gateway, NewApp, write_client_files};
use clap::Parser;
use cli::Arguments;

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            let mut source = error.source();
            while let Some(cause) = source {
                eprintln!("  because {cause}");
                source = cause.source();
            }
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let gateway = start(&arguments).await?;
    let apps = own_apps(&gateway, &arguments)?;
    let mut to = io::stdout();
    writeln!(to, "The gateway listens at {}", gateway.base_url())?;
    writeln!(to, "Calls:          {}/", gateway.base_url())?;
    for app in &apps {
        let (base_url, app_id) = (gateway.base_url(), &app.app_id);
        writeln!(to, "Configuration:  {base_url}/config (application {app_id})")?;
    }
    for merchant in &arguments.merchant {
        let code = gateway.issue_app_code(merchant);
        writeln!(to, "Merchant:       {merchant} (code {code})")?;
    }
    if let Some(folder) = &arguments.write_keys {
        write_keys(&mut to, &apps, &gateway.base_url(), folder)?;
    }
    if let Some(per_mille) = arguments.faults {
        let seed = arguments.seed.unwrap_or_else(|| fastrand::u64(..));
        gateway.random_faults(seed, per_mille, Fault::all());
        writeln!(to, "Faults:         {per_mille} of 1000 calls, --seed {seed}")?;
    }
    writeln!(to, "Ctrl-C stops it.")?;
    to.flush()?;
    tokio::select! {
        // In a pipe nobody watches.
        printed = print_calls(&gateway), if to.is_terminal() => printed?,
        stopped = stop() => stopped?,
    }
    let counts = gateway.counts();
    let (calls, rejected, faults) = (counts.calls, counts.rejected, counts.faults);
    writeln!(to, "\n{calls} calls, {rejected} rejected, {faults} with a fault")?;
    Ok(())
}

async fn start(arguments: &Arguments) -> Result<Gateway, Box<dyn Error>> {
    let mut builder = Gateway::builder()
        .address(arguments.address)
        .allow_remote(arguments.allow_remote)
        .time_factor(arguments.time_factor);
    for receiver in &arguments.receiver {
        builder = builder.allow_receiver(receiver);
    }
    if let Some(url) = &arguments.public_url {
        builder = builder.public_url(url);
    }
    if let Some(folder) = &arguments.documents {
        builder = builder.documents(folder);
    }
    Ok(builder.start().await?)
}

/// The applications that the arguments register; without any, the one that every gateway knows.
fn own_apps(gateway: &Gateway, arguments: &Arguments) -> Result<Vec<App>, Box<dyn Error>> {
    let (ids, files) = (&arguments.app_id, &arguments.public_key);
    if ids.len() != files.len() {
        let (ids, files) = (ids.len(), files.len());
        return Err(format!(
            "there are {ids} --app-id, but {files} --public-key: pass one of each per application"
        )
        .into());
    }
    if ids.is_empty() {
        return Ok(vec![gateway.app()]);
    }
    ids.iter().zip(files).map(|(app_id, file)| own_app(gateway, app_id, file)).collect()
}

fn own_app(gateway: &Gateway, app_id: &str, file: &Path) -> Result<App, Box<dyn Error>> {
    let public_key = fs::read_to_string(file)
        .map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
    Ok(gateway.add_app(NewApp { app_id: app_id.to_owned(), public_key })?)
}

/// Writes what clients need: of several applications each in a folder of its own.
fn write_keys(
    to: &mut impl Write,
    apps: &[App],
    base_url: &str,
    folder: &Path,
) -> Result<(), Box<dyn Error>> {
    for app in apps {
        let own = if apps.len() > 1 { folder.join(&app.app_id) } else { folder.to_owned() };
        for file in write_client_files(app, base_url, &own)? {
            writeln!(to, "Written:        {}", file.display())?;
        }
    }
    Ok(())
}

/// One line per call, as long as there is a terminal.
async fn print_calls(gateway: &Gateway) -> io::Result<()> {
    let mut last = 0;
    loop {
        for call in gateway.calls_after(last).await {
            last = call.number;
            writeln!(io::stdout(), "{}", line(&call))?;
        }
    }
}

fn line(call: &Call) -> String {
    let operation = call.operation.as_deref().unwrap_or(&call.target);
    let Call { number, status, method, verdict, .. } = call;
    let mut line = format!("{number:>5} {status} {method} {operation} {verdict}");
    if let Some(fault) = &call.fault {
        line += &format!(" [{fault:?}]");
    }
    if let Some(diagnosis) = &call.diagnosis {
        line += &format!("\n      {}", diagnosis.reason);
    }
    // What a client sends must not drive the terminal.
    line.chars().filter(|letter| *letter == '\n' || !letter.is_control()).collect()
}

/// Returns when the program is to stop.
#[cfg(unix)]
async fn stop() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut terminated = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted,
        _ = terminated.recv() => Ok(()),
    }
}

/// Returns when the program is to stop.
#[cfg(not(unix))]
async fn stop() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
