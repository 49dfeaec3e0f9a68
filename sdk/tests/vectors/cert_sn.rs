//! `cert_sn.json`: certificates and root bundles, and their serials.

use alipay_sdk::{Certificate, PublicKey, RootCertificates};
use serde_json::Value;

use crate::common::{check, load, read, same, text};

#[test]
fn every_certificate_has_the_expected_serial() {
    check(&load("cert_sn.json"), vector);
}

#[test]
fn certificates_and_root_bundles_are_there() {
    let vectors = load("cert_sn.json");
    for member in ["cert_sn", "root_cert_sn"] {
        assert!(
            vectors.iter().any(|vector| vector["expected"][member].is_string()),
            "no vector with {member}"
        );
    }
}

fn vector(vector: &Value) -> Result<(), String> {
    let content = read(text(vector, "/input/file")?);
    let expected = &vector["expected"];
    let members = expected.as_object().ok_or("no expectations")?.keys().map(String::as_str);
    if expected["root_cert_sn"].is_string() {
        for member in members {
            bundle(&content, member, expected)?;
        }
    } else {
        for member in members {
            certificate(&content, member, expected)?;
        }
    }
    Ok(())
}

fn certificate(content: &[u8], member: &str, expected: &Value) -> Result<(), String> {
    let certificate = Certificate::parse(content).map_err(|error| error.to_string())?;
    let value = text(expected, &format!("/{member}"))?;
    match member {
        "public_key_spki_base64" => {
            let key = certificate.public_key().map_err(|error| error.to_string())?;
            same(member, key.spki_base64().as_str(), value)?;
            same(
                "the key read from the certificate",
                &PublicKey::parse(content).ok().as_ref(),
                &Some(key),
            )
        }
        member => compare(&certificate, member, value),
    }
}

fn compare(certificate: &Certificate, member: &str, value: &str) -> Result<(), String> {
    match member {
        "cert_sn" | "sn" => same(member, certificate.serial(), value),
        "issuer_dn" => same(member, certificate.issuer(), value),
        "serial_decimal" => same(member, certificate.serial_decimal(), value),
        "signature_algorithm" => same(member, name(certificate.signature_algorithm()), value),
        other => Err(format!("nothing compares expected.{other}")),
    }
}

fn bundle(content: &[u8], member: &str, expected: &Value) -> Result<(), String> {
    let roots = RootCertificates::parse(content).map_err(|error| error.to_string())?;
    match member {
        "root_cert_sn" => same(member, roots.serial(), text(expected, "/root_cert_sn")?),
        "members" => {
            let expected = expected["members"].as_array().ok_or("the members are not a list")?;
            same("number of members", &roots.members().len(), &expected.len())?;
            roots
                .members()
                .iter()
                .zip(expected)
                .try_for_each(|(member, expected)| self::member(&roots, member, expected))
        }
        other => Err(format!("nothing compares expected.{other}")),
    }
}

fn member(
    roots: &RootCertificates,
    certificate: &Certificate,
    expected: &Value,
) -> Result<(), String> {
    for (name, value) in expected.as_object().ok_or("a member is not an object")? {
        match value {
            Value::Bool(counted) if name == "counted" => {
                let found = roots.serial().split('_').any(|serial| serial == certificate.serial());
                same(name, &found, counted)?;
            }
            value => {
                compare(certificate, name, value.as_str().ok_or("a member's value is not a text")?)?
            }
        }
    }
    Ok(())
}

/// The vectors name algorithms as OpenSSL does.
fn name(oid: &str) -> &str {
    match oid {
        "1.2.156.10197.1.501" => "SM2-with-SM3",
        "1.2.840.10045.4.1" => "ecdsa-with-SHA1",
        "1.2.840.10045.4.3.1" => "ecdsa-with-SHA224",
        "1.2.840.10045.4.3.2" => "ecdsa-with-SHA256",
        "1.2.840.10045.4.3.3" => "ecdsa-with-SHA384",
        "1.2.840.10045.4.3.4" => "ecdsa-with-SHA512",
        "1.2.840.113549.1.1.4" => "md5WithRSAEncryption",
        "1.2.840.113549.1.1.5" => "sha1WithRSAEncryption",
        "1.2.840.113549.1.1.10" => "rsassaPss",
        "1.2.840.113549.1.1.11" => "sha256WithRSAEncryption",
        "1.2.840.113549.1.1.12" => "sha384WithRSAEncryption",
        "1.2.840.113549.1.1.13" => "sha512WithRSAEncryption",
        "1.2.840.113549.1.1.14" => "sha224WithRSAEncryption",
        "1.3.101.112" => "ED25519",
        "1.3.101.113" => "ED448",
        other => other,
    }
}
