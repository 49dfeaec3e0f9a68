//! The figures of a call that have budgets, for `cargo xtask bench call`: one line for each.
//!
//! Times are processor time of the one thread that makes the calls, so other programs disturb
//! them little. Compared subjects are measured in turns.
#![allow(clippy::unwrap_used, reason = "a benchmark may panic")]

mod subject;

use std::alloc::System;
use std::net::SocketAddr;
use std::sync::mpsc;

use cpu_time::ThreadTime;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use subject::platform::serve;
use subject::{Bare, Bodies, Query};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// How often a call without a network is timed.
const ROUNDS: usize = 1500;
/// How often the concurrent calls are timed; the best counts.
const NETWORK_ROUNDS: usize = 24;
const CONCURRENT: usize = 64;
/// How many calls each of the concurrent tasks makes in a round.
const CALLS: usize = 16;

fn main() {
    let query = Query::new(Bodies::Plain);
    let bare = Bare::of(&query, Bodies::Plain);
    println!("ratio {:.3}", ratio(&query, &bare));
    println!("allocations {}", allocations(&query));
    println!("network {:.3}", network(&bare));
}

/// Seconds of this thread.
fn seconds<T>(work: impl FnOnce() -> T) -> f64 {
    let start = ThreadTime::now();
    std::hint::black_box(work());
    start.elapsed().as_secs_f64()
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// A call without a network, in units of the cryptography alone.
fn ratio(query: &Query, bare: &Bare) -> f64 {
    let (mut calls, mut bares) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let response = query.response();
        bares.push(seconds(|| bare.run()));
        calls.push(seconds(|| query.run(response)));
    }
    let (call, bare) = (median(calls), median(bares));
    eprintln!("without a network: {:.1} us, bare {:.1} us", call * 1e6, bare * 1e6);
    call / bare
}

/// How often one call asks for memory, or for more of it.
fn allocations(query: &Query) -> usize {
    let response = query.response();
    let region = Region::new(ALLOCATOR);
    let response = query.run(response);
    let stats = region.change();
    drop(response);
    stats.allocations + stats.reallocations
}

/// A call over loopback, many at a time on this thread, in units of the cryptography alone.
fn network(bare: &Bare) -> f64 {
    let query = Query::to(platform());
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    // Opens the connections.
    calls(&runtime, &query);
    let (mut best_call, mut best_bare) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..NETWORK_ROUNDS {
        let bares = (0..CONCURRENT * 2).map(|_| seconds(|| bare.run())).collect();
        best_bare = best_bare.min(median(bares));
        let each = seconds(|| calls(&runtime, &query)) / (CONCURRENT * CALLS) as f64;
        best_call = best_call.min(each);
    }
    eprintln!("over loopback: {:.1} us, bare {:.1} us", best_call * 1e6, best_bare * 1e6);
    best_call / best_bare
}

fn calls(runtime: &Runtime, query: &Query) {
    runtime.block_on(async {
        let mut tasks = JoinSet::new();
        for _ in 0..CONCURRENT {
            let (client, model) = (query.client.clone(), query.model.clone());
            tasks.spawn(async move {
                for _ in 0..CALLS {
                    client.alipay_trade().query(&model).await.unwrap();
                }
            });
        }
        tasks.join_all().await;
    });
}

/// A platform on a thread of its own; it gives all the same response.
fn platform() -> SocketAddr {
    let (sender, address) = mpsc::channel();
    std::thread::spawn(move || {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let response = Query::new(Bodies::Plain).response();
            let app = axum::Router::new()
                .fallback(async move || response.clone().map(axum::body::Body::from));
            sender.send(serve(app).await).unwrap();
            std::future::pending::<()>().await;
        });
    });
    address.recv().unwrap()
}
