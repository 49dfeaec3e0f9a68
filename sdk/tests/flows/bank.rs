//! A platform that makes transfers from one account, and keeps books.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use alipay_sdk::{Body, Clock, Transport, TransportError, TransportFuture};
use axum::http::Response;

use super::*;

/// What a transfer moves, in fen.
pub(crate) const WAGE: i64 = 100;

/// A platform that makes transfers from one account. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct Bank(Arc<Mutex<Books>>);

#[derive(Default)]
pub(crate) struct Books {
    /// The money in the account, in fen.
    pub(crate) balance: i64,
    /// The numbers that were paid, each as often as it was.
    pub(crate) paid: Vec<String>,
    /// How often each number was submitted.
    pub(crate) sent: BTreeMap<String, usize>,
    /// How many calls are under way, and how many were at most.
    under_way: usize,
    pub(crate) most: usize,
}

impl Bank {
    pub(crate) fn with(balance: i64) -> Self {
        let bank = Self::default();
        bank.books().balance = balance;
        bank
    }

    pub(crate) fn books(&self) -> MutexGuard<'_, Books> {
        self.0.lock().unwrap()
    }

    /// Flows whose calls come here, and whose time is that of this clock.
    pub(crate) fn flows(&self, clock: impl Clock) -> Flows {
        let client = key_mode().retry(RetryPolicy::never()).transport(self.clone()).clock(clock);
        Flows::new(&client.build().unwrap())
    }

    /// So many numbers were paid, none of them twice.
    #[track_caller]
    pub(crate) fn has_paid_once(&self, numbers: usize) {
        let books = self.books();
        let different: std::collections::BTreeSet<_> = books.paid.iter().collect();
        assert_eq!((books.paid.len(), different.len()), (numbers, numbers));
    }

    fn begin(&self) {
        let mut books = self.books();
        books.under_way += 1;
        books.most = books.most.max(books.under_way);
    }

    fn submitted(&self, body: &[u8]) -> Then {
        let order: Value = serde_json::from_slice(body).unwrap();
        let number = order["out_biz_no"].as_str().unwrap().to_owned();
        let mut books = self.books();
        *books.sent.entry(number.clone()).or_default() += 1;
        match number.split('_').next().unwrap() {
            "lost" => return lost(),
            "unsent" => return not_sent(),
            "rejected" => return no("PAYEE_NOT_EXIST"),
            "code" => return no(&number.to_uppercase()),
            "taken" => return no("PAYMENT_INFO_INCONSISTENCY"),
            _ => {}
        }
        if !books.paid.contains(&number) {
            if books.balance < WAGE {
                return no("BALANCE_IS_NOT_ENOUGH");
            }
            books.balance -= WAGE;
            books.paid.push(number.clone());
        }
        done(&number)
    }

    fn asked(&self, query: &str) -> Then {
        let number = query.split('&').find_map(|pair| pair.strip_prefix("out_biz_no=")).unwrap();
        match number.split('_').next().unwrap() {
            "lost" => lost(),
            _ if self.books().paid.iter().any(|paid| paid == number) => done(number),
            _ => no("ORDER_NOT_EXIST"),
        }
    }
}

impl Transport for Bank {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.read(1 << 20).await.unwrap();
            self.begin();
            tokio::task::yield_now().await;
            let then = match parts.uri.path().ends_with("/transfer") {
                true => self.submitted(&body),
                false => self.asked(parts.uri.query().unwrap()),
            };
            self.books().under_way -= 1;
            match then {
                Then::Answer(answer) => Ok(Response::map(answer, Body::from)),
                Then::Fail(kind) => Err(TransportError::new(kind, "told to")),
            }
        })
    }
}

fn done(number: &str) -> Then {
    yes(json!({
        "out_biz_no": number, "order_id": "O", "status": "SUCCESS", "amount": "1.00",
        "trans_amount": "1.00", "pay_date": "2026-06-16 14:06:41",
    }))
}

/// A transfer of a wage under this number.
pub(crate) fn wage(number: &str) -> Result<Task<Transfer>, FlowError> {
    let order = transfer().order().clone().out_biz_no(number);
    Transfer::new(order)
}

/// So many of them, as a list that can be made again.
pub(crate) fn wages(
    many: usize,
) -> impl Iterator<Item = Result<Task<Transfer>, FlowError>> + Send + Clone {
    (0..many).map(|index| wage(&format!("w_{index}")))
}
