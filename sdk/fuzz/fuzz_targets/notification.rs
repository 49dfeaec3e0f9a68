//! Any parameters as a notification: accepted as they were signed, with `sign_type` or without; and
//! never when they were not signed.
//!
//! In `sdk/`: `RUSTC_BOOTSTRAP=1 cargo fuzz run notification -- -max_total_time=60`

#![no_main]

mod platform;

use std::collections::BTreeMap;

use alipay_sdk::notify::{NotificationError, NotificationVerifier};
use libfuzzer_sys::fuzz_target;
use platform::{CLIENTS, signature};

/// Whether `sign_type` is signed; and the body of a notification, then names and values of another
/// one, with the character NUL between them.
type Input<'a> = (bool, &'a [u8]);

fuzz_target!(|input: Input| {
    let (signs_type, texts) = input;
    let mut texts = texts.split(|&byte| byte == 0);
    let other = texts.next().unwrap_or_default();
    let mut parameters = BTreeMap::new();
    while let (Some(name), Some(value)) = (texts.next(), texts.next()) {
        parameters.insert(name.to_vec(), value.to_vec());
    }
    for client in [&CLIENTS[0], &CLIENTS[1]] {
        let verifier = NotificationVerifier::of(client).any_app_id();
        if verifier.verify(other).is_ok() {
            assert!(is_signed(other), "accepted without a signature");
        }
    }

    parameters.remove(b"sign".as_slice());
    parameters.insert(b"sign_type".to_vec(), b"RSA2".to_vec());
    let signed = parameters.iter().filter(|(name, _)| signs_type || *name != b"sign_type");
    let pairs: Vec<_> = signed.map(|(name, value)| [&name[..], b"=", value].concat()).collect();
    let signature = signature(&pairs.join(&b'&'));
    parameters.insert(b"sign".to_vec(), signature.into_bytes());
    let pairs: Vec<_> =
        parameters.iter().map(|(name, value)| encoded(name) + "=" + &encoded(value)).collect();

    let verifier = NotificationVerifier::of(&CLIENTS[0]).any_app_id();
    match verifier.verify(pairs.join("&").as_bytes()) {
        Ok(notification) => {
            let read = notification.parameters().len() + notification.unread().len();
            assert_eq!(read, parameters.len());
            let _ = (format!("{notification:?}"), notification.event());
        }
        // Another form may have the same text.
        Err(NotificationError::Name { .. } | NotificationError::Ambiguous { .. }) => {}
        Err(error) => {
            let has_service = parameters.contains_key(b"service".as_slice());
            assert!(has_service && !signs_type, "rejected although it was signed: {error}");
        }
    }
});

fn encoded(text: &[u8]) -> String {
    text.iter().map(|byte| format!("%{byte:02x}")).collect()
}

/// Whether the platform signed the body: it would make the same signature of the same text.
fn is_signed(body: &[u8]) -> bool {
    let mut parameters: BTreeMap<_, _> = body
        .split(|&byte| byte == b'&')
        .filter_map(|pair| {
            let equals = pair.iter().position(|&byte| byte == b'=')?;
            Some((decoded(&pair[..equals]), decoded(&pair[equals + 1..])))
        })
        .collect();
    let made = parameters.remove(b"sign".as_slice());
    let whole = parameters.clone();
    parameters.remove(b"sign_type".as_slice());
    // Empty values are signed by some senders.
    let texts = [&whole, &parameters].map(|some| [text(some, true), text(some, false)]);
    texts.as_flattened().iter().any(|text| made == Some(signature(text).into_bytes()))
}

/// The text that is signed, sorted.
fn text(parameters: &BTreeMap<Vec<u8>, Vec<u8>>, with_empty: bool) -> Vec<u8> {
    let some = parameters.iter().filter(|(_, value)| with_empty || !value.is_empty());
    let pairs: Vec<_> = some.map(|(name, value)| [name, &b"="[..], value].concat()).collect();
    pairs.join(&b'&')
}

fn decoded(text: &[u8]) -> Vec<u8> {
    let spaced: Vec<_> = text.iter().map(|&byte| if byte == b'+' { b' ' } else { byte }).collect();
    percent_encoding::percent_decode(&spaced).collect()
}
