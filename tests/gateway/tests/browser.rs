//! The pages in a real browser: no script of a call comes alive. Needs `chromium` in the PATH;
//! without it the test says so and passes.

mod client;

use std::process::{Command, Stdio};

use alipay_gateway::Gateway;
use client::Call;

/// The document after everything that would run has run; nothing without a browser.
async fn dump(url: String) -> Option<String> {
    let browse = move || {
        let name = ["chromium", "chromium-browser"].into_iter().find(|name| {
            let found = Command::new(name).arg("--version").stdout(Stdio::null()).status();
            found.is_ok_and(|status| status.success())
        })?;
        let folder = std::env::temp_dir().join(format!("browser-{}", std::process::id()));
        let dumped = Command::new(name)
            .args(["--headless", "--disable-gpu", "--no-sandbox", "--no-first-run", "--dump-dom"])
            .arg(format!("--user-data-dir={}", folder.display()))
            .arg(&url)
            .output()
            .expect("a browser that runs");
        let _ = std::fs::remove_dir_all(folder);
        assert!(dumped.status.success(), "{}", String::from_utf8_lossy(&dumped.stderr));
        Some(String::from_utf8(dumped.stdout).expect("text"))
    };
    tokio::task::spawn_blocking(browse).await.expect("a browser")
}

#[tokio::test]
async fn shows_the_pages_and_runs_nothing() {
    let gateway = Gateway::start().await.expect("a gateway");
    let evil = r"<script>document.title = 'alive'</script><img src=x onerror=alive>";
    let body = serde_json::json!({ "trade_no": evil }).to_string();
    let target = "/v3/alipay/trade/query?a=1%202";
    let slip = |text: String| text.replace("%20", "+");
    Call::new("POST", target, &body).slip(slip).send(&gateway).await;
    let base = gateway.base_url();
    let Some(list) = dump(format!("{base}/")).await else {
        eprintln!("skipped: there is no chromium here (apt-get install chromium)");
        return;
    };
    assert!(list.contains("<title>Local Alipay gateway</title>"), "{list}");
    assert!(list.contains("rejected: invalid-signature"));
    let call = dump(format!("{base}/calls/1")).await.expect("a page");
    assert!(call.contains("<title>Call 1</title>"), "{call}");
    assert!(call.contains("<mark>%20</mark>") && call.contains("<mark>+</mark>"), "{call}");
    assert!(call.contains("&lt;script&gt;") && !call.contains("<script") && !call.contains("<img"));
    let config = dump(format!("{base}/config")).await.expect("a page");
    assert!(config.contains("<details open"), "{config}");
}
