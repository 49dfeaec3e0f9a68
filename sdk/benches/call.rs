//! One call without a network, beside the cryptography that it cannot do without: time and
//! allocations.
//!
//! `cargo bench -p alipay-sdk --no-default-features --features aws-lc-rs,trade,reqwest --bench
//! call`

mod subject;

use divan::{AllocProfiler, Bencher};
use subject::{Bare, Bodies, Query};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// One signature and one verification; of encrypted bodies one encryption and one decryption, too.
#[divan::bench(args = Bodies::ALL)]
fn bare(bencher: Bencher<'_, '_>, bodies: Bodies) {
    let bare = Bare::of(&Query::new(bodies), bodies);
    bencher.bench(|| bare.run());
}

/// `alipay.trade.query` from the model to the decoded response.
#[divan::bench(args = Bodies::ALL)]
fn query(bencher: Bencher<'_, '_>, bodies: Bodies) {
    let query = Query::new(bodies);
    bencher.with_inputs(|| query.response()).bench_values(|response| query.run(response));
}
