//! What the interfaces of a mini program give to its page, which posts it to its server: encrypted
//! for the application, and signed.

use serde_json::{Value, json};

use crate::apps::Apps;
use crate::crypto;

/// What `my.getPhoneNumber` gives for a user with this number; nothing for an application that the
/// gateway does not know.
pub(crate) fn phone_number(apps: &Apps, app_id: &str, mobile: &str) -> Option<Value> {
    let content = json!({"code": "10000", "msg": "Success", "mobile": mobile}).to_string();
    let response = crypto::encrypt(&apps.get(app_id)?.encrypt_key, content.as_bytes());
    // Ciphertext is signed with quotation marks around it.
    let (sign, _) = apps.platform.sign(format!("\"{response}\"").as_bytes())?;
    Some(json!({
        "response": response, "sign": sign, "sign_type": "RSA2", "encrypt_type": "AES",
        "charset": "UTF-8",
    }))
}
