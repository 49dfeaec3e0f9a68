//! The push of an offline package to the local gateway.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::time::Duration;

use alipay_end_to_end::broken_connections;
use alipay_gateway::{Fault, FaultRule, Gateway, Rejection, Verdict};
use alipay_sdk::model::{
    Device, PackagePushInfo, PackagePushRequest, YunosMiniappOfflinepkgPushRequest,
};
use alipay_sdk::top::{Format, SignMethod, TopClient, TopClientBuilder};
use alipay_sdk::{Error, ErrorKind};
use serde_json::{Value, json};

const PUSH: &str = "yunos.miniapp.offlinepkg.push";

fn builder(gateway: &Gateway) -> TopClientBuilder {
    let app = gateway.top_app();
    TopClient::builder().app_key(app.app_key).secret(app.secret).base_url(app.address)
}

/// The code by which TOP sorts its errors.
fn gateway_code(error: &Error) -> Option<&str> {
    error.api().unwrap().gateway_code.as_deref()
}

fn request() -> YunosMiniappOfflinepkgPushRequest {
    let info =
        PackagePushInfo::new().pack_url("scheme://a?b=c&d=<é>").app_type("tinyApp").app_id("1");
    YunosMiniappOfflinepkgPushRequest::new().alipay_context("{}").req(
        PackagePushRequest::new()
            .target_info([Device::new().hardware_id("111").project_id("p 🎁")])
            .package_push_info(info)
            .action("preview"),
    )
}

#[tokio::test]
async fn a_package_is_pushed_in_every_format_and_with_every_signature() {
    let gateway = Gateway::start().await.unwrap();
    for (format, simplify) in [(Format::Json, false), (Format::Json, true), (Format::Xml, false)] {
        for method in [SignMethod::Md5, SignMethod::Hmac, SignMethod::HmacSha256] {
            let client = builder(&gateway).format(format).simplify(simplify).sign_method(method);
            let client = client.build().unwrap();
            let response = client.yunos_miniapp_offlinepkg().push(&request()).await.unwrap();
            let result = response.result.as_ref().unwrap();
            assert_eq!((result.result, result.success), (Some(true), Some(true)));
            assert_eq!(result.result_code.as_deref(), Some("200"));
            assert_eq!(result.result_msg.as_deref(), Some("请求成功"));
            assert!(response.trace_id().is_some());
        }
    }
    let sent: Value =
        serde_json::from_str(gateway.calls()[0].plain_body.as_ref().unwrap()).unwrap();
    assert_eq!(
        sent["req"],
        r#"{"action":"preview","package_push_info":{"app_id":"1","app_type":"tinyApp","pack_url":"scheme://a?b=c&d=<é>"},"target_info":[{"hardware_id":"111","project_id":"p 🎁"}]}"#
    );
}

#[tokio::test]
async fn a_rejection_is_a_typed_error_in_every_format() {
    let gateway = Gateway::start().await.unwrap();
    for format in [Format::Json, Format::Xml] {
        let client = builder(&gateway).format(format).build().unwrap();
        gateway.script(PUSH, Err(Rejection::new(200, "isp.remote-service-timeout", "超时 <1>")));
        let error = client.yunos_miniapp_offlinepkg().push(&request()).await.unwrap_err();
        let rejection = error.api().unwrap();
        assert_eq!(rejection.gateway_code.as_deref(), Some("15"));
        assert_eq!(rejection.message.as_deref(), Some("超时 <1>"));
        assert!(rejection.is_temporary() && error.is_unknown_outcome() && !error.is_retryable());
        assert!(error.to_string().contains("isp.remote-service-timeout"), "{error}");
    }
}

#[tokio::test]
async fn a_wrong_secret_is_told_from_a_missing_parameter() {
    let gateway = Gateway::start().await.unwrap();
    let client = builder(&gateway).secret("another").build().unwrap();
    let error = client.yunos_miniapp_offlinepkg().push(&request()).await.unwrap_err();
    assert_eq!(gateway_code(&error), Some("25"));
    assert!(!format!("{error:?} {client:?}").contains("another"));
    let client = builder(&gateway).build().unwrap();
    let nothing = YunosMiniappOfflinepkgPushRequest::new();
    let error = client.yunos_miniapp_offlinepkg().push(&nothing).await.unwrap_err();
    assert_eq!(gateway_code(&error), Some("40"));
}

