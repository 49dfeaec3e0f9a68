//! One table is tried, line by line.

use std::collections::BTreeMap;

use alipay_end_to_end::comparison::{Row, Setup, Wrong};
use alipay_end_to_end::verdict::{Verdict::NotSent, of_ours};
use alipay_gateway::Gateway;
use serde_json::json;
use tempfile::TempDir;

use crate::setup::{Call, Pair};
use crate::table::table;
use crate::verdict::of_node;

/// An operation that the gateway remembers nothing of.
fn call(wrong: &Wrong, encrypted: bool) -> Call {
    const QUERY: &str = "alipay.marketing.activity.query";
    let call = match wrong {
        Wrong::Path => Call::new("GET", QUERY, "/v3/alipay/marketing/activity/活动"),
        Wrong::Get => Call::new("GET", QUERY, "/v3/alipay/marketing/activity/1"),
        _ => Call {
            body: json!({"employee_name": "张三"}),
            ..Call::new(
                "PUT",
                "alipay.commerce.ec.employee.info.modify",
                "/v3/alipay/commerce/ec/employee/info",
            )
        },
    };
    Call { encrypted, ..call }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_node_rejects_we_reject() {
    let Some(installed) = crate::installed() else { return };
    let gateway = Gateway::start().await.unwrap();
    let mut pairs: BTreeMap<Setup, (Pair, TempDir)> = BTreeMap::new();
    let mut problems = Vec::new();
    for row in table() {
        let Row { wrong, setup, encrypted, verdicts: [node, ours], why } = row;
        let (pair, _) = pairs.entry(setup).or_insert_with(|| {
            let folder = tempfile::tempdir().unwrap();
            (Pair::start(&installed, &gateway, setup, "PKCS8", folder.path()), folder)
        });
        if matches!(wrong, Wrong::Rotated) {
            gateway.rotate_certificate().unwrap();
        }
        let call = call(&wrong, encrypted);
        wrong.prepare(&gateway, call.operation);
        let outcome = call.by_node(&mut pair.node, "by-node");
        wrong.prepare(&gateway, call.operation);
        let before = gateway.call_count();
        let result = call.by_us(&pair.client, "by-us").await;
        let found = (of_node(&outcome), of_ours(&result));
        if found != (node, ours) {
            problems.push(format!(
                "{wrong:?}, {setup:?}, encrypted: {encrypted}: {found:?}, not {:?} {why}\n  \
                 {outcome}\n  {result:?}",
                (node, ours)
            ));
        }
        // Nothing is repeated behind the caller's back.
        assert_eq!(gateway.call_count() - before, u64::from(ours != NotSent), "{wrong:?}");
    }
    assert!(problems.is_empty(), "Node and we:\n{}", problems.join("\n"));
}
