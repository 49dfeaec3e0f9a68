//! The push of offline packages as the platform's own page shows it: the request, the response and
//! the error, in XML and in JSON.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

/// Its request is that of the page.
#[allow(dead_code, reason = "the example runs by itself")]
#[path = "../examples/offline_package_push.rs"]
mod example;

use std::collections::BTreeMap;

use alipay_sdk::Response;
use alipay_sdk::model::{ModelResult, YunosMiniappOfflinepkgPushResponse};
use alipay_sdk::top::{Format, TopClient, TopClientBuilder};
use alipay_sdk::{Error, ErrorKind};
use example::request;
use url::form_urlencoded;

fn builder() -> TopClientBuilder {
    TopClient::builder().app_key("23456789").secret("hush hush").session("quiet")
}

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

/// The result for a response.
fn answer(
    builder: TopClientBuilder,
    body: &str,
) -> Result<Response<YunosMiniappOfflinepkgPushResponse>, Error> {
    let client = builder.build().unwrap();
    let call = client.yunos_miniapp_offlinepkg().push(&request());
    let (_, pending) = block_on(call.prepare()).unwrap();
    pending.complete(http::Response::new(body.to_owned()))
}

#[test]
fn the_parameters_are_those_of_the_page() {
    let client = builder().build().unwrap();
    let call = client.yunos_miniapp_offlinepkg().push(&request());
    let (sent, _) = block_on(call.prepare()).unwrap();
    assert_eq!(sent.uri(), "https://gw.api.taobao.com/router/rest");
    let body = sent.body().as_bytes().unwrap();
    let sent: BTreeMap<String, String> = form_urlencoded::parse(body).into_owned().collect();
    assert_eq!(sent["method"], "yunos.miniapp.offlinepkg.push");
    assert_eq!(sent["alipay_context"], r#"{"havanaId":"","loginId":"","masterId":""}"#);
    assert_eq!(
        sent["req"],
        "{\"action\":\"preview\",\
         \"package_push_info\":{\"app_id\":\"111\",\"app_type\":\"tinyApp\",\"pack_url\":\"scheme://...\"},\
         \"source_url\":\"http://\",\
         \"target_info\":[{\"hardware_id\":\"111\",\"project_id\":\"projectId\"}],\
         \"trace_id\":\"11111\"}"
    );
    assert_eq!((&*sent["session"], &*sent["sign_method"]), ("quiet", "hmac-sha256"));
}

#[test]
fn the_time_is_sent_in_either_form() {
    let time = || std::time::UNIX_EPOCH + std::time::Duration::from_millis(1_781_590_001_456);
    for (unix, expected) in [(false, "2026-06-16 14:06:41"), (true, "1781590001456")] {
        let client = builder().clock(time).unix_timestamp(unix).build().unwrap();
        let (sent, _) = block_on(client.untyped("a").prepare()).unwrap();
        let body = sent.body().as_bytes().unwrap();
        let sent: BTreeMap<_, _> = form_urlencoded::parse(body).into_owned().collect();
        assert_eq!(sent["timestamp"], expected);
    }
}

#[test]
fn options_for_connections_are_checked_as_those_of_the_other_client() {
    assert!(builder().proxy("no address").build().is_err());
    assert!(builder().tls_root_certificate("no certificate").build().is_err());
    let time = std::time::Duration::from_secs(1);
    let proxy = builder().proxy("http://127.0.0.1:1").connect_timeout(time).read_timeout(time);
    assert!(proxy.build().is_ok());
}

#[test]
fn the_answer_of_the_page_is_read_in_every_format() {
    const XML: &str = "<yunos_miniapp_offlinepkg_push_response>
    <result>
        <result>true</result>
        <success>true</success>
        <result_code>200</result_code>
        <result_msg>请求成功</result_msg>
    </result>
</yunos_miniapp_offlinepkg_push_response>";
    const INNER: &str =
        r#"{"result":{"result":true,"success":true,"result_code":"200","result_msg":"请求成功"}}"#;
    let json = format!("{{\"yunos_miniapp_offlinepkg_push_response\":{INNER}}}");
    let mut expected = ModelResult::default();
    expected.result = Some(true);
    expected.success = Some(true);
    expected.result_code = Some("200".into());
    expected.result_msg = Some("请求成功".into());
    for (builder, body) in [
        (builder().format(Format::Xml), XML),
        (builder(), &*json),
        (builder().simplify(true), INNER),
    ] {
        let answer = answer(builder, body).unwrap();
        assert_eq!(answer.result.as_deref(), Some(&expected));
        assert_eq!(answer.trace_id(), None);
    }
}

#[test]
fn the_error_of_the_page_is_typed_in_every_format() {
    const XML: &str = "<error_response>
    <code>50</code>
    <msg>Remote service error</msg>
    <sub_code>isv.invalid-parameter</sub_code>
    <sub_msg>非法参数</sub_msg>
</error_response>";
    const JSON: &str = r#"{"error_response":{"code":50,"msg":"Remote service error",
        "sub_code":"isv.invalid-parameter","sub_msg":"非法参数"}}"#;
    for (builder, body) in
        [(builder().format(Format::Xml), XML), (builder(), JSON), (builder().simplify(true), JSON)]
    {
        let error = answer(builder, body).unwrap_err();
        let refusal = error.api().unwrap();
        assert_eq!(refusal.gateway_code.as_deref(), Some("50"));
        assert_eq!(refusal.gateway_message.as_deref(), Some("Remote service error"));
        assert!(refusal.has_code("isv.invalid-parameter"));
        assert_eq!(refusal.message.as_deref(), Some("非法参数"));
        assert!(!refusal.is_temporary() && !error.is_retryable() && !error.is_unknown_outcome());
        assert_eq!(
            error.to_string(),
            "yunos.miniapp.offlinepkg.push: 200 OK 50 Remote service error isv.invalid-parameter: \
             非法参数 [not signed]"
        );
    }
}

