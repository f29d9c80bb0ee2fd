//! A bank for tests that is only a list of answers.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::Ask;
use crate::error::{Error, ErrorKind};
use crate::link::Link;
use crate::standards::uk::UkV4;
use crate::standards::{AskPath, HttpAsk, HttpReply, Standard};

type Answer = Result<(u16, String), ErrorKind>;

/// Answers each path with what was scripted for it. What was not scripted is refused with 403, as a bank refuses what a
/// consent does not cover.
#[derive(Default)]
pub(crate) struct ScriptedBank {
    answers: Mutex<HashMap<String, Answer>>,
    asked: Mutex<Vec<String>>,
    cancel_at: Mutex<Option<(String, CancellationToken)>>,
    silent_at: Mutex<Option<String>>,
}

impl ScriptedBank {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn says(self, path: &str, body: &Value) -> Self {
        self.says_text(path, 200, &body.to_string())
    }

    pub(crate) fn says_text(self, path: &str, status: u16, body: &str) -> Self {
        self.answers.lock().unwrap().insert(path.to_owned(), Ok((status, body.to_owned())));
        self
    }

    pub(crate) fn fails(self, path: &str, kind: ErrorKind) -> Self {
        self.answers.lock().unwrap().insert(path.to_owned(), Err(kind));
        self
    }

    /// Cancels when a path is asked for.
    pub(crate) fn cancels_at(self, path: &str, token: &CancellationToken) -> Self {
        *self.cancel_at.lock().unwrap() = Some((path.to_owned(), token.clone()));
        self
    }

    /// Never answers a path.
    pub(crate) fn stays_silent_at(self, path: &str) -> Self {
        *self.silent_at.lock().unwrap() = Some(path.to_owned());
        self
    }

    /// Accounts without transactions, balances or anything else.
    pub(crate) fn has_accounts(self, ids: &[&str]) -> Self {
        let accounts: Vec<_> =
            ids.iter().map(|id| json!({"AccountId": id, "Nickname": format!("Account {id}")})).collect();
        self.says("/accounts", &list("Account", &accounts, None))
    }

    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// A page of a list.
pub(crate) fn list(name: &str, rows: &[Value], next: Option<&str>) -> Value {
    let mut page = json!({"Data": {name: rows}, "Links": {"Self": "https://bank.example/this"}, "Meta": {}});
    if let Some(next) = next {
        page["Links"]["Next"] = json!(next);
    }
    page
}

pub(crate) fn transaction(account: &str, id: Option<&str>, status: &str, day: &str, amount: &str) -> Value {
    let mut row = json!({
        "AccountId": account, "CreditDebitIndicator": "Debit", "Status": status,
        "BookingDateTime": format!("{day}T00:00:00+00:00"), "Amount": {"Amount": amount, "Currency": "GBP"},
    });
    if let Some(id) = id {
        row["TransactionId"] = json!(id);
    }
    row
}

pub(crate) fn balance(account: &str, amount: &str) -> Value {
    json!({"AccountId": account, "CreditDebitIndicator": "Credit", "Type": "ITBD",
        "DateTime": "2026-11-23T08:59:58+00:00", "Amount": {"Amount": amount, "Currency": "GBP"}})
}

#[async_trait]
impl Ask for ScriptedBank {
    async fn send(&self, _link: &Link, ask: HttpAsk) -> Result<HttpReply, Error> {
        let path = match &ask.path {
            AskPath::Under(path) | AskPath::Next(path) => path.clone(),
        };
        let query: Vec<String> = ask.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let shown = if query.is_empty() { path.clone() } else { format!("{path}?{}", query.join("&")) };
        self.asked.lock().unwrap().push(shown);
        if let Some((_, token)) = self.cancel_at.lock().unwrap().as_ref().filter(|(at, _)| *at == path) {
            token.cancel();
        }
        if self.silent_at.lock().unwrap().as_ref() == Some(&path) {
            std::future::pending::<()>().await;
        }
        let answer = self.answers.lock().unwrap().get(&path).cloned();
        let (status, body) = answer.unwrap_or(Ok((403, "{}".to_owned()))).map_err(Error::new)?;
        let status = StatusCode::from_u16(status).unwrap();
        let interaction_id = "call-1".try_into().ok();
        Ok(HttpReply { status, headers: HeaderMap::new(), body: body.into_bytes().into(), interaction_id })
    }

    fn standard(&self, _link: &Link) -> Result<Arc<dyn Standard>, Error> {
        Ok(Arc::new(UkV4))
    }
}
