//! Certificates as the platform's look, and calls that name them.

use alipay_gateway::{App, Gateway};
use md5::{Digest, Md5};
use serde_json::{Value, json};
use x509_parser::certificate::X509Certificate;
use x509_parser::pem::Pem;

use crate::client::{Response, http, sign};
use crate::form::{Form, post};

const QUERY: &str = "/v3/alipay/trade/query";

fn pems(text: &str) -> Vec<Pem> {
    Pem::iter_from_buffer(text.as_bytes()).map(|pem| pem.expect("PEM")).collect()
}

/// MD5 over the names of the issuer, the last one first, and the number.
fn serial(certificate: &X509Certificate<'_>) -> String {
    let issuer = certificate.issuer();
    let one = |name: &str, value: Option<&str>| value.map(|value| format!("{name}={value}"));
    let first = |mut names: Vec<&str>| names.pop().map(str::to_owned);
    let text = |names: Vec<&x509_parser::x509::AttributeTypeAndValue<'_>>| {
        first(names.iter().filter_map(|name| name.as_str().ok()).collect())
    };
    let names = [
        ("CN", text(issuer.iter_common_name().collect())),
        ("OU", text(issuer.iter_organizational_unit().collect())),
        ("O", text(issuer.iter_organization().collect())),
        ("C", text(issuer.iter_country().collect())),
    ];
    let names: Vec<String> =
        names.iter().filter_map(|(name, value)| one(name, value.as_deref())).collect();
    let number = certificate.tbs_certificate.serial.to_str_radix(10);
    let digest = Md5::digest(format!("{}{number}", names.join(",")));
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The serial of the first certificate.
fn first_serial(text: &str) -> String {
    serial(&pems(text)[0].parse_x509().expect("a certificate"))
}

/// The serial of a bundle: those of its members that are signed with RSA.
fn root_serial(app: &App) -> String {
    let mut serials = Vec::new();
    for pem in pems(&app.root_certificates) {
        let certificate = pem.parse_x509().expect("a certificate");
        let algorithm = certificate.signature_algorithm.algorithm.to_id_string();
        if algorithm.starts_with("1.2.840.113549.1.1.") {
            serials.push(serial(&certificate));
        }
    }
    serials.join("_")
}

/// A query in v3 with the certificate of the application, and this header for the root.
async fn query(gateway: &Gateway, app_cert_sn: &str, root: Option<&str>) -> Response {
    let app = gateway.app();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let now = now.expect("after 1970").as_millis();
    let nonce: String = std::iter::repeat_with(fastrand::alphanumeric).take(20).collect();
    let parameters =
        format!("app_id={},app_cert_sn={app_cert_sn},nonce={nonce},timestamp={now}", app.app_id);
    let signature = sign(&app.private_key, format!("{parameters}\nPOST\n{QUERY}\n{{}}\n"));
    let mut headers = format!(
        "authorization: ALIPAY-SHA256withRSA {parameters},sign={signature}\r\n\
         content-type: application/json\r\n"
    );
    if let Some(root) = root {
        headers += &format!("alipay-root-cert-sn: {root}\r\n");
    }
    http(gateway, "POST", QUERY, &headers, "{}").await
}

#[tokio::test]
async fn the_serial_of_the_root_may_be_left_out_in_v3() {
    let gateway = Gateway::start().await.expect("a gateway");
    let own = first_serial(&gateway.app().app_certificate);
    let root = root_serial(&gateway.app());
    let code = |response: &Response| response.json()["code"].as_str().map(str::to_owned);
    for (sent, strict, expected) in [
        (None, false, "ACQ.INVALID_PARAMETER"),
        (Some(&*root), false, "ACQ.INVALID_PARAMETER"),
        (Some("0"), false, "invalid-alipay-root-cert-sn"),
        (None, true, "missing-alipay-root-cert-sn"),
        (Some(&*root), true, "ACQ.INVALID_PARAMETER"),
    ] {
        gateway.set_strict(strict);
        let response = query(&gateway, &own, sent).await;
        assert_eq!(code(&response).as_deref(), Some(expected), "{sent:?}, strict: {strict}");
        let serial = first_serial(&gateway.app().alipay_certificate);
        assert!(response.head.contains(&format!("alipay-sn: {serial}")), "{}", response.head);
    }
    assert_eq!(
        code(&query(&gateway, &"0".repeat(32), None).await).as_deref(),
        Some("app-cert-not-exist")
    );
}

