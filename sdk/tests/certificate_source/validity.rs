//! For how long a certificate is believed, and what is said of one that expires.

use alipay_sdk::{CertificateRole, CertificateState, Clock, SignatureProblem};

use crate::{Shelf, YEAR, builder, file, later, problem, query, serial};

#[tokio::test]
async fn a_fetched_certificate_is_believed_no_longer_than_it_is_valid() {
    let shelf = Shelf::with(file("alipay_cert_chain"));
    let clock = later(YEAR);
    let client = builder().clock(clock.clone()).certificate_source(shelf.clone()).build().unwrap();
    query(&client).await.unwrap();
    drop(clock.sleep(YEAR * 25));
    let expired = SignatureProblem::ExpiredCertificate { serial: serial() };
    assert_eq!(problem(query(&client).await.unwrap_err()), expired);
    assert_eq!(shelf.asked(), 1, "it would get the same one");
    // Somebody says that it is to be believed all the same.
    client.add_alipay_certificate(file("alipay_cert_leaf").as_str()).unwrap();
    query(&client).await.unwrap();
}

#[tokio::test]
async fn a_configured_certificate_is_believed_and_listed_when_it_expires() {
    let clock = later(YEAR);
    let configured = file("alipay_cert_leaf");
    let client = builder().alipay_certificate(configured.as_str()).clock(clock.clone());
    let client = client.certificate_source(Shelf::default()).build().unwrap();
    assert!(client.expiring_certificates().is_empty());
    drop(clock.sleep(YEAR * 25));
    query(&client).await.unwrap();
    let listed = client.expiring_certificates();
    assert!(listed.iter().all(|one| one.state == CertificateState::Expired));
    let of = |role| listed.iter().filter(|one| one.role == role).count();
    assert_eq!([CertificateRole::App, CertificateRole::Alipay].map(of), [1, 2]);
    assert_eq!(of(CertificateRole::Root), 2, "two of its four members have RSA keys");
    let told = listed[0].to_string();
    assert!(
        told.starts_with("the app certificate ") && told.contains("expired at 2046-"),
        "{told}"
    );
}

#[tokio::test]
async fn a_fetched_certificate_is_not_listed() {
    let clock = later(YEAR);
    let shelf = Shelf::with(file("alipay_cert_chain"));
    let client = builder().clock(clock.clone()).certificate_source(shelf).build().unwrap();
    query(&client).await.unwrap();
    drop(clock.sleep(YEAR * 25));
    let listed = client.expiring_certificates();
    assert!(listed.iter().all(|one| one.certificate.serial() != serial()));
}
