//! An app on the stage: it has an id, a key for its assertions and a key for its proofs, and knows its lines.

use moa_kernel::{ClientId, ConsentId, Entropy, ExposeSecret as _, Issuer, SecretString};
use moa_security::dpop::{self, ProofFor};
use moa_security::keys::SigningKey;
use moa_security::{assertion, pkce};
use moa_wire::jose::Jwks;
use moa_wire::oauth::{ClaimsRequest, JWT_BEARER};
use url::Url;

use super::{Answer, ISSUER, Stage};
use crate::{Client, RedirectUri, Role};

pub(crate) const CALLBACK: &str = "http://127.0.0.1:51234/callback/thames/x";
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

pub(crate) type Form = Vec<(String, String)>;

/// An app.
pub(crate) struct App {
    pub(crate) id: ClientId,
    pub(crate) key: SigningKey,
    pub(crate) dpop: SigningKey,
}

impl App {
    pub(crate) fn make(name: &str, luck: &dyn Entropy) -> Self {
        let (key, dpop) = (SigningKey::make(luck), SigningKey::make(luck));
        Self { id: ClientId::new(name).unwrap(), key, dpop }
    }

    pub(crate) fn client(&self) -> Client {
        Client {
            id: self.id.clone(),
            role: Role::App,
            name: self.id.as_str().to_owned(),
            redirect_uris: vec![RedirectUri::new("http://127.0.0.1/callback/thames/x").unwrap()],
            jwks: Jwks { keys: vec![self.key.public_jwk()] },
        }
    }

    /// The parameters of a good pushed request, without the assertion.
    pub(crate) fn request(&self, consent: &ConsentId) -> Form {
        let challenge = pkce::Verifier::from_secret(SecretString::from(VERIFIER)).challenge();
        form(&[
            ("response_type", "code"),
            ("redirect_uri", CALLBACK),
            ("scope", "openid accounts"),
            ("state", "state-1"),
            ("nonce", "nonce-1"),
            ("code_challenge", challenge.as_str()),
            ("code_challenge_method", "S256"),
            ("claims", &serde_json::to_string(&ClaimsRequest::for_consent(consent)).unwrap()),
        ])
    }

    /// The parameters of a good code exchange, without the assertion.
    pub(crate) fn redemption(&self, code: &str) -> Form {
        form(&[
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ])
    }
}

impl Stage {
    /// A fresh assertion's two parameters.
    pub(crate) fn assertion(&self, app: &App) -> Form {
        let issuer = Issuer::new(ISSUER).unwrap();
        let text = assertion::make(&app.key, &app.id, &issuer, &*self.clock, &*self.luck).unwrap();
        form(&[("client_assertion_type", JWT_BEARER), ("client_assertion", text.expose_secret())])
    }

    /// A fresh proof for a request, with a nonce that is good now.
    pub(crate) fn proof(&self, app: &App, path: &str) -> String {
        let nonce = self.server.nonces().current(self.bank.now());
        self.proof_with(&app.dpop, path, Some(&nonce))
    }

    pub(crate) fn proof_with(&self, key: &SigningKey, path: &str, nonce: Option<&str>) -> String {
        let url = Url::parse(&format!("{ISSUER}{path}")).unwrap();
        let about = ProofFor { method: "POST", url: &url, access_token: None, nonce };
        dpop::make(key, &about, &*self.clock, &*self.luck).unwrap().expose_secret().to_owned()
    }

    /// Posts a form as the app does: with an assertion and, at the token endpoint, a proof.
    pub(crate) async fn call(&self, app: &App, path: &str, mut form: Form) -> Answer {
        form.extend(self.assertion(app));
        let proof = (path == "/token").then(|| ("dpop", self.proof(app, path)));
        self.post(path, &form, proof.as_slice()).await
    }

    /// Pushes a good request for a new consent. Gives the address for the browser.
    pub(crate) async fn push(&self) -> String {
        let consent = self.consent(&self.app);
        self.push_for(&consent).await
    }

    pub(crate) async fn push_for(&self, consent: &ConsentId) -> String {
        let answer = self.call(&self.app, "/par", self.app.request(consent)).await;
        address(&self.app, &answer)
    }

    /// All the way to a code.
    pub(crate) async fn code(&self) -> String {
        let address = self.push().await;
        self.code_from(&address).await
    }

    pub(crate) async fn code_from(&self, address: &str) -> String {
        let mut browser = super::Browser::default();
        browser.arrive(self, address).await;
        browser.login(self, "mina", super::PASSWORD).await;
        let accounts = browser.accounts.clone();
        browser.decide(self, "allow", &accounts).await.redirect()["code"].clone()
    }

    pub(crate) async fn exchange(&self, code: &str) -> Answer {
        self.call(&self.app, "/token", self.app.redemption(code)).await
    }

    pub(crate) async fn refresh(&self, token: &str) -> Answer {
        self.call(&self.app, "/token", form(&[("grant_type", "refresh_token"), ("refresh_token", token)])).await
    }
}

/// Where the app sends the browser after a pushed request.
pub(crate) fn address(app: &App, pushed: &Answer) -> String {
    assert_eq!(pushed.status, 201, "{}", pushed.body);
    let request_uri = pushed.text("request_uri");
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", app.id.as_str())
        .append_pair("request_uri", &request_uri)
        .finish();
    format!("/authorize?{query}")
}

pub(crate) fn form(pairs: &[(&str, &str)]) -> Form {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// The form with one parameter changed, or taken away.
pub(crate) fn but(mut form: Form, name: &str, value: Option<&str>) -> Form {
    form.retain(|(own, _)| own != name);
    form.extend(value.map(|value| (name.to_owned(), value.to_owned())));
    form
}
