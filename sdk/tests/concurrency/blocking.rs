//! Calls that a thread waits for.

use std::time::Duration;

use alipay_sdk::TransportErrorKind;
use tokio::io::AsyncReadExt;

use crate::server::{beside, echo_server, raw_server};
use crate::{client, order, pay, transport};

#[test]
fn a_client_outlives_the_runtime_that_it_was_first_used_in() {
    let (server, address) = beside(echo_server());
    let client = client(address);
    for _ in 0..3 {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(pay(&client)).unwrap();
        drop(runtime);
        client.alipay_trade().pay(&order("T1")).send_blocking().unwrap();
    }
    server.shutdown_background();
}

#[test]
fn waiting_on_a_thread_of_another_runtime_works_and_does_not_panic() {
    let (server, address) = beside(echo_server());
    let client = client(address);
    for flavor in
        [tokio::runtime::Builder::new_current_thread(), tokio::runtime::Builder::new_multi_thread()]
    {
        let runtime = { flavor }.enable_all().build().unwrap();
        runtime.block_on(async {
            client.alipay_trade().pay(&order("T1")).send_blocking().unwrap();
            let call = client.alipay_trade().pay(&order("T2"));
            tokio::task::spawn_blocking(|| call.send_blocking().unwrap()).await.unwrap();
        });
    }
    server.shutdown_background();
}

#[test]
fn a_client_can_be_dropped_in_asynchronous_code_after_it_waited() {
    let (server, address) = beside(echo_server());
    let client = client(address);
    client.alipay_trade().pay(&order("T1")).send_blocking().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async move { drop(client) });
    server.shutdown_background();
}

#[test]
fn a_blocking_call_of_a_silent_platform_ends_with_the_timeout() {
    let (server, address) = beside(raw_server(|mut stream, _| async move {
        let _ = stream.read(&mut [0; 1]).await;
    }));
    let call = client(address).alipay_trade().pay(&order("T1"));
    let error = call.timeout(Duration::from_millis(200)).send_blocking().unwrap_err();
    assert_eq!(transport(&error), TransportErrorKind::Timeout);
    server.shutdown_background();
}
