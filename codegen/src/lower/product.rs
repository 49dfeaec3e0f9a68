//! Operations to groups, groups to products, and which product reaches which model.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::operation::Tagged;
use crate::ir::{Api, Documented, Ir, ModelKey, Operation, Product, Protocol, Type, Use};
use crate::load::{Decisions, Documents, ProductDecision};
use crate::names::is_feature;
use crate::problem::{Place, Problems};

/// Sorts the operations into `ir`, and marks each model with its products and uses.
pub(super) fn assign(
    ir: &mut Ir,
    operations: Vec<Tagged>,
    documents: &Documents,
    problems: &mut Problems,
) {
    let decisions = &documents.decisions;
    let mut applied = BTreeSet::new();
    for Tagged { protocol, tag, operation } in operations {
        let (feature, title, index) = match protocol.product() {
            Some((feature, title)) => (feature.to_owned(), title.to_owned(), None),
            None => product(&tag, decisions),
        };
        applied.extend(index);
        ir.products.entry(feature.clone()).or_insert(Product { title, protocol });
        mark(ir, &tag, &operation, &feature);
        let operations = Default::default();
        let api = Api { tag: tag.clone(), protocol, product: feature, operations };
        ir.apis.entry(tag).or_insert(api).operations.insert(operation.id.clone(), operation);
    }
    place_unused(ir);
    ir.error_codes = documented(ir);
    check(documents, &applied, problems);
}

/// A decision must be of use, name a feature as it will be called, and agree with the others.
fn check(documents: &Documents, applied: &BTreeSet<usize>, problems: &mut Problems) {
    let Documents { decisions, reserved_features, .. } = documents;
    let mut titles = BTreeMap::new();
    for (index, decision) in decisions.products.iter().enumerate() {
        let place = Place::root(&decisions.source).at("products").at(index);
        let ProductDecision { feature, title, .. } = decision;
        if !is_feature(feature, reserved_features) {
            let reason = format!(
                "{feature:?} cannot be a feature: use lower-case words with dashes, and no name that Cargo or the SDK has already"
            );
            problems.add(&place.at("feature"), reason);
        }
        let other = *titles.entry(feature).or_insert(title);
        if other != title {
            let reason = format!("the feature {feature:?} has the title {other:?} already");
            problems.add(&place.at("title"), reason);
        }
        if !applied.contains(&index) {
            let reason = format!("no operation belongs to {:?} any more", decision.prefix);
            problems.add_unused(&place, reason);
        }
    }
}

/// Who documents each error code. Every operation has dozens of them, most of them long: hashed
/// they are compared once each, in a tree a dozen times.
fn documented(ir: &Ir) -> BTreeMap<String, Documented> {
    let platform = ir.platform_codes.iter().map(|code| (code.as_str(), Documented::default()));
    let mut codes: HashMap<&str, Documented> = platform.collect();
    for operation in ir.operations() {
        for code in &operation.error_codes {
            codes.entry(code).or_default().add(&operation.id);
        }
    }
    codes.into_iter().map(|(code, documented)| (code.to_owned(), documented)).collect()
}

/// The feature and the title of a group's product, and the decision that says so.
pub(crate) fn product(tag: &str, decisions: &Decisions) -> (String, String, Option<usize>) {
    let decision = decisions
        .products
        .iter()
        .enumerate()
        .filter(|(_, decision)| {
            tag.strip_prefix(&decision.prefix)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
        .max_by_key(|(_, decision)| decision.prefix.len());
    match decision {
        Some((index, decision)) => (decision.feature.clone(), decision.title.clone(), Some(index)),
        None => {
            let mut parts = tag.split('.');
            let first = parts.next().unwrap_or_default();
            let feature = parts.next().filter(|_| first == "alipay").unwrap_or(first);
            let title = format!("The `{feature}` operations");
            let taken = Protocol::named(feature).is_some();
            (if taken { format!("{feature}_product") } else { feature.to_owned() }, title, None)
        }
    }
}

/// Marks what an operation uses, and all that can be reached from there.
fn mark(ir: &mut Ir, tag: &str, operation: &Operation, feature: &str) {
    let (tag, id) = (tag.to_owned(), operation.id.clone());
    let [body, response] = [operation.body.json(), operation.response.json()]
        .map(|json| json.and_then(Type::model).cloned());
    if let Some(key) = body {
        let used = Use::Request { tag: tag.clone(), operation: id.clone() };
        reach(ir, &key, used, feature);
    }
    if let Some(key) = response {
        reach(ir, &key, Use::Response { tag, operation: id }, feature);
    }
}

/// A model that no operation uses is there whenever one of its parts is; so all its parts have to
/// be there then.
fn place_unused(ir: &mut Ir) {
    let unused = ir.models.iter().filter(|(_, model)| model.uses.is_empty());
    let unused: Vec<_> = unused.map(|(key, _)| key.clone()).collect();
    for key in unused {
        let reached: Vec<_> = ir.with_parts([&key]).into_iter().cloned().collect();
        let products: BTreeSet<_> =
            reached.iter().flat_map(|key| ir.models[key].products.iter().cloned()).collect();
        for key in reached {
            if let Some(model) = ir.models.get_mut(&key) {
                model.products.extend(products.iter().cloned());
            }
        }
    }
}

fn reach(ir: &mut Ir, key: &ModelKey, used: Use, feature: &str) {
    let mut todo = vec![(key.clone(), used)];
    while let Some((key, used)) = todo.pop() {
        let Some(model) = ir.models.get_mut(&key) else {
            continue;
        };
        model.uses.insert(used);
        if model.products.insert(feature.to_owned()) {
            let parts = model.fields.values().filter_map(|field| field.ty.model());
            todo.extend(parts.map(|part| (part.clone(), Use::Part(key.clone()))));
        }
    }
}
