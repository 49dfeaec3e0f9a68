//! One call without a network, beside the cryptography that it cannot do without: time and
//! allocations.
//!
//! `cargo bench -p alipay-sdk --no-default-features --features aws-lc-rs,trade,reqwest --bench
//! call`

mod subject;

use divan::{AllocProfiler, Bencher};
use subject::{Bare, Query};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// One signature and one verification.
#[divan::bench]
fn bare(bencher: Bencher<'_, '_>) {
    let bare = Bare::of(&Query::plain());
    bencher.bench(|| bare.run());
}

/// `alipay.trade.query` from the model to the decoded response.
#[divan::bench]
fn query(bencher: Bencher<'_, '_>) {
    let query = Query::plain();
    bencher.with_inputs(|| query.response()).bench_values(|response| query.run(response));
}

/// As `bare`, and one encryption and one decryption.
#[divan::bench]
fn bare_encrypted(bencher: Bencher<'_, '_>) {
    let bare = Bare::encrypted(&Query::encrypted());
    bencher.bench(|| bare.run());
}

/// As `query`, with encrypted bodies.
#[divan::bench]
fn query_encrypted(bencher: Bencher<'_, '_>) {
    let query = Query::encrypted();
    bencher.with_inputs(|| query.response()).bench_values(|response| query.run(response));
}
