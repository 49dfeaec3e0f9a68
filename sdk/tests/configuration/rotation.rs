//! Certificates that are added while the client runs.

use alipay_sdk::model::AlipayTradePayModel;
use alipay_sdk::{Certificate, Client, Error, ErrorKind, RootCertificates, SignatureProblem};

use crate::certificate_file;
use crate::platform::{self, Platform, certificate_mode, key_mode, private_key, signed};

async fn pay(client: &Client) -> Result<bool, Error> {
    let paid = client.alipay_trade().pay(&AlipayTradePayModel::new()).await?;
    Ok(paid.is_verified())
}

/// A platform that has changed to its next certificate, whose key is `unrelated`.
async fn rotated_platform(rotated: &Certificate) -> Platform {
    let mut answer = signed(200, b"{}");
    let text = "1781590001456\n5f9fba93bbb240f0b32804d5ead3e131\n{}\n";
    let signature = private_key("unrelated").sign(text.as_bytes()).unwrap();
    let signature = {
        use base64::Engine;
        base64::engine::general_purpose::STANDARD.encode(signature)
    };
    answer.headers_mut().insert("alipay-signature", signature.parse().unwrap());
    answer.headers_mut().insert("alipay-sn", rotated.serial().parse().unwrap());
    Platform::with(certificate_mode(), answer).await
}

#[tokio::test]
async fn a_new_certificate_is_taken_while_the_client_runs_by_all_its_clones() {
    let rotated = Certificate::read(certificate_file("alipay_cert_rotated")).unwrap();
    let mut platform = rotated_platform(&rotated).await;
    let client = platform.client.clone();
    let merchant = client.for_merchant("token-1").unwrap();

    let error = pay(&client).await.unwrap_err();
    let ErrorKind::Signature(refused) = error.kind() else { panic!("{error:?}") };
    let serial = rotated.serial().to_owned();
    assert_eq!(refused.problem, SignatureProblem::UnknownCertificate { serial });
    assert!(error.to_string().contains(rotated.serial()), "{error}");
    assert!(error.to_string().contains("download"), "{error}");

    client.add_alipay_certificate(rotated.clone()).unwrap();
    client.add_alipay_certificate(rotated.clone()).unwrap();
    assert_eq!(client.alipay_certificates().len(), 2, "one is held twice");
    for client in [client, merchant] {
        assert!(pay(&client).await.unwrap());
    }
    for _ in 0..3 {
        let (head, _) = platform.request().await;
        let roots = RootCertificates::read(certificate_file("alipay_root_bundle")).unwrap();
        assert_eq!(head.headers["alipay-root-cert-sn"], roots.serial());
        let authorization = platform::header(&head.headers, "authorization").unwrap();
        let app = Certificate::read(certificate_file("app_cert")).unwrap();
        assert!(authorization.contains(&format!(",app_cert_sn={},", app.serial())));
    }
}

#[test]
fn a_certificate_cannot_be_added_where_it_has_no_use() {
    let rotated = || certificate_file("alipay_cert_rotated");
    assert!(key_mode().build().unwrap().add_alipay_certificate(rotated()).is_err());
    let client = certificate_mode().build().unwrap();
    assert!(client.add_alipay_certificate("x y").is_err());
    assert!(client.add_alipay_certificate(certificate_file("root_ec_sha384")).is_err());
    assert_eq!(client.alipay_certificates().len(), 1);
    assert!(client.add_alipay_certificate(rotated()).is_ok());
}

#[test]
fn a_root_bundle_or_the_applications_certificate_cannot_be_added_as_alipays() {
    let client = certificate_mode().build().unwrap();
    for name in ["app_cert", "root_rsa_sha256"] {
        let added = client.add_alipay_certificate(certificate_file(name));
        assert!(added.is_err(), "{name} was added");
    }
}
