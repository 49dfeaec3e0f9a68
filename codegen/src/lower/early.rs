//! Which codes reject a request before it is processed, as the decisions have it.

use std::collections::BTreeSet;

use crate::ir::{EarlyCodes, Ir, Protocol};
use crate::load::{Decisions, EarlyCodeDecisions};
use crate::problem::{Place, Problems};

/// Takes the codes over. Those of v3 must be codes of the platform in the documents; the documents
/// hold no list for the other protocols.
pub(super) fn collect(ir: &mut Ir, decisions: &Decisions, problems: &mut Problems) {
    let root = Place::root(&decisions.source).at("before_processing");
    let decided = &decisions.before_processing;
    for (name, protocol, codes) in [
        ("v3", Protocol::V3, &decided.v3),
        ("v2", Protocol::V2, &decided.v2),
        ("top", Protocol::Top, &decided.top),
    ] {
        let place = root.at(name);
        let documented = (protocol == Protocol::V3).then_some(&ir.platform_codes);
        let early = early(codes, documented, &place, problems);
        ir.early_codes.insert(protocol, early);
    }
}

fn early(
    codes: &EarlyCodeDecisions,
    documented: Option<&BTreeSet<String>>,
    place: &Place,
    problems: &mut Problems,
) -> EarlyCodes {
    let mut seen = BTreeSet::new();
    let mut taken = |list: &'static str, codes: &[String]| {
        for (index, code) in codes.iter().enumerate() {
            let place = place.at(list).at(index);
            if documented.is_some_and(|documented| !is_among(documented, code)) {
                let reason = format!("the platform does not document {code:?} any more");
                problems.add_unused(&place, reason);
            }
            if !seen.insert(code.clone()) {
                problems.add(&place, format!("{code:?} is a duplicate"));
            }
        }
        codes.iter().cloned().collect()
    };
    EarlyCodes {
        rejected: taken("rejected", &codes.rejected),
        limited: taken("limited", &codes.limited),
    }
}

/// The documents write some codes together: `app-key-security-risk, app-cert-expired`.
fn is_among(documented: &BTreeSet<String>, code: &str) -> bool {
    documented.contains(code) || documented.iter().any(|one| one.split(", ").any(|one| one == code))
}
