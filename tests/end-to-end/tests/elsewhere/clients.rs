//! The client of the SDK, and one of reqwest that is the application's own.

use alipay_sdk::Client;
use alipay_sdk::testing::TestPlatform;

#[test]
fn both_clients_are_made_in_one_process() {
    let platform = TestPlatform::new();
    let client = Client::builder()
        .app_id("2021000000000000")
        .private_key(platform.private_key())
        .alipay_public_key(platform.alipay_public_key())
        .build();
    assert!(client.is_ok(), "{client:?}");
    // It panics when nothing tells it what does TLS.
    let own = reqwest::Client::builder().build();
    assert!(own.is_ok(), "{own:?}");
}