#[test]
fn what_is_no_answer_is_an_error_and_shows_nothing_of_itself() {
    for body in ["", "<html><body>502</body></html", "{", "[]", "{\"x\":{\"result\":\"hush\"}}"] {
        let error = answer(builder(), body).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Decode(_)), "{body}: {error:?}");
        assert!(!format!("{error:?} {error}").contains("hush"), "{error:?}");
    }
}

#[test]
fn what_is_not_in_one_root_is_no_success() {
    for body in [
        "null",
        "{}",
        "\"ok\"",
        r#"{"a_response":null}"#,
        r#"{"a_response":[]}"#,
        r#"{"a_response":"done"}"#,
        r#"{"result":{"success":true},"request_id":"1"}"#,
        r#"{"a_response":{},"b_response":{}}"#,
        "<a_response>done</a_response>",
    ] {
        let error = answer(builder(), body).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Decode(_)), "{body}: {error:?}");
    }
    for body in ["null", "[]", "\"ok\""] {
        assert!(answer(builder().simplify(true), body).is_err(), "{body}");
    }
    const ROOT: &str = "yunos_miniapp_offlinepkg_push_response";
    for body in
        [format!(r#"{{"{ROOT}":{{}}}}"#), format!("<{ROOT}/>"), format!("<{ROOT}>\n</{ROOT}>")]
    {
        assert!(answer(builder(), &body).unwrap().result.is_none(), "{body}");
    }
}

#[test]
fn a_response_of_very_many_values_is_not_taken_apart() {
    const ROOT: &str = "yunos_miniapp_offlinepkg_push_response";
    let body = |count| format!(r#"{{"{ROOT}":{{"new":[{}0]}}}}"#, "0,".repeat(count));
    assert!(answer(builder(), &body(65_000)).is_ok());
    let error = answer(builder(), &body(66_000)).unwrap_err();
    assert!(error.to_string().contains("too many values"), "{error}");
}

#[test]
fn a_root_of_another_name_is_no_success_in_any_format() {
    let bodies = [
        r#"{"error":{"code":"x"}}"#,
        r#"{"error":"rate limited"}"#,
        r#"{"whatever":{"result":{"success":true}}}"#,
        r#"{"a_response":{"result":{"success":true}}}"#,
        r#"{"html":{"body":{"result":{"success":true}}}}"#,
        r#"{"error_response":"x"}"#,
        r#"{"error_response":{"code":25},"yunos_miniapp_offlinepkg_push_response":{}}"#,
        "<error>x</error>",
        "<html><body><result><success>true</success></result></body></html>",
        "<whatever><result><success>true</success></result></whatever>",
        "<yunos_miniapp_offlinepkg_push><result/></yunos_miniapp_offlinepkg_push>",
    ];
    for body in bodies {
        let builders = [builder(), builder().format(Format::Xml), builder().simplify(true)];
        for builder in builders {
            let error = answer(builder, body).unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::Decode(_)), "{body}: {error:?}");
            assert!(error.is_unknown_outcome() && !error.is_retryable(), "{body}: {error}");
        }
    }
}

