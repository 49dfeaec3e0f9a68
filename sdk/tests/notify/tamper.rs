//! The verdict on everything that is not quite what the platform signed.

use alipay_sdk::SignatureProblem;
use alipay_sdk::notify::{Notification, NotificationError, NotificationVerifier};
use proptest::prelude::*;

use crate::post::{
    APP_ID, Parameter, body, certificate, other_certificate, paid, signature, signature_of, signed,
    text, verified, verifier, with,
};

fn refusal(body: &[u8]) -> NotificationError {
    verifier().verify(body).expect_err("refused")
}

fn mismatch() -> NotificationError {
    NotificationError::Signature(SignatureProblem::Mismatch)
}

#[test]
fn the_order_of_parameters_does_not_matter() {
    let mut reversed = paid();
    reversed.reverse();
    assert_eq!(verified(&reversed), verified(&paid()));
}

/// What a notification says, without how it is signed.
fn said(notification: &Notification) -> Vec<(&str, &str)> {
    let names = notification.parameters().keys().filter(|name| *name != "sign_type");
    names.filter_map(|name| Some((name.as_str(), notification.get(name)?))).collect()
}

#[test]
fn no_byte_can_be_changed() {
    let body = signed(&paid());
    let original = verified(&paid());
    for at in 0..body.len() {
        for change in [0x01, 0x02, 0x10, 0x20, 0x80] {
            let mut changed = body.clone();
            changed[at] ^= change;
            // `%2F` and `%2f` are the same, and without a `sign_type` it is RSA2.
            if let Ok(accepted) = verifier().verify(&changed) {
                let changed = String::from_utf8_lossy(&changed);
                assert_eq!(said(&accepted), said(&original), "{changed}");
            }
        }
        assert!(verifier().verify(&body[..at]).is_err(), "cut off at {at}");
    }
}

#[test]
fn a_parameter_that_stands_twice_is_refused_even_when_both_are_the_same() {
    let repeated = NotificationError::Repeated { name: "total_amount".to_owned() };
    for (first, second) in [("88.88", "88.88"), ("0.01", "88.88"), ("88.88", "0.01")] {
        let mut parameters = with([("total_amount", first.as_bytes())]);
        parameters.push(("total_amount", second.as_bytes()));
        assert_eq!(refusal(&signed(&parameters)), repeated);
    }
    let twice = [signed(&paid()), b"&sign=AAAA".to_vec()].concat();
    assert_eq!(refusal(&twice), NotificationError::Repeated { name: "sign".to_owned() });
}

#[test]
fn values_are_decoded_once() {
    let encoded = with([("passback_params", b"a%3d1%26b")]);
    assert_eq!(verified(&encoded).get("passback_params"), Some("a%3d1%26b"));
    let sign = signature_of(&encoded);
    let decoded_again = with([("passback_params", b"a=1&b")]);
    assert_eq!(refusal(&body(&decoded_again, &sign)), mismatch());
}

#[test]
fn empty_values_may_be_signed_or_left_out() {
    let parameters = with([("body", b"")]);
    let kept = verified(&parameters);
    assert_eq!((kept.get("body"), kept.parameters()["body"].as_str()), (None, ""));
    let left_out = body(&parameters, &signature_of(&paid()));
    let left_out = verifier().verify(&left_out).expect("accepted");
    assert!(!left_out.parameters().contains_key("body"), "nobody signed it");
    let added = [signed(&paid()), b"&refund_fee=1".to_vec()].concat();
    assert_eq!(refusal(&added), mismatch());
}

#[test]
fn a_megabyte_is_read_and_not_a_byte_more() {
    let long = vec![b'x'; 900 << 10];
    let large = signed(&with([("body", &long)]));
    assert_eq!(verifier().verify(&large).expect("accepted").parameters()["body"].len(), 900 << 10);
    let limit = |bytes| verifier().max_body_size(bytes).verify(&large);
    assert!(limit(large.len()).is_ok());
    let limited = large.len() - 1;
    assert_eq!(limit(limited), Err(NotificationError::TooLarge { limit: limited }));
    for nasty in [&b"&"[..], b"=", b"a=&", b"%", b"+"] {
        let body = nasty.repeat((1 << 20) / nasty.len());
        assert!(verifier().verify(&body).is_err());
        let too_large = NotificationError::TooLarge { limit: 1 << 20 };
        assert_eq!(refusal(&[&body[..], b"12"].concat()), too_large);
    }
}

#[test]
fn without_a_signature_nothing_is_accepted() {
    let unsigned = text(&paid());
    assert_eq!(refusal(&unsigned), NotificationError::Unsigned);
    assert_eq!(refusal(&body(&paid(), "")), NotificationError::Unsigned);
    for wrong in ["AAAA", " ", "not Base64", &signature(b"another text")] {
        assert!(verifier().verify(&body(&paid(), wrong)).is_err(), "{wrong}");
    }
}

#[test]
fn the_sign_type_decides_and_is_not_guessed() {
    for other in [&b"RSA"[..], b"rsa2", b"RSA2 ", b"SM2", b"HMAC"] {
        let error = refusal(&signed(&with([("sign_type", other)])));
        assert!(matches!(error, NotificationError::SignType { .. }), "{error}");
    }
    let mut without = paid();
    without.retain(|(name, _)| *name != "sign_type");
    assert!(verifier().verify(&signed(&without)).is_ok(), "RSA2 is what goes without saying");
    assert!(verifier().verify(&signed(&with([("sign_type", b"")]))).is_ok());
    let other = signature(b"another text");
    assert_eq!(refusal(&body(&without, &other)), mismatch());
    // Says SHA-1, is SHA-256.
    let lies = signed(&with([("sign_type", b"RSA")]));
    assert_eq!(verifier().allow_rsa(true).verify(&lies), Err(mismatch()));
}

