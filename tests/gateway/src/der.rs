//! DER of certificates and of RSA keys, read by another library than the SDK's.
//!
//! Public keys come from outside. Certificates and private keys are the gateway's own: fields that
//! it does not need are read over with `read_der`, which believes every length.

use num_bigint::BigUint;
use yasna::models::ObjectIdentifier;
use yasna::{ASN1Error, ASN1ErrorKind, ASN1Result, BERReader, BERReaderSeq, Tag};

/// `rsaEncryption`.
const RSA: [u64; 7] = [1, 2, 840, 113_549, 1, 1, 1];

/// How many bits the modulus of a key has; ring verifies with no other keys.
const BITS: std::ops::RangeInclusive<u64> = 2048..=8192;

/// The fields of a certificate that its serial, and the serial of a bundle, need.
pub(crate) struct Certificate {
    pub(crate) serial: BigUint,
    /// The object identifiers of the issuer's attributes, and their texts as UTF-8, in the order of
    /// the certificate.
    pub(crate) issuer: Vec<(ObjectIdentifier, String)>,
    signature_algorithm: ObjectIdentifier,
}

/// The numbers of an RSA key: the exponent is the private or the public one.
pub(crate) struct Key {
    pub(crate) modulus: BigUint,
    pub(crate) exponent: BigUint,
}

impl Certificate {
    /// Whether the authority signed with RSA, whatever the digest.
    pub(crate) fn is_signed_with_rsa(&self) -> bool {
        self.signature_algorithm.components().starts_with(&RSA[..6])
    }
}

/// A certificate of the gateway.
pub(crate) fn certificate(der: &[u8]) -> Option<Certificate> {
    let read = |fields: &mut BERReaderSeq<'_, '_>| {
        let (serial, issuer) = fields.next().read_sequence(serial_and_issuer)?;
        let signature_algorithm = fields.next().read_sequence(|fields| {
            let identifier = fields.next().read_oid()?;
            skip(fields)?;
            Ok(identifier)
        })?;
        fields.next().read_der()?;
        Ok(Certificate { serial, issuer, signature_algorithm })
    };
    yasna::parse_der(der, |reader| reader.read_sequence(read)).ok()
}

