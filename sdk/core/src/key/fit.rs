//! Whether the numbers of a private key belong together.

use crypto_bigint::{BoxedUint, ConcatenatingMul, NonZero};
use pkcs1::RsaPrivateKeyRef;
use zeroize::Zeroizing;

type Number = Zeroizing<BoxedUint>;

/// Whether the private exponent and the exponents of the two factors belong to the public exponent.
/// The library that signs checks the factors themselves. aws-lc-rs checks the exponents, too; ring
/// does not. This check makes both libraries refuse the same keys.
pub(super) fn exponents_fit(numbers: &RsaPrivateKeyRef<'_>) -> bool {
    check(numbers).unwrap_or(false)
}

fn check(numbers: &RsaPrivateKeyRef<'_>) -> Option<bool> {
    // No number of a key is longer than its modulus.
    let precision = u32::try_from(numbers.modulus.as_bytes().len() * 8).ok()?;
    let number = |bytes: &[u8]| -> Option<Number> {
        BoxedUint::from_be_slice(bytes, precision).ok().map(Zeroizing::new)
    };
    let (first, second) = (number(numbers.prime1.as_bytes())?, number(numbers.prime2.as_bytes())?);
    let private = number(numbers.private_exponent.as_bytes())?;
    let public = number(numbers.public_exponent.as_bytes())?;
    let (below_first, below_second) = (one_less(&first)?, one_less(&second)?);
    let product = Zeroizing::new(private.concatenating_mul(&*public));
    let is_inverse = |modulus: &NonZero<BoxedUint>| bool::from(product.rem(modulus).is_one());
    let is_rest = |rest: &Number, modulus| *Zeroizing::new(private.rem(modulus)) == **rest;

    let (rest_of_first, rest_of_second) =
        (number(numbers.exponent1.as_bytes())?, number(numbers.exponent2.as_bytes())?);
    let coefficient = number(numbers.coefficient.as_bytes())?;
    let modulus = Zeroizing::new(first.to_nz().into_option()?);
    let undone = Zeroizing::new(second.concatenating_mul(&*coefficient));
    Some(
        is_inverse(&below_first)
            && is_inverse(&below_second)
            && is_rest(&rest_of_first, &below_first)
            && is_rest(&rest_of_second, &below_second)
            && *coefficient < *first
            && undone.rem(&modulus).is_one().into(),
    )
}

fn one_less(factor: &BoxedUint) -> Option<Zeroizing<NonZero<BoxedUint>>> {
    let one = BoxedUint::one_with_precision(factor.bits_precision());
    factor.wrapping_sub(&one).into_nz().into_option().map(Zeroizing::new)
}
