//! Requests to a state without HTTP, and responses checked against the documents.

use std::sync::{Arc, LazyLock};

use alipay_codegen::ir::{Operation, Response, Type};
use serde_json::{Value, json};

use super::store::State;
use crate::catalog::Catalog;
use crate::parameters::Parameters;
use crate::rejection::Rejection;
use crate::request::{Checked, UploadedFile};

static CATALOG: LazyLock<Arc<Catalog>> = LazyLock::new(|| Catalog::embedded().unwrap());

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

    /// The same application, acting for some merchant.
    pub(super) fn acting_for_merchant(&self) -> Self {
        let code = self.state.issue_app_code("2021000000000007");
        let grant = json!({"grant_type": "authorization_code", "code": code});
        let response = self.call("alipay.open.auth.token.app", grant).unwrap();
        self.acting_for(response["app_auth_token"].as_str().unwrap())
    }

    /// What receivers are told now, by name.
    pub(super) fn told(&self) -> Vec<Parameters> {
        self.state.take_notices().iter().map(|notice| notice.parameters.clone()).collect()
    }

    /// Another application.
    pub(super) fn of_app(&self, app_id: &str) -> Self {
        Self { state: self.state.clone(), app_id: app_id.to_owned(), app_auth_token: None }
    }

    pub(super) fn call(&self, operation: &str, body: Value) -> Result<Value, Rejection> {
        self.respond(self.request(operation, body)).expect("something is remembered")
    }

    /// Whether an operation whose response has no fields is done.
    pub(super) fn done(&self, operation: &str, body: Value) -> bool {
        self.call(operation, body) == Ok(json!({}))
    }

    pub(super) fn get(&self, id: &str, query: &[(&str, &str)]) -> Result<Value, Rejection> {
        let mut request = self.request(id, Value::Null);
        for (name, value) in query {
            let documented =
                request.operation.query.iter().any(|parameter| parameter.wire == *name);
            assert!(documented, "{id} has no parameter {name}");
            request.query.push(((*name).to_owned(), (*value).to_owned()));
        }
        self.respond(request).expect("something is remembered")
    }

    pub(super) fn upload(
        &self,
        operation: &str,
        data: Value,
        files: &[(&str, usize)],
    ) -> Result<Value, Rejection> {
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
        self.respond(request).expect("something is remembered")
    }

    pub(super) fn pay(
        &self,
        out_trade_no: &str,
        total_amount: &str,
        auth_code: &str,
    ) -> Result<Value, Rejection> {
        self.call(
            "alipay.trade.pay",
            json!({
                "out_trade_no": out_trade_no, "total_amount": total_amount, "auth_code": auth_code,
                "scene": "bar_code", "subject": "s",
            }),
        )
    }

    /// Places a trade behind a QR code, and gives what the code says.
    pub(super) fn precreate(&self, out_trade_no: &str) -> String {
        let order = json!({"out_trade_no": out_trade_no, "total_amount": "1.00", "subject": "s"});
        let response = self.call("alipay.trade.precreate", order).unwrap();
        response["qr_code"].as_str().unwrap().to_owned()
    }

    pub(super) fn transfer(
        &self,
        out_biz_no: &str,
        trans_amount: &str,
        payee: &str,
    ) -> Result<Value, Rejection> {
        self.call(
            "alipay.fund.trans.uni.transfer",
            json!({
                "out_biz_no": out_biz_no, "trans_amount": trans_amount,
                "product_code": "TRANS_ACCOUNT_NO_PWD", "biz_scene": "DIRECT_TRANSFER",
                "payee_info": {"identity": payee, "identity_type": "ALIPAY_LOGON_ID"},
            }),
        )
    }

    fn respond(&self, request: Checked) -> Option<Result<Value, Rejection>> {
        let response = self.state.respond(&request);
        match &response {
            Some(Ok(value)) => documented(&request.operation, value),
            Some(Err(rejection)) => documented_code(&request.operation, rejection),
            None => {}
        }
        response
    }

    fn request(&self, id: &str, body: Value) -> Checked {
        let operation = CATALOG.operations().find(|operation| operation.id == id);
        Checked {
            operation: operation.expect("a documented operation").clone(),
            app_id: self.app_id.clone(),
            app_auth_token: self.app_auth_token.clone(),
            query: Vec::new(),
            body,
            files: Vec::new(),
        }
    }
}

/// The code of a rejection.
pub(super) fn code(response: Result<Value, Rejection>) -> String {
    response.expect_err("a rejection").code
}

fn documented_code(operation: &Operation, rejection: &Rejection) {
    let tokens = ["invalid-auth-token", "invalid-app-auth-token"];
    let platform = rejection.status == 401 && tokens.contains(&&*rejection.code);
    let known = operation.error_codes.contains(&rejection.code);
    assert!(platform || known, "{} has no code {}", operation.id, rejection.code);
}

/// Responses contain nothing that the documents do not know.
fn documented(operation: &Operation, value: &Value) {
    let Response::Json(ty) = &operation.response else {
        panic!("{} responds with no JSON", operation.id);
    };
    fits(&operation.id, ty, value);
}

fn fits(at: &str, ty: &Type, value: &Value) {
    match (ty, value) {
        (Type::Text, Value::String(_)) | (Type::Boolean, Value::Bool(_)) | (Type::Json, _) => {}
        (Type::Integer, Value::Number(number)) if !number.is_f64() => {}
        (Type::Number, Value::Number(_)) => {}
        (Type::List(item), Value::Array(items)) => items.iter().for_each(|it| fits(at, item, it)),
        (Type::Map(item), Value::Object(fields)) => {
            fields.values().for_each(|field| fits(at, item, field));
        }
        (Type::Model(key), Value::Object(fields)) => {
            let model = CATALOG.model(key).expect("a model");
            for (name, value) in fields {
                let at = format!("{at}/{name}");
                let field = model.fields.get(name);
                fits(&at, &field.unwrap_or_else(|| panic!("{at} is not documented")).ty, value);
            }
        }
        _ => panic!("{at}: {value} does not fit {ty:?}"),
    }
}