/// Of the signed part of a certificate.
fn serial_and_issuer(
    fields: &mut BERReaderSeq<'_, '_>,
) -> ASN1Result<(BigUint, Vec<(ObjectIdentifier, String)>)> {
    // Certificates of version 1 leave the version out.
    fields
        .read_optional(|reader| reader.read_tagged(Tag::context(0), |reader| reader.read_u8()))?;
    let serial = fields.next().read_biguint()?;
    fields.next().read_der()?;
    let issuer = name(fields.next())?;
    skip(fields)?;
    Ok((serial, issuer))
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

/// The `RSAPublicKey` in a `SubjectPublicKeyInfo`, both in DER.
pub(crate) fn rsa_public_key(spki: &[u8]) -> Option<Vec<u8>> {
    let read = |fields: &mut BERReaderSeq<'_, '_>| {
        rsa(fields.next())?;
        fields.next().read_bitvec_bytes()
    };
    let (key, _) = yasna::parse_der(spki, |reader| reader.read_sequence(read)).ok()?;
    public_key(&key).is_some().then_some(key)
}

/// An `RSAPublicKey` in DER.
pub(crate) fn public_key(der: &[u8]) -> Option<Key> {
    let read = |fields: &mut BERReaderSeq<'_, '_>| {
        let modulus = fields.next().read_biguint()?;
        Ok(Key { modulus, exponent: fields.next().read_biguint()? })
    };
    let key = yasna::parse_der(der, |reader| reader.read_sequence(read)).ok()?;
    BITS.contains(&key.modulus.bits()).then_some(key)
}

/// A private key of the gateway, in PKCS#8.
pub(crate) fn private_key(pkcs8: &[u8]) -> Option<Key> {
    let envelope = |fields: &mut BERReaderSeq<'_, '_>| {
        fields.next().read_u8()?;
        rsa(fields.next())?;
        let key = fields.next().read_bytes()?;
        skip(fields)?;
        Ok(key)
    };
    let key = |fields: &mut BERReaderSeq<'_, '_>| {
        fields.next().read_u8()?;
        let modulus = fields.next().read_biguint()?;
        fields.next().read_biguint()?;
        let exponent = fields.next().read_biguint()?;
        skip(fields)?;
        Ok(Key { modulus, exponent })
    };
    let der = yasna::parse_der(pkcs8, |reader| reader.read_sequence(envelope)).ok()?;
    yasna::parse_der(&der, |reader| reader.read_sequence(key)).ok()
}

/// Reads the algorithm of RSA keys.
fn rsa(reader: BERReader<'_, '_>) -> ASN1Result<()> {
    let identifier = reader.read_sequence(|fields| {
        let identifier = fields.next().read_oid()?;
        fields.read_optional(|reader| reader.read_null())?;
        Ok(identifier)
    })?;
    if identifier.components().as_slice() == RSA {
        Ok(())
    } else {
        Err(ASN1Error::new(ASN1ErrorKind::Invalid))
    }
}

#[cfg(test)]
mod tests {
    use rcgen::{KeyPair, PublicKeyData};

    use super::*;

    const AUTHORITY: &str = include_str!("../keys/authority_certificate.pem");
    const KEY: &str = include_str!("../keys/alipay.pem");

    fn der(pem: &str) -> Vec<u8> {
        pem::parse(pem).expect("PEM").into_contents()
    }

    fn spki() -> Vec<u8> {
        KeyPair::from_pem(KEY).expect("a key").subject_public_key_info()
    }

    #[test]
    fn a_certificate_names_its_issuer_in_its_own_order() {
        let certificate = certificate(&der(AUTHORITY)).expect("a certificate");
        let names: Vec<_> = certificate.issuer.iter().map(|(_, text)| text.as_str()).collect();
        let unit = "Certification Authority";
        let common = "Local Gateway Certification Authority R1";
        assert_eq!(names, ["CN", "Local Gateway", unit, common]);
        assert_eq!(certificate.serial, BigUint::from(0x4c_1d2f_90a7_u64));
        assert!(certificate.is_signed_with_rsa());
    }

    #[test]
    fn a_private_key_undoes_its_public_key() {
        let private = private_key(&der(KEY)).expect("a private key");
        let public = rsa_public_key(&spki()).and_then(|der| public_key(&der)).expect("a key");
        assert_eq!(public.modulus, private.modulus);
        let text = BigUint::from(7_u8);
        let signed = text.modpow(&private.exponent, &private.modulus);
        assert_eq!(signed.modpow(&public.exponent, &public.modulus), text);
    }

    #[test]
    fn a_public_key_that_is_cut_is_none() {
        let (whole, inner) = (spki(), rsa_public_key(&spki()).expect("a key"));
        assert!((0..whole.len()).all(|length| rsa_public_key(&whole[..length]).is_none()));
        assert!((0..inner.len()).all(|length| public_key(&inner[..length]).is_none()));
    }

    /// Lengths that overflow whatever they are added to.
    #[test]
    fn a_public_key_with_huge_lengths_is_none() {
        let whole = spki();
        for at in 1..40 {
            for length in [&[0x84, 0xff, 0xff, 0xff, 0xff][..], &[0x88; 1], &[0xff; 9]] {
                let tails = [&[0xff; 7][..], &[0xf6], &whole[at + 1..]];
                let changed = [&whole[..at], length, &tails.concat()].concat();
                assert_eq!(rsa_public_key(&changed), None, "{at}");
            }
        }
    }

    #[test]
    fn a_modulus_that_nothing_is_verified_with_is_no_key() {
        for modulus in [0_u32, 1, 3233] {
            let der = yasna::construct_der(|writer| {
                writer.write_sequence(|writer| {
                    writer.next().write_biguint(&BigUint::from(modulus));
                    writer.next().write_u32(17);
                });
            });
            assert!(public_key(&der).is_none(), "{modulus}");
        }
    }
}
