//! A hundred thousand messages, for `cargo xtask bench messages`: one line for each figure.

#[path = "../tests/message_load/mod.rs"]
mod message_load;

const MESSAGES: u64 = 100_000;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    let figures = runtime.block_on(message_load::measure(MESSAGES, 40));
    println!("handled {}", figures.handled);
    println!("repeated {}", figures.repeated);
    println!("duplicates {}", figures.duplicates);
    println!("unverified {}", figures.unverified);
    println!("starts {}", figures.starts);
    println!("connections {}", figures.connections);
    println!("rate {:.0}", MESSAGES as f64 / figures.time.as_secs_f64());
}
