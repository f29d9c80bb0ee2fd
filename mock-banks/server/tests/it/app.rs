//! An app that talks to a bank with nothing but HTTP and its keys.

use moa_bank_core::life::History;
use moa_kernel::{ClientId, Entropy as _, ExposeSecret as _, Issuer, OsEntropy, SecretString, SystemClock};
use moa_security::assertion;
use moa_security::dpop::{self, ProofFor};
use moa_security::keys::SigningKey;
use moa_wire::jose::Jwks;
use moa_wire::oauth::{JWT_BEARER, TokenResponse};
use mock_banks::clients::{ClientEntry, ClientsFile};
use mock_banks::{RunningBank, WorldOptions};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use url::Url;

/// No answer in these tests is longer.
const BODY_BYTES_MAX: usize = 4 * 1024 * 1024;

/// An app with one key, known at every bank as `tester`.
pub(crate) struct App {
    id: ClientId,
    key: SigningKey,
    http: Client,
}

/// An answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }
}

/// A small world with one bank, a month of history, and the app in its file of apps.
pub(crate) fn small_world(app: &App) -> WorldOptions {
    let options = WorldOptions::in_memory().only(&["thames"]).unwrap();
    WorldOptions { history: History { months: 1, transactions: None }, clients: Some(app.file()), ..options }
}

impl App {
    pub(crate) fn new() -> Self {
        let http = Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
        Self { id: ClientId::new("tester").unwrap(), key: SigningKey::make(&OsEntropy), http }
    }

    /// The file of apps that makes this one known.
    pub(crate) fn file(&self) -> ClientsFile {
        let entry = ClientEntry {
            id: self.id.clone(),
            name: Some("Tester".to_owned()),
            redirect_uris: vec!["http://127.0.0.1/callback/thames/x".to_owned()],
            jwks: Jwks { keys: vec![self.key.public_jwk()] },
            banks: Vec::new(),
            resource_server: false,
        };
        ClientsFile { clients: vec![entry] }
    }

    pub(crate) async fn get(&self, url: &str) -> Answer {
        read(self.http.get(url)).await
    }

    /// A token of the app's own.
    pub(crate) async fn token(&self, bank: &RunningBank) -> SecretString {
        let url = format!("{}/token", bank.origin());
        let mut nonce = None;
        for _ in 0..2 {
            let issuer = Issuer::new(bank.origin()).unwrap();
            let assertion = assertion::make(&self.key, &self.id, &issuer, &SystemClock, &OsEntropy).unwrap();
            let form = [
                ("grant_type", "client_credentials"),
                ("scope", "accounts"),
                ("client_id", self.id.as_str()),
                ("client_assertion_type", JWT_BEARER),
                ("client_assertion", assertion.expose_secret()),
            ];
            let proof = self.proof("POST", &url, None, nonce.as_deref());
            let answer = read(self.http.post(&url).header("dpop", proof).form(&form)).await;
            if answer.status == StatusCode::OK {
                let token: TokenResponse = serde_json::from_str(&answer.text).unwrap();
                return token.access_token;
            }
            nonce = answer.headers.get("dpop-nonce").map(|value| value.to_str().unwrap().to_owned());
            assert!(answer.text.contains("use_dpop_nonce"), "{}", answer.text);
        }
        panic!("the bank asked for a nonce twice");
    }

    /// Calls the bank's API, with a nonce on the second try.
    pub(crate) async fn call(&self, bank: &RunningBank, method: &str, path: &str, token: &SecretString) -> Answer {
        let url = format!("{}{path}", bank.api_base());
        let mut nonce: Option<String> = None;
        loop {
            let proof = self.proof(method, &url, Some(token), nonce.as_deref());
            let mut request = self
                .http
                .request(Method::from_bytes(method.as_bytes()).unwrap(), &url)
                .header("authorization", format!("DPoP {}", token.expose_secret()))
                .header("x-fapi-interaction-id", OsEntropy.uuid())
                .header("dpop", proof);
            if method == "POST" {
                let data = json!({ "Permissions": ["ReadAccountsBasic", "ReadBalances"] });
                request = request.json(&json!({ "Data": data, "Risk": {} }));
            }
            let answer = read(request).await;
            if answer.status != StatusCode::UNAUTHORIZED || nonce.is_some() {
                return answer;
            }
            nonce = answer.headers.get("dpop-nonce").map(|value| value.to_str().unwrap().to_owned());
        }
    }

    fn proof(&self, method: &str, url: &str, access_token: Option<&SecretString>, nonce: Option<&str>) -> String {
        let url = Url::parse(url).unwrap();
        let request = ProofFor { method, url: &url, access_token, nonce };
        dpop::make(&self.key, &request, &SystemClock, &OsEntropy).unwrap().expose_secret().to_owned()
    }
}

async fn read(request: RequestBuilder) -> Answer {
    let mut response = request.send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.unwrap() {
        body.extend_from_slice(&chunk);
        assert!(body.len() <= BODY_BYTES_MAX, "an answer without end");
    }
    Answer { status, headers, text: String::from_utf8(body).unwrap() }
}
