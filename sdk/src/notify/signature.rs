//! What the signature of a posted form proves.

use super::error::{NotificationError, shown};
use alipay_sdk_core::{
    SignType,
    protocol::{
        Form,
        notification::{Rule, ambiguity, rules, unexpected},
    },
    trust::{SignatureProblem, Verifier, decode_signature},
};

/// The largest form that is looked at twice, in bytes: a person's mistake, and not a stranger's
/// load.
const LARGEST: usize = 64 << 10;

/// How many parameters an error names.
const MOST_NAMES: usize = 10;

/// Which parameters the signature of a form proves.
pub(super) fn check(
    verifier: &Verifier,
    form: &Form,
    allows_rsa: bool,
) -> Result<Rule, NotificationError> {
    if value(form, "sign").is_empty() {
        return Err(NotificationError::Unsigned);
    }
    let signature = value(form, "sign");
    let signature = decode_signature(signature).map_err(NotificationError::Signature)?;
    let sign_type = sign_type(form, allows_rsa)?;
    let signature = Signature { verifier, sign_type, bytes: &signature };
    match signature.rule(form) {
        Err(SignatureProblem::Mismatch) => Err(signature.explain(form)),
        other => other.map_err(NotificationError::Signature),
    }
}

/// The parameters that a rule proves, and beside them how they were signed. An error when another
/// form has the same signed text.
pub(super) fn proven(mut form: Form, rule: Rule) -> Result<Form, NotificationError> {
    form.retain(|name, value| {
        let is_how = matches!(name.as_slice(), b"sign" | b"sign_type") && !value.is_empty();
        is_how || rule.covers(name, value)
    });
    match ambiguity(&form) {
        Some((name, inner)) => Err(NotificationError::Ambiguous { name: shown(name), inner }),
        None => Ok(form),
    }
}

/// How a form says that it is signed.
pub(super) fn sign_type(form: &Form, allows_rsa: bool) -> Result<SignType, NotificationError> {
    match value(form, "sign_type") {
        // The official Node SDK takes it for granted, too; the signature must hold all the same.
        b"RSA2" | b"" => Ok(SignType::Rsa2),
        b"RSA" if allows_rsa => Ok(SignType::Rsa),
        other => Err(NotificationError::SignType { found: shown(other) }),
    }
}

fn value<'f>(form: &'f Form, name: &str) -> &'f [u8] {
    form.get(name.as_bytes()).map(Vec::as_slice).unwrap_or_default()
}

/// A signature, and what it is checked with.
struct Signature<'a> {
    verifier: &'a Verifier,
    sign_type: SignType,
    bytes: &'a [u8],
}

impl Signature<'_> {
    /// The rule by which it is one of this form.
    fn rule(&self, form: &Form) -> Result<Rule, SignatureProblem> {
        let serial = Some(value(form, "alipay_cert_sn")).filter(|serial| !serial.is_empty());
        for rule in rules(form) {
            match self.verifier.verify(self.sign_type, &rule.text(form), self.bytes, serial) {
                Ok(()) => return Ok(rule),
                Err(SignatureProblem::Mismatch) => {}
                Err(other) => return Err(other),
            }
        }
        Err(SignatureProblem::Mismatch)
    }

    /// Why it is none: it may be one without what somebody has added.
    fn explain(&self, form: &Form) -> NotificationError {
        let mismatch = NotificationError::Signature(SignatureProblem::Mismatch);
        if form.values().map(Vec::len).sum::<usize>() > LARGEST {
            return mismatch;
        }
        let added: Vec<_> = unexpected(form).collect();
        let mut without = form.clone();
        without.retain(|name, _| !added.contains(&name.as_slice()));
        if added.is_empty() || self.rule(&without).is_err() {
            return mismatch;
        }
        let names = added.iter().take(MOST_NAMES).map(|name| shown(name));
        NotificationError::Unexpected { names: names.collect() }
    }
}
