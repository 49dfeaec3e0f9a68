//! The name and the content of the file of an entry.

use serde_json::json;

use crate::crypto::sha256;
use crate::store::entry::Entry;

/// Any key makes a name that every file system takes.
pub(super) fn file_name(key: &str) -> String {
    let hash = sha256(key.as_bytes());
    let mut name: String = hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    name.push_str(".json");
    name
}

pub(super) fn is_file_name(name: &str) -> bool {
    let hash = name.strip_suffix(".json").unwrap_or_default();
    hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}

pub(super) fn encode(entry: &Entry) -> String {
    json!({
        "key": entry.key,
        "owner": entry.owner,
        "until": entry.until,
        "text": entry.text,
        "finished": entry.finished,
    })
    .to_string()
}

pub(super) fn decode(text: &[u8]) -> Option<Entry> {
    let json = crate::json::parse(text).ok()?;
    let text = |name| Some(json.get(name)?.as_str()?.to_owned());
    let finished = json.get("finished")?;
    Some(Entry {
        key: text("key")?,
        owner: text("owner")?,
        until: json.get("until")?.as_i64()?,
        text: text("text")?,
        finished: if finished.is_null() { None } else { Some(finished.as_i64()?) },
    })
}
