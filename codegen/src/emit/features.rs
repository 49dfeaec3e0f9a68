//! The Cargo features: one per product, and one for all of them. Those of other protocols bring
//! dependencies, and are written by hand.

use std::fmt::Write as _;

use crate::ir::{Ir, Protocol};
use crate::names::Names;
use crate::prose;

pub(super) fn lines(ir: &Ir, names: &Names) -> String {
    let features: Vec<_> = (ir.products.iter())
        .filter(|(_, about)| about.protocol == Protocol::V3)
        .map(|(product, about)| (names.feature(product), prose::line(&about.title)))
        .collect();
    let mut lines = String::from("all-products = [\n");
    for (feature, _) in &features {
        let _ = writeln!(lines, "    \"{feature}\",");
    }
    lines.push_str("]\n");
    for (feature, title) in features {
        let _ = writeln!(lines, "# {title}\n{feature} = []");
    }
    lines
}
