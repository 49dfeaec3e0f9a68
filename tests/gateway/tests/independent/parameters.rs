//! Where parameters stand, and which are signed.

use alipay_gateway::Gateway;
use serde_json::json;
use url::form_urlencoded::Serializer;

use crate::client::sign;
use crate::form::{Form, post};

fn order(gateway: &Gateway) -> Form {
    let trade = json!({"out_trade_no": "1", "total_amount": "1.00", "subject": "s"});
    Form::new(gateway, "alipay.trade.create").with("biz_content", trade)
}

#[tokio::test]
async fn query_and_form_may_repeat_a_parameter_with_the_same_value() {
    let gateway = Gateway::start().await.expect("a gateway");
    let form = order(&gateway).signed(&gateway);
    // The official clients for .NET and PHP put the charset in both.
    for query in ["charset=utf-8", &form.encoded()] {
        let response = post(&gateway, query, &form.encoded()).await;
        assert_eq!(response.content()["code"], "10000", "{query}");
    }
}

#[tokio::test]
async fn two_values_of_a_parameter_are_an_error() {
    let gateway = Gateway::start().await.expect("a gateway");
    let form = order(&gateway).signed(&gateway).encoded();
    for (query, form, expected) in [
        ("charset=UTF-8", form.clone(), "one value of charset"),
        ("method=alipay.trade.pay", form.clone(), "one value of method"),
        ("charset=utf-8&charset=utf-8", form.clone(), "charset once"),
        ("", format!("{form}&sign=1"), "sign once"),
    ] {
        let response = post(&gateway, query, &form).await.json();
        assert_eq!(response["error_response"]["sub_code"], "isv.invalid-format", "{query}");
        assert_eq!(response["error_response"]["expected"], expected);
    }
}

#[tokio::test]
async fn empty_parameters_are_no_part_of_the_signed_text() {
    let gateway = Gateway::start().await.expect("a gateway");
    // The PHP SDK sends the tokens like this, and leaves them out of the text.
    let names = ["app_auth_token", "auth_token", "alipay_root_cert_sn", "app_cert_sn"];
    let form = names.into_iter().fold(order(&gateway), |form, name| form.with(name, ""));
    let response = form.clone().call(&gateway).await;
    assert_eq!(response["code"], "10000", "{response}");

    let covered: Vec<_> = form.0.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let wrong = sign(&gateway.app().private_key, covered.join("&"));
    let response = post(&gateway, "", &form.with("sign", wrong).encoded()).await.content();
    assert_eq!(response["sub_code"], "isv.invalid-signature");
}

#[tokio::test]
async fn a_parameter_may_stand_in_the_query_or_in_the_form() {
    let gateway = Gateway::start().await.expect("a gateway");
    let form = order(&gateway).signed(&gateway);
    // The official clients for Java and Python put all but the business into the query.
    let (body, query): (Vec<_>, Vec<_>) =
        form.0.iter().partition(|(name, _)| **name == "biz_content");
    let encode = |pairs| {
        Serializer::new(String::new()).extend_pairs::<_, _, _>(pairs as Vec<(_, _)>).finish()
    };
    let response = post(&gateway, &encode(query), &encode(body)).await;
    assert_eq!(response.content()["code"], "10000");
}
