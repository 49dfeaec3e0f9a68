//! A call as arguments describe it.

use std::path::PathBuf;

use alipay_sdk::v2::V2;
use alipay_sdk::{Call, Client, FilePart, Idempotency, Method, OperationInfo, Untyped, Upload};
use anyhow::{Context, Result};
use serde_json::{Map, Value};

use crate::fields;
use crate::input;
use crate::output::usage;

#[derive(clap::Args, Debug)]
pub(crate) struct Request {
    /// The operation, such as alipay.trade.query; an operation that v3 does not have goes to the v2
    /// gateway
    #[arg(value_name = "OPERATION")]
    operation: String,

    /// The fields to send: name=text, name:=json, name@FILE
    #[arg(value_name = "FIELD")]
    fields: Vec<String>,

    /// Reads the JSON object to send from a file; fields are added to it
    #[arg(long, value_name = "FILE")]
    body: Option<PathBuf>,

    /// Uses the v2 gateway, even if v3 has the operation
    #[arg(long)]
    v2: bool,

    /// Adds a parameter to the query (v3), or beside biz_content (v2)
    #[arg(long, value_name = "FIELD")]
    parameter: Vec<String>,

    /// Adds a file: part=path
    #[arg(long, value_name = "FIELD")]
    file: Vec<String>,
}

/// A call that is ready to be sent.
pub(crate) enum Prepared {
    V3(Call<Untyped>),
    V2(Call<Untyped<V2>>),
}

impl Request {
    pub(crate) fn operation(&self) -> &str {
        &self.operation
    }

    /// Makes the call.
    pub(crate) async fn call(&self, client: &Client) -> Result<Prepared> {
        let known = alipay_sdk::operation::all().find(|known| known.id == self.operation);
        match known.filter(|_| !self.v2) {
            Some(operation) => self.v3(client, operation).await.map(Prepared::V3),
            None => self.v2(client).await.map(Prepared::V2),
        }
    }

    async fn v3(&self, client: &Client, operation: &OperationInfo) -> Result<Call<Untyped>> {
        let mut fields = self.object()?;
        let mut call = client.untyped(operation.id, operation.method.into(), operation.path);
        for name in placeholders(operation.path) {
            let value = fields
                .remove(name)
                .ok_or_else(|| usage(format!("{} needs the field {name}", operation.id)))?;
            call = call.path(name, fields::text(value));
        }
        for (name, value) in fields::texts(&self.parameter)? {
            call = call.query(name, value);
        }
        if is_idempotent(operation, &fields) {
            call = call.idempotent(true);
        }
        if !self.file.is_empty() {
            let mut upload = Upload::new().data(&Value::Object(fields));
            for (part, file) in self.files().await? {
                upload = upload.file(part, file);
            }
            return Ok(call.multipart(upload));
        }
        if matches!(operation.method, Method::Get | Method::Delete) {
            let query = fields.into_iter();
            return Ok(
                query.fold(call, |call, (name, value)| call.query(name, fields::text(value)))
            );
        }
        Ok(call.json(&Value::Object(fields)))
    }

    async fn v2(&self, client: &Client) -> Result<Call<Untyped<V2>>> {
        let is_of_name = |letter: char| letter.is_ascii_alphanumeric() || "._".contains(letter);
        if !self.operation.contains('.') || !self.operation.chars().all(is_of_name) {
            let operation = &self.operation;
            return Err(usage(format!(
                "{operation} is not a known operation: pass an id such as alipay.trade.query"
            )));
        }
        let fields = self.object()?;
        let mut call = client.v2().untyped(self.operation.clone());
        for (name, value) in fields::texts(&self.parameter)? {
            call = call.parameter(name, value);
        }
        if !fields.is_empty() {
            call = call.json(&Value::Object(fields));
        }
        for (part, file) in self.files().await? {
            call = call.file(part, file);
        }
        Ok(call)
    }

    /// The fields of the file and of the arguments.
    fn object(&self) -> Result<Map<String, Value>> {
        let own = fields::object(&self.fields)?;
        let Some(path) = &self.body else { return Ok(own) };
        let name = path.display();
        // An error names the line alone: the file may hold a secret.
        let mut object: Map<String, Value> =
            serde_json::from_slice(&input::read(path)?).map_err(|error| {
                usage(format!("{name} is not a JSON object: line {}", error.line()))
            })?;
        object.extend(own);
        Ok(object)
    }

    async fn files(&self) -> Result<Vec<(&str, FilePart)>> {
        let mut files = Vec::new();
        for file in &self.file {
            let (part, path) = file.split_once('=').ok_or_else(|| {
                usage("--file: write it as part=path, such as file_content=a.png")
            })?;
            files.push((part, FilePart::from_path(path).with_context(|| path.to_owned())?));
        }
        Ok(files)
    }
}

/// The parameters that stand in braces in a path.
fn placeholders(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

fn is_idempotent(operation: &OperationInfo, fields: &Map<String, Value>) -> bool {
    match operation.idempotency {
        Idempotency::Always => true,
        Idempotency::ByKey(names) => names.iter().any(|name| fields.contains_key(*name)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parameters_of_a_path_are_found() {
        assert_eq!(placeholders("/v3/a/{b}/c/{d}").collect::<Vec<_>>(), ["b", "d"]);
        assert_eq!(placeholders("/v3/a").count(), 0);
    }
}