#[test]
fn messages_are_signed_without_sign_type_and_tolerated_with_it() {
    let message = with([("msg_method", b"alipay.open.auth.appauth.cancelled")]);
    assert!(verifier().verify(&signed(&message)).is_ok());
    assert!(verifier().verify(&body(&message, &signature(&text(&message)))).is_ok());
    let changed = with([("msg_method", b"alipay.open.auth.appauth.granted")]);
    assert_eq!(refusal(&body(&changed, &signature(&text(&message)))), mismatch());
}

#[test]
fn the_serial_of_the_certificate_need_not_be_signed() {
    let serial = certificate().serial().to_owned();
    let parameters = with([("alipay_cert_sn", serial.as_bytes())]);
    let verifier = NotificationVerifier::with_certificates([certificate()], APP_ID);
    let signed_with = verifier.verify(&signed(&parameters)).expect("genuine");
    assert_eq!(signed_with.get("alipay_cert_sn"), Some(&*serial));
    let without = body(&parameters, &signature_of(&paid()));
    let signed_without = verifier.verify(&without).expect("genuine");
    assert!(!signed_without.parameters().contains_key("alipay_cert_sn"), "nobody signed it");
}

#[test]
fn the_certificate_that_is_named_must_have_signed() {
    let (ours, other) = (certificate(), other_certificate());
    let naming =
        |serial: &str| signed(&with([("alipay_cert_sn", serial.to_owned().leak().as_bytes())]));
    let both = NotificationVerifier::with_certificates([other.clone(), ours.clone()], APP_ID);
    assert!(both.verify(&naming(ours.serial())).is_ok());
    assert!(both.verify(&signed(&paid())).is_ok(), "none is named");
    assert_eq!(both.verify(&naming(other.serial())), Err(mismatch()));
    let one = NotificationVerifier::with_certificates([other], APP_ID);
    let serial = ours.serial().to_owned();
    let unknown = NotificationError::Signature(SignatureProblem::UnknownCertificate { serial });
    assert_eq!(one.verify(&naming(ours.serial())), Err(unknown));
    let error = one.verify(&naming("13800000000\n")).expect_err("unknown").to_string();
    assert!(!error.contains("13800000000") && !error.contains('\n'), "{error}");
    let none = NotificationVerifier::with_certificates([], APP_ID);
    assert!(none.verify(&signed(&paid())).is_err());
}

#[test]
fn what_is_for_others_is_refused() {
    let other = signed(&with([("app_id", b"2021000000000000")]));
    let found = "2021000000000000".to_owned();
    assert_eq!(refusal(&other), NotificationError::OtherApp { found });
    assert!(verifier().app_id("2021000000000000").verify(&other).is_ok());
    assert!(verifier().any_app_id().verify(&other).is_ok());
    let mut nobodys = paid();
    nobodys.retain(|(name, _)| *name != "app_id");
    assert!(matches!(refusal(&signed(&nobodys)), NotificationError::OtherApp { .. }));
    let careless = NotificationVerifier::with_certificates([certificate()], "");
    assert!(careless.verify(&signed(&nobodys)).is_err(), "an empty id is nobody's");

    let seller = |id: &'static str| with([("seller_id", id.as_bytes())]);
    let strict = verifier().seller_id("2088102119685838").seller_id("2088102119685839");
    assert!(strict.verify(&signed(&seller("2088102119685839"))).is_ok());
    let refused = Err(NotificationError::OtherSeller);
    assert_eq!(strict.verify(&signed(&seller("2088102119685830"))), refused);
    assert_eq!(strict.verify(&signed(&paid())), refused);
    let message: Parameter<'_> = ("msg_method", b"alipay.open.auth.appauth.cancelled");
    assert!(strict.verify(&signed(&with([message]))).is_ok(), "messages have no seller");
    let others = with([message, ("seller_id", b"2088102119685830")]);
    assert_eq!(strict.verify(&signed(&others)), refused, "unless they name one");
}

#[test]
fn nothing_personal_is_shown() {
    let private = with([
        ("buyer_logon_id", b"someone@example.com"),
        ("subject", b"13800000000"),
        ("seller_id", b"2088102119685838"),
    ]);
    let notification = verified(&private);
    let event = notification.event().expect("a trade");
    let signature = &notification.parameters()["sign"];
    let shown =
        format!("{notification:?} {event:?} {:?}", verifier().seller_id("2088102119685838"));
    for hidden in ["example.com", "13800000000", "2088102119685838", signature] {
        assert!(!shown.contains(hidden), "{shown}");
    }
    assert!(shown.contains("20260616000001") && shown.contains(APP_ID), "{shown}");
}

proptest! {
    #[test]
    fn whatever_is_posted_is_refused_without_a_panic(body in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(verifier().verify(&body).is_err());
    }

    #[test]
    fn any_values_that_are_signed_arrive_as_they_are(
        values in prop::collection::btree_map("[a-z_]{1,8}", ".{0,20}", 0..8)
    ) {
        let others = values.iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
        let parameters: Vec<_> = paid()
            .into_iter()
            .filter(|(name, _)| !values.contains_key(*name))
            .chain(others.filter(|(name, _)| !["charset", "sign", "sign_type"].contains(name)))
            .collect();
        let mut all = parameters.clone();
        all.retain(|(name, _)| *name != "sign_type");
        all.push(("sign_type", b"RSA2"));
        let notification = verifier().any_app_id().verify(&signed(&all));
        let notification = notification.expect("a genuine notification");
        for (name, value) in all {
            prop_assert_eq!(notification.parameters()[name].as_bytes(), value);
        }
    }
}