#[test]
fn a_simplified_response_has_a_documented_field() {
    for (body, is_one) in [
        (r#"{"result":{"success":true},"request_id":"1"}"#, true),
        (r#"{"result":{"success":true},"new":1}"#, true),
        (r#"{"request_id":"1"}"#, true),
        (r#"{"request_id":"1","whatever":1}"#, false),
        (r#"{"message":"please log in"}"#, false),
        ("{}", false),
    ] {
        let found = answer(builder().simplify(true), body);
        assert_eq!(found.is_ok(), is_one, "{body}: {found:?}");
    }
    // What nobody documents has at least the id of its request.
    for (body, is_one) in [
        (r#"{"codes":["1"],"request_id":"1"}"#, true),
        (r#"{"codes":["1"]}"#, false),
        (r#"{"error":"x","request_id":"1"}"#, false),
    ] {
        let client = builder().simplify(true).build().unwrap();
        let (_, pending) = block_on(client.untyped("a").prepare()).unwrap();
        let found = pending.complete(http::Response::new(body.to_owned()));
        assert_eq!(found.is_ok(), is_one, "{body}: {found:?}");
    }
}

#[test]
fn the_beginning_of_a_method_of_taobao_is_left_out_of_its_root() {
    for root in ["item_get_response", "taobao_item_get_response"] {
        let client = builder().build().unwrap();
        let (_, pending) = block_on(client.untyped("taobao.item.get").prepare()).unwrap();
        let body = format!(r#"{{"{root}":{{"x":"1"}}}}"#);
        assert_eq!(pending.complete(http::Response::new(body)).unwrap()["x"], "1");
    }
}

#[test]
fn an_answer_that_was_not_simplified_or_is_of_the_other_format_is_read_all_the_same() {
    let wrapped = r#"{"a_response":{"codes":{"string":["1"]},"request_id":"r"}}"#;
    let xml = "<a_response><codes list=\"true\"><string>1</string></codes>\
               <request_id>r</request_id></a_response>";
    let flat = r#"{"codes":["1"],"request_id":"r"}"#;
    for (simplify, body) in [
        (false, wrapped),
        (true, wrapped),
        (false, xml),
        (true, xml),
        (true, flat),
        (true, &format!("\u{feff}{flat}")),
        (false, &format!("\u{feff}{wrapped}")),
    ] {
        let client = builder().simplify(simplify).build().unwrap();
        let (_, pending) = block_on(client.untyped("a").prepare()).unwrap();
        let answer = pending.complete(http::Response::new(body.to_owned())).unwrap();
        assert_eq!(*answer, serde_json::json!({"codes": ["1"]}), "{body}");
        assert_eq!(answer.trace_id(), Some("r"));
    }
}

#[test]
fn a_service_that_failed_may_have_done_its_work() {
    // Code, sub-code, whether the outcome is unknown.
    for (code, sub_code, unknown) in [
        (15, "", true),
        (50, "", true),
        (15, "a.b", true),
        (15, "isp.remote-service-timeout", true),
        (10, "", true),
        (15, "isv.invalid-parameter", false),
        (50, "isv.invalid-parameter", false),
        (7, "", false),
        (25, "", false),
    ] {
        let body = format!(r#"{{"error_response":{{"code":{code},"sub_code":"{sub_code}"}}}}"#);
        let error = answer(builder(), &body).unwrap_err();
        assert_eq!(error.is_unknown_outcome(), unknown, "{code} {sub_code}");
    }
}

#[test]
fn secrets_are_not_shown() {
    let client = builder().build().unwrap();
    let call = client.yunos_miniapp_offlinepkg().push(&request());
    let shown = format!("{client:?} {:?} {call:?}", builder());
    assert!(!shown.contains("hush") && !shown.contains("quiet"), "{shown}");
}

#[test]
fn what_the_client_sets_itself_cannot_be_set() {
    let client = builder().build().unwrap();
    for name in ["app_key", "sign", "method", "timestamp"] {
        let call = client.untyped("a.b").parameter(name, "x");
        let error = block_on(call.prepare()).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Request { .. }), "{name}");
    }
    assert!(builder().secret("").build().is_err());
    assert!(builder().base_url("http://gw.api.taobao.com/router/rest").build().is_err());
}