#[tokio::test]
async fn the_root_bundle_is_like_the_real_one() {
    let gateway = Gateway::start().await.expect("a gateway");
    let bundle = gateway.app().root_certificates;
    let algorithms = pems(&bundle).into_iter().map(|pem| {
        let certificate = pem.parse_x509().expect("a certificate");
        certificate.signature_algorithm.algorithm.to_id_string()
    });
    let (sm2, sha256, ecdsa, sha1) = (
        "1.2.156.10197.1.501",
        "1.2.840.113549.1.1.11",
        "1.2.840.10045.4.3.3",
        "1.2.840.113549.1.1.5",
    );
    assert_eq!(algorithms.collect::<Vec<_>>(), [sm2, sha256, ecdsa, sha1]);
    // Clients that split it at empty lines get four certificates all the same.
    let members: Vec<_> = bundle.split("\n\n").collect();
    assert_eq!(members.len(), 4);
    assert!(
        members[0].lines().count() > 5 && members[0].split('\n').all(|line| line.ends_with('\r'))
    );
    assert!(!members[1..].concat().contains('\r'), "the others end with a line feed");
}

#[tokio::test]
async fn certificates_have_a_unit_and_an_authority() {
    let gateway = Gateway::start().await.expect("a gateway");
    let app = gateway.app();
    let rotated = gateway.rotate_certificate().expect("a certificate");
    for file in [&app.alipay_certificate, &rotated] {
        let both = pems(file);
        let [leaf, authority] = &*both else { panic!("two certificates: {file}") };
        let (leaf, authority) = (leaf.parse_x509().expect("a leaf"), authority.parse_x509());
        let authority = authority.expect("an authority");
        assert_eq!(leaf.issuer(), authority.subject());
        leaf.verify_signature(Some(authority.public_key())).expect("signed by its authority");
        let roots = pems(&app.root_certificates);
        let root = roots[1].parse_x509().expect("a root");
        authority.verify_signature(Some(root.public_key())).expect("signed by the root");
    }
    for file in [&app.app_certificate, &app.alipay_certificate] {
        let leaf = &pems(file)[0];
        let leaf = leaf.parse_x509().expect("a leaf");
        for name in [leaf.subject(), leaf.issuer()] {
            assert_eq!(name.iter_organizational_unit().count(), 1, "{name}");
        }
    }
}

#[tokio::test]
async fn a_call_of_v2_names_both_serials() {
    let gateway = Gateway::start().await.expect("a gateway");
    let app = gateway.app();
    let form = Form::new(&gateway, "alipay.trade.query").with("out_trade_no", "1");
    let form = form.with("app_cert_sn", first_serial(&app.app_certificate));
    let whole = form.clone().with("alipay_root_cert_sn", root_serial(&app)).signed(&gateway);
    let response: Value = post(&gateway, "", &whole.encoded()).await.json();
    assert_eq!(response["alipay_trade_query_response"]["sub_code"], "ACQ.TRADE_NOT_EXIST");
    assert_eq!(response["alipay_cert_sn"], first_serial(&app.alipay_certificate));
    assert_eq!(form.call(&gateway).await["sub_code"], "isv.invalid-app-cert-sn");

    let wanted = json!({"alipay_cert_sn": first_serial(&app.alipay_certificate)});
    let download = Form::new(&gateway, "alipay.open.app.alipaycert.download");
    let response = download.with("biz_content", wanted).call(&gateway).await;
    assert_eq!(response["code"], "10000", "{response}");
}
