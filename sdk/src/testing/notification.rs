//! Notifications as Alipay signs them.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use alipay_sdk_core::{
    KeyError, PrivateKey,
    protocol::{Form, notification::rules},
    wire::encoded,
};

/// Signs a notification with this key instead of Alipay's, and returns the body to post. It signs
/// these parameters and no others, and adds `sign_type` and `sign`.
///
/// # Errors
/// As for [`PrivateKey::sign`].
pub fn sign_notification<N, V>(
    key: &PrivateKey,
    parameters: impl IntoIterator<Item = (N, V)>,
) -> Result<String, KeyError>
where
    N: Into<String>,
    V: Into<String>,
{
    let parameters = parameters.into_iter().map(|(name, value)| (name.into(), value.into()));
    let mut parameters: BTreeMap<String, String> = parameters.collect();
    parameters.insert("sign_type".to_owned(), "RSA2".to_owned());
    parameters.remove("sign");
    let bytes = |(name, value): (&String, &String)| (name.clone().into(), value.clone().into());
    let form: Form = parameters.iter().map(bytes).collect();
    let text = rules(&form).next().map(|usual| usual.text(&form)).unwrap_or_default();
    parameters.insert("sign".to_owned(), STANDARD.encode(key.sign(&text)?));
    Ok(encoded(parameters.iter()))
}
