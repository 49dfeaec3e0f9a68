//! Fields as arguments: `name=text`, `name:=json`, `name@file`.

use anyhow::Result;
use serde_json::{Map, Value};

use crate::input;
use crate::output::usage;

pub(crate) const HELP: &str = "\
Fields:
  name=text        a text; a dot names a field of an object: payee_info.identity=a@example.com
  name:=json       any other value: goods_detail:='[{\"goods_id\": \"1\"}]'
  name@FILE        the text of a file: for secrets, such as tokens and codes
  name@env:NAME    the text of an environment variable
  name@prompt      asks for it";

/// The object that these arguments describe.
pub(crate) fn object(arguments: &[String]) -> Result<Map<String, Value>> {
    let mut object = Map::new();
    for argument in arguments {
        let (name, value) = field(argument)?;
        insert(&mut object, &name, value)?;
    }
    Ok(object)
}

/// Names with texts, where nothing else is possible: queries, parameters of forms.
pub(crate) fn texts(arguments: &[String]) -> Result<Vec<(String, String)>> {
    let fields = arguments.iter().map(|argument| field(argument));
    fields.map(|field| field.map(|(name, value)| (name, text(value)))).collect()
}

/// A value where only a text can stand: objects and lists are written as JSON.
pub(crate) fn text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

fn field(argument: &str) -> Result<(String, Value)> {
    let is_of_name = |letter: char| letter.is_ascii_alphanumeric() || "_.-".contains(letter);
    let end = argument.find(|letter| !is_of_name(letter)).unwrap_or(argument.len());
    let (name, rest) = argument.split_at(end);
    if name.is_empty() || name.split('.').any(str::is_empty) {
        return Err(usage("a field has no name: write it as name=text, name:=json, or name@FILE"));
    }
    let value = if let Some(json) = rest.strip_prefix(":=") {
        let value = serde_json::from_str(json)
            .map_err(|_| usage(format!("{name}: the text after `:=` is not JSON")))?;
        refuse_secrets(name, &value)?;
        value
    } else if let Some(text) = rest.strip_prefix('=') {
        refuse_secrets(name, &Value::Null)?;
        Value::String(text.to_owned())
    } else if let Some(from) = rest.strip_prefix('@') {
        Value::String(input::secret(name, from)?)
    } else {
        return Err(usage(format!(
            "{name}: write it as {name}=text, {name}:=json, or {name}@FILE"
        )));
    };
    Ok((name.to_owned(), value))
}

/// The arguments of a process can be seen by all others, and stand in the history of the shell.
fn refuse_secrets(name: &str, value: &Value) -> Result<()> {
    if let Some(secret) = name.split('.').find(|part| is_secret(part)).or(inner_secret(value)) {
        return Err(usage(format!(
            "`{secret}` is a secret, and other programs can see arguments: pass it as \
             {name}@FILE, {name}@env:NAME or {name}@prompt, or inside objects with --body FILE"
        )));
    }
    Ok(())
}

fn inner_secret(value: &Value) -> Option<&str> {
    match value {
        Value::Object(fields) => fields.iter().find_map(|(name, value)| {
            if is_secret(name) { Some(name.as_str()) } else { inner_secret(value) }
        }),
        Value::Array(items) => items.iter().find_map(inner_secret),
        _ => None,
    }
}

/// Whether a field of this name is a secret: its reader could act for its owner.
pub(crate) fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_part = |part: &str| name.contains(part);
    let is_whole = |whole: &str| name == whole;
    ["token", "secret", "passw", "pwd", "auth_code", "privatekey"].iter().any(|one| is_part(one))
        || ["code", "key", "sign"].iter().any(|one| is_whole(one))
        || name.ends_with("_key")
}

fn insert(object: &mut Map<String, Value>, name: &str, value: Value) -> Result<()> {
    let Some((first, rest)) = name.split_once('.') else {
        return match object.insert(name.to_owned(), value) {
            None => Ok(()),
            Some(_) => Err(usage(format!("the field {name} is a duplicate: pass it once"))),
        };
    };
    match object.entry(first).or_insert_with(|| Value::Object(Map::new())) {
        Value::Object(inner) => insert(inner, rest, value),
        _ => Err(usage(format!(
            "the field {first} is a text and an object at once: pass one of them"
        ))),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<String> {
        let arguments: Vec<_> = arguments.iter().map(|one| (*one).to_owned()).collect();
        object(&arguments).map(|object| Value::Object(object).to_string())
    }

    #[test]
    fn texts_json_and_objects_are_told_apart() {
        let read = read(&["a=1", "b:=[1]", "c.d=x=y", "c.e:=null", "f=:=@"]).unwrap();
        assert_eq!(read, r#"{"a":"1","b":[1],"c":{"d":"x=y","e":null},"f":":=@"}"#);
    }

    #[test]
    fn a_secret_in_an_argument_is_refused_and_not_repeated() {
        for argument in [
            "auth_code=hush",
            "refresh_token=hush",
            "code=hush",
            "a.app_auth_token=hush",
            r#"a:=[{"merchant_key": "hush"}]"#,
            "login_password=hush",
        ] {
            let error = read(&[argument]).unwrap_err().to_string();
            assert!(error.contains("is a secret") && !error.contains("hush"), "{error}");
        }
    }

    #[test]
    fn a_secret_comes_from_a_file_without_its_last_line_feed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("code");
        std::fs::write(&path, "28\n").unwrap();
        let argument = format!("auth_code@{}", path.display());
        assert_eq!(read(&[&argument]).unwrap(), r#"{"auth_code":"28"}"#);
        let missing = read(&["auth_code@env:NO_SUCH_VARIABLE"]).unwrap_err().to_string();
        assert!(missing.contains("NO_SUCH_VARIABLE is not set"), "{missing}");
    }

    #[test]
    fn what_is_no_field_is_refused_with_the_way_to_write_it() {
        for argument in ["=1", "a", "a:1", "a..b=1", ".a=1"] {
            let error = read(&[argument]).unwrap_err().to_string();
            assert!(error.contains("=text"), "{argument}: {error}");
        }
        for (arguments, problem) in [
            (["a=1", "a=2"], "duplicate"),
            (["a=1", "a.b=2"], "a text and an object"),
            (["a:=x", "b=1"], "not JSON"),
        ] {
            assert!(read(&arguments).unwrap_err().to_string().contains(problem));
        }
    }
}
