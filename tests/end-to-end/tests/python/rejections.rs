//! The table is tried, line by line.

use std::collections::BTreeMap;

use alipay_end_to_end::comparison::{Row, Wrong};
use alipay_end_to_end::verdict::{Verdict::NotSent, of_ours};
use alipay_gateway::Gateway;
use serde_json::{Value, json};

use crate::calls::Call;
use crate::setup::{Python, client};
use crate::table::table;
use crate::verdict::of_python;

/// A log-in, or an operation that the gateway remembers nothing of.
fn call(wrong: &Wrong) -> Call {
    match wrong {
        Wrong::LogIn(_) => Call::beside(
            "alipay.system.oauth.token",
            &[("grant_type", "authorization_code"), ("code", "unknown")],
        ),
        _ => {
            let content = json!({"trade_no": "1", "out_request_no": "1"});
            Call::new("alipay.trade.orderinfo.sync", content)
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn how_python_and_we_differ_is_in_the_table() {
    let Some(installed) = crate::installed() else { return };
    let gateway = Gateway::start().await.unwrap();
    let mut clients = BTreeMap::new();
    let mut problems = Vec::new();
    for (sdk, Row { wrong, setup, verdicts, why, .. }) in table() {
        let (python, client) = clients.entry((sdk, setup)).or_insert_with(|| {
            (Python::start(&installed, &gateway, sdk, setup), client(&gateway, setup))
        });
        if matches!(wrong, Wrong::Rotated) {
            gateway.rotate_certificate().unwrap();
        }
        let call = call(&wrong);
        wrong.prepare(&gateway, call.method);
        let before = gateway.call_count();
        let outcome: Value = python.call("execute", call.for_python());
        wrong.prepare(&gateway, call.method);
        let result = call.by_us(client).await;
        let found = [of_python(&outcome), of_ours(&result)];
        if found != verdicts {
            problems.push(format!(
                "{sdk:?}, {wrong:?}, {setup:?}: {found:?}, not {verdicts:?} {why}\n  {outcome}\n  \
                 {result:?}"
            ));
        }
        assert_eq!(verdicts[0] == verdicts[1], why.is_empty(), "{sdk:?}, {wrong:?}: {why}");
        // Nothing is repeated behind the caller's back.
        let sent = verdicts.into_iter().filter(|verdict| *verdict != NotSent).count();
        assert_eq!(gateway.call_count() - before, sent as u64, "{sdk:?}, {wrong:?}");
    }
    assert!(problems.is_empty(), "Python and we:\n{}", problems.join("\n"));
}
