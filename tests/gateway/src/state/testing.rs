//! Requests to a state without HTTP, and answers checked against the documents.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use alipay_codegen::ir::{Operation, Response, Type};
use serde_json::{Value, json};

use super::State;
use crate::catalog::Catalog;
use crate::check::{Checked, UploadedFile};
use crate::refusal::Refusal;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    Catalog::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec")).unwrap()
});

/// An application as it calls.
pub(super) struct App {
    pub(super) state: Arc<State>,
    app_id: String,
    app_auth_token: Option<String>,
}

impl App {
    pub(super) fn new() -> Self {
        let app_id = "2021000000000001".to_owned();
        Self { state: Arc::default(), app_id, app_auth_token: None }
    }

    /// The same application, acting for a merchant.
    pub(super) fn acting_for(&self, token: &str) -> Self {
        let (state, app_id) = (self.state.clone(), self.app_id.clone());
        Self { state, app_id, app_auth_token: Some(token.to_owned()) }
    }

    /// Another application.
    pub(super) fn of_app(&self, app_id: &str) -> Self {
        Self { state: self.state.clone(), app_id: app_id.to_owned(), app_auth_token: None }
    }

    pub(super) fn call(&self, operation: &str, body: Value) -> Result<Value, Refusal> {
        self.answer(self.request(operation, body)).expect("something is remembered")
    }

    /// Whether an operation whose answer has no members is done.
    pub(super) fn done(&self, operation: &str, body: Value) -> bool {
        self.call(operation, body) == Ok(json!({}))
    }

    pub(super) fn get(&self, id: &str, query: &[(&str, &str)]) -> Result<Value, Refusal> {
        let mut request = self.request(id, Value::Null);
        for (name, value) in query {
            let known = request.operation.query.iter().any(|parameter| parameter.wire == *name);
            assert!(known, "{id} has no parameter {name}");
            request.query.push(((*name).to_owned(), (*value).to_owned()));
        }
        self.answer(request).expect("something is remembered")
    }

    pub(super) fn upload(
        &self,
        operation: &str,
        data: Value,
        files: &[(&str, usize)],
    ) -> Result<Value, Refusal> {
        let mut request = self.request(operation, data);
        request.files = files
            .iter()
            .map(|(part, size)| UploadedFile {
                part: (*part).to_owned(),
                file_name: format!("{part}.png"),
                content_type: "image/png".to_owned(),
                size: *size,
                md5: String::new(),
            })
            .collect();
        self.answer(request).expect("something is remembered")
    }

    pub(super) fn pay(
        &self,
        out_trade_no: &str,
        total_amount: &str,
        auth_code: &str,
    ) -> Result<Value, Refusal> {
        self.call(
            "alipay.trade.pay",
            json!({
                "out_trade_no": out_trade_no, "total_amount": total_amount, "auth_code": auth_code,
                "scene": "bar_code", "subject": "s",
            }),
        )
    }

    pub(super) fn transfer(
        &self,
        out_biz_no: &str,
        trans_amount: &str,
        payee: &str,
    ) -> Result<Value, Refusal> {
        self.call(
            "alipay.fund.trans.uni.transfer",
            json!({
                "out_biz_no": out_biz_no, "trans_amount": trans_amount,
                "product_code": "TRANS_ACCOUNT_NO_PWD", "biz_scene": "DIRECT_TRANSFER",
                "payee_info": {"identity": payee, "identity_type": "ALIPAY_LOGON_ID"},
            }),
        )
    }

    fn answer(&self, request: Checked) -> Option<Result<Value, Refusal>> {
        let answer = self.state.answer(&request);
        match &answer {
            Some(Ok(value)) => documented(&request.operation, value),
            Some(Err(refusal)) => documented_code(&request.operation, refusal),
            None => {}
        }
        answer
    }

    fn request(&self, id: &str, body: Value) -> Checked {
        let operation = CATALOG.operations().find(|operation| operation.id == id);
        Checked {
            operation: operation.expect("a documented operation").clone(),
            app_id: self.app_id.clone(),
            app_auth_token: self.app_auth_token.clone(),
            path: Default::default(),
            query: Vec::new(),
            body,
            files: Vec::new(),
        }
    }
}

/// The code of a refusal.
pub(super) fn code(answer: Result<Value, Refusal>) -> String {
    answer.expect_err("a refusal").code
}

fn documented_code(operation: &Operation, refusal: &Refusal) {
    let platform = refusal.status == 401 && refusal.code == "invalid-auth-token";
    let known = operation.error_codes.contains(&refusal.code);
    assert!(platform || known, "{} has no code {}", operation.id, refusal.code);
}

/// Answers contain nothing that the documents do not know.
fn documented(operation: &Operation, value: &Value) {
    let Response::Json(ty) = &operation.response else {
        panic!("{} answers no JSON", operation.id);
    };
    fits(&operation.id, ty, value);
}

fn fits(at: &str, ty: &Type, value: &Value) {
    match (ty, value) {
        (Type::Text, Value::String(_)) | (Type::Boolean, Value::Bool(_)) | (Type::Json, _) => {}
        (Type::Integer, Value::Number(number)) if !number.is_f64() => {}
        (Type::Number, Value::Number(_)) => {}
        (Type::List(item), Value::Array(items)) => items.iter().for_each(|it| fits(at, item, it)),
        (Type::Map(item), Value::Object(members)) => {
            members.values().for_each(|member| fits(at, item, member));
        }
        (Type::Model(key), Value::Object(members)) => {
            let model = CATALOG.model(key).expect("a model");
            for (name, value) in members {
                let at = format!("{at}/{name}");
                let field = model.fields.get(name);
                fits(&at, &field.unwrap_or_else(|| panic!("{at} is not documented")).ty, value);
            }
        }
        _ => panic!("{at}: {value} does not fit {ty:?}"),
    }
}