#[test]
fn a_push_is_sent_without_a_runtime_around_and_with_a_file_beside_it() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let gateway = runtime.block_on(Gateway::start()).unwrap();
    let client = builder(&gateway).build().unwrap();
    let file = alipay_sdk::FilePart::new("a.zip", "content");
    let call = client.yunos_miniapp_offlinepkg().push(&request()).file("package", file);
    assert!(call.send_blocking().unwrap().result.is_some());
}

#[tokio::test]
async fn lists_are_the_same_in_every_format() {
    let gateway = Gateway::start().await.unwrap();
    let lists = json!({"devices": [{"id": "1"}], "codes": ["a", "b"], "none": []});
    for (format, simplify) in [(Format::Json, false), (Format::Json, true), (Format::Xml, false)] {
        gateway.script(PUSH, Ok(lists.clone()));
        let client = builder(&gateway).format(format).simplify(simplify).build().unwrap();
        let response = client
            .untyped(PUSH)
            .parameter("alipay_context", "{}")
            .parameter("req", serde_json::to_string(&request().req).unwrap())
            .await
            .unwrap();
        assert_eq!(*response, lists, "{format:?} {simplify}");
    }
}

#[tokio::test]
async fn the_time_may_be_unix_time() {
    let gateway = Gateway::start().await.unwrap();
    let client = builder(&gateway).unix_timestamp(true).build().unwrap();
    assert!(client.yunos_miniapp_offlinepkg().push(&request()).await.is_ok());
}

/// What a push comes to with this fault, and what became of it there. It is retried only when the
/// platform was too busy to do anything.
async fn faulty(fault: Fault) -> (Error, Verdict) {
    let gateway = Gateway::start().await.unwrap();
    let busy = matches!(fault, Fault::TooManyRequests);
    gateway.fault(FaultRule { operation: Some(PUSH.to_owned()), fault, times: None });
    let client = builder(&gateway).timeout(Duration::from_millis(500)).max_response_size(64 << 10);
    let client = client.build().unwrap();
    let error = client.yunos_miniapp_offlinepkg().push(&request()).await.unwrap_err();
    assert_eq!(gateway.call_count() > 1, busy, "{} calls", gateway.call_count());
    (error, gateway.calls()[0].verdict.clone())
}

#[tokio::test]
async fn what_can_go_wrong_is_told_apart() {
    for (fault, kind) in broken_connections() {
        let (error, _) = faulty(fault.clone()).await;
        let ErrorKind::Transport(source) = error.kind() else { panic!("{fault:?}: {error:?}") };
        assert_eq!(source.kind(), kind, "{fault:?}");
        assert!(error.is_unknown_outcome() && !error.is_retryable(), "{fault:?}");
    }
    for fault in [Fault::EmptyBody, Fault::NotUtf8, Fault::Accepted] {
        let (error, _) = faulty(fault.clone()).await;
        assert!(matches!(error.kind(), ErrorKind::Decode(_)), "{fault:?}: {error:?}");
        assert!(error.is_unknown_outcome(), "{fault:?}");
    }
    let (error, _) = faulty(Fault::HugeBody(1 << 20)).await;
    assert!(matches!(error.kind(), ErrorKind::TooLarge { .. }), "{error:?}");
    assert!(error.is_unknown_outcome(), "{error:?}");
    let (error, verdict) = faulty(Fault::TooManyRequests).await;
    assert_eq!((gateway_code(&error), verdict), (Some("7"), Verdict::NotProcessed));
    assert!(error.api().unwrap().is_temporary() && !error.is_unknown_outcome());
    let (error, verdict) = faulty(Fault::SystemError).await;
    assert_eq!((gateway_code(&error), verdict), (Some("15"), Verdict::Accepted));
    assert!(error.is_unknown_outcome() && !error.is_retryable());
    let (error, _) = faulty(Fault::BadGateway).await;
    assert_eq!(error.status().unwrap().as_u16(), 502);
    assert!(error.is_unknown_outcome(), "{error:?}");
}

#[tokio::test]
async fn a_code_that_nobody_knows_leaves_the_outcome_open() {
    let gateway = Gateway::start().await.unwrap();
    let client = builder(&gateway).build().unwrap();
    for (sub_code, unknown) in
        [("new.code", true), ("isv.new-code", true), ("isv.invalid-parameter", false)]
    {
        gateway.script(PUSH, Err(Rejection::new(200, sub_code, "?")));
        let error = client.yunos_miniapp_offlinepkg().push(&request()).await.unwrap_err();
        assert_eq!(error.code().unwrap().as_str(), sub_code);
        assert_eq!(error.is_unknown_outcome(), unknown, "{sub_code}");
    }
}
