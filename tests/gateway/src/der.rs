//! DER of certificates and of RSA keys, read by another library than the SDK's.

use num_bigint::BigUint;
use yasna::models::ObjectIdentifier;
use yasna::{ASN1Error, ASN1ErrorKind, ASN1Result, BERReader, BERReaderSeq, Tag};

/// `rsaEncryption`.
const RSA: &[u64] = &[1, 2, 840, 113_549, 1, 1, 1];

/// The fields of a certificate that serials are made of.
pub(crate) struct Certificate {
    pub(crate) serial: BigUint,
    /// The object identifiers of the issuer's attributes, and their texts, in the order of the
    /// certificate.
    pub(crate) issuer: Vec<(ObjectIdentifier, String)>,
    pub(crate) signature_algorithm: ObjectIdentifier,
}

/// A private key of RSA, as far as signatures need it.
pub(crate) struct PrivateKey {
    pub(crate) modulus: BigUint,
    pub(crate) exponent: BigUint,
}

/// A public key of RSA.
pub(crate) struct PublicKey {
    pub(crate) modulus: BigUint,
    pub(crate) exponent: BigUint,
}

/// A certificate in DER.
pub(crate) fn certificate(der: &[u8]) -> Option<Certificate> {
    let read = |reader: &mut BERReaderSeq<'_, '_>| {
        let (serial, issuer) = reader.next().read_sequence(|fields| {
            // The version, which certificates of version 1 leave out.
            fields.read_optional(|reader| {
                reader.read_tagged(Tag::context(0), |reader| reader.read_u8())
            })?;
            let serial = fields.next().read_biguint()?;
            fields.next().read_der()?;
            let issuer = name(fields.next())?;
            // Validity, subject, key and extensions.
            skip(fields)?;
            Ok((serial, issuer))
        })?;
        let signature_algorithm = algorithm(reader.next())?;
        reader.next().read_der()?;
        Ok(Certificate { serial, issuer, signature_algorithm })
    };
    yasna::parse_der(der, |reader| reader.read_sequence(read)).ok()
}

/// The attributes of a name.
fn name(reader: BERReader<'_, '_>) -> ASN1Result<Vec<(ObjectIdentifier, String)>> {
    let attribute = |fields: &mut BERReaderSeq<'_, '_>| {
        let kind = fields.next().read_oid()?;
        let text = fields.next().read_tagged_der()?;
        Ok((kind, String::from_utf8_lossy(text.value()).into_owned()))
    };
    let parts = reader.collect_sequence_of(|part| {
        part.collect_set_of(|reader| reader.read_sequence(attribute))
    })?;
    Ok(parts.into_iter().flatten().collect())
}

/// Reads over all fields that are left.
fn skip(fields: &mut BERReaderSeq<'_, '_>) -> ASN1Result<()> {
    while fields.read_optional(|reader| reader.read_der())?.is_some() {}
    Ok(())
}

fn algorithm(reader: BERReader<'_, '_>) -> ASN1Result<ObjectIdentifier> {
    reader.read_sequence(|fields| {
        let identifier = fields.next().read_oid()?;
        skip(fields)?;
        Ok(identifier)
    })
}

/// The `RSAPublicKey` in a `SubjectPublicKeyInfo`, both in DER.
pub(crate) fn rsa_public_key(spki: &[u8]) -> Option<Vec<u8>> {
    let read = |fields: &mut BERReaderSeq<'_, '_>| {
        is_rsa(&algorithm(fields.next())?)?;
        fields.next().read_bitvec_bytes()
    };
    let (key, _) = yasna::parse_der(spki, |reader| reader.read_sequence(read)).ok()?;
    public_key(&key).is_some().then_some(key)
}

/// An `RSAPublicKey` in DER.
pub(crate) fn public_key(der: &[u8]) -> Option<PublicKey> {
    let read = |fields: &mut BERReaderSeq<'_, '_>| {
        let modulus = fields.next().read_biguint()?;
        Ok(PublicKey { modulus, exponent: fields.next().read_biguint()? })
    };
    yasna::parse_der(der, |reader| reader.read_sequence(read)).ok()
}

/// A private key in PKCS#8.
pub(crate) fn private_key(pkcs8: &[u8]) -> Option<PrivateKey> {
    let envelope = |fields: &mut BERReaderSeq<'_, '_>| {
        fields.next().read_u8()?;
        is_rsa(&algorithm(fields.next())?)?;
        fields.next().read_bytes()
    };
    let key = |fields: &mut BERReaderSeq<'_, '_>| {
        fields.next().read_u8()?;
        let modulus = fields.next().read_biguint()?;
        fields.next().read_der()?;
        let exponent = fields.next().read_biguint()?;
        // The primes, and the numbers made of them.
        skip(fields)?;
        Ok(PrivateKey { modulus, exponent })
    };
    let der = yasna::parse_der(pkcs8, |reader| reader.read_sequence(envelope)).ok()?;
    yasna::parse_der(&der, |reader| reader.read_sequence(key)).ok()
}

fn is_rsa(algorithm: &ObjectIdentifier) -> ASN1Result<()> {
    let holds = algorithm.components().as_slice() == RSA;
    holds.then_some(()).ok_or(ASN1Error::new(ASN1ErrorKind::Invalid))
}

#[cfg(test)]
mod tests {
    use super::*;

    const AUTHORITY: &str = include_str!("../keys/authority_certificate.pem");
    const KEY: &str = include_str!("../keys/alipay.pem");

    fn der(pem: &str) -> Vec<u8> {
        pem::parse(pem).expect("PEM").into_contents()
    }

    #[test]
    fn a_certificate_names_its_issuer_in_its_own_order() {
        let certificate = certificate(&der(AUTHORITY)).expect("a certificate");
        let names: Vec<_> = certificate.issuer.iter().map(|(_, text)| text.as_str()).collect();
        let unit = "Certification Authority";
        let common = "Local Gateway Certification Authority R1";
        assert_eq!(names, ["CN", "Local Gateway", unit, common]);
        assert_eq!(certificate.serial, BigUint::from(0x4c_1d2f_90a7_u64));
    }

    #[test]
    fn an_exponent_and_a_modulus_undo_the_public_key() {
        let key = private_key(&der(KEY)).expect("a key");
        let (text, public) = (BigUint::from(7_u8), BigUint::from(65_537_u32));
        let signed = text.modpow(&key.exponent, &key.modulus);
        assert_eq!(signed.modpow(&public, &key.modulus), text);
    }

    #[test]
    fn what_is_cut_or_changed_is_no_certificate_and_no_key() {
        for whole in [der(AUTHORITY), der(KEY)] {
            for length in 0..whole.len() {
                let cut = &whole[..length];
                assert!(certificate(cut).is_none() && private_key(cut).is_none());
                assert!(public_key(cut).is_none() && rsa_public_key(cut).is_none());
            }
            for at in 0..whole.len() {
                let mut changed = whole.clone();
                changed[at] ^= 0x80;
                let _ = (certificate(&changed), private_key(&changed), rsa_public_key(&changed));
            }
        }
    }
}
