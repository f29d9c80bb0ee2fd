//! Serves the pages of one bank, and beside it an app that sends a browser to them, to look at and to click through:
//!
//! ```sh
//! cargo run -p moa-bank-authz --example serve_pages -- mock-banks/server/banks/thames.toml
//! ```
//!
//! Then open the app's address. Each visit pushes a fresh request; what comes back is shown by the app's callback.

use std::collections::BTreeSet;
use std::error::Error;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use http::{Request, StatusCode, Uri};
use http_body_util::BodyExt as _;
use jiff::SignedDuration;
use moa_bank_authz::{AuthorisationServer, Client, Profile, RedirectUri, Role};
use moa_bank_core::Bank;
use moa_bank_core::consents::NewConsent;
use moa_bank_core::ledger::Window;
use moa_bank_core::life::{self, History};
use moa_bank_core::spec::BankSpec;
use moa_bank_core::state::Database;
use moa_kernel::{ClientId, ConsentId, Entropy as _, ExposeSecret as _, Issuer, OsEntropy, SystemClock};
use moa_security::keys::SigningKey;
use moa_security::{assertion, pkce};
use moa_wire::jose::Jwks;
use moa_wire::oauth::{ClaimsRequest, JWT_BEARER, PushedAuthorizationResponse};
use tokio::net::TcpListener;
use tower::ServiceExt as _;

/// An app that asks, and the bank it asks.
struct Asking {
    bank: Bank,
    server: AuthorisationServer,
    client: ClientId,
    key: SigningKey,
    callback: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("name a bank's file")?;
    let bank_listener = TcpListener::bind("127.0.0.1:7301").await?;
    let app_listener = TcpListener::bind("127.0.0.1:7399").await?;
    let issuer = Issuer::new(format!("http://{}", bank_listener.local_addr()?))?;
    let app = format!("http://{}", app_listener.local_addr()?);

    let spec = BankSpec::load(Path::new(&file))?;
    let bank = Bank::open(spec, Database::in_memory()?, Arc::new(SystemClock), Arc::new(OsEntropy))?;
    life::settle(&bank, History { months: 3, transactions: None })?;
    let server = AuthorisationServer::open(bank.clone(), Profile::fapi2_security(), issuer.clone(), Arc::new(()))?;
    let asking = Asking {
        bank,
        server: server.clone(),
        client: ClientId::new("example-app")?,
        key: SigningKey::make(&OsEntropy),
        callback: format!("{app}/callback"),
    };
    server.register_client(&Client {
        id: asking.client.clone(),
        role: Role::App,
        name: "Moa".to_owned(),
        redirect_uris: vec![RedirectUri::new(&asking.callback)?],
        jwks: Jwks { keys: vec![asking.key.public_jwk()] },
    })?;

    println!("the bank: {issuer}\nthe app:  {app}");
    let app = Router::new().route("/", get(ask)).route("/callback", get(show)).with_state(Arc::new(asking));
    let bank = server.router().into_make_service_with_connect_info::<SocketAddr>();
    tokio::try_join!(axum::serve(bank_listener, bank).into_future(), axum::serve(app_listener, app).into_future())?;
    Ok(())
}

/// Pushes a request and sends the browser on with it.
async fn ask(State(asking): State<Arc<Asking>>) -> Response {
    match push(&asking).await {
        Ok(target) => Redirect::to(&target).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

async fn show(uri: Uri) -> String {
    format!("The bank answered:\n\n{}", uri.query().unwrap_or_default().replace('&', "\n"))
}

async fn push(asking: &Asking) -> Result<String, Box<dyn Error>> {
    let consent = consent(asking)?;
    let issuer = asking.server.issuer();
    let assertion = assertion::make(&asking.key, &asking.client, issuer, &SystemClock, &OsEntropy)?;
    let claims = serde_json::to_string(&ClaimsRequest::for_consent(&consent))?;
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("response_type", "code")
        .append_pair("redirect_uri", &asking.callback)
        .append_pair("scope", "openid accounts")
        .append_pair("state", OsEntropy.uuid().as_str())
        .append_pair("code_challenge", pkce::Verifier::make(&OsEntropy).challenge().as_str())
        .append_pair("code_challenge_method", pkce::METHOD)
        .append_pair("claims", &claims)
        .append_pair("client_assertion_type", JWT_BEARER)
        .append_pair("client_assertion", assertion.expose_secret())
        .finish();
    let request =
        Request::post("/par").header("content-type", "application/x-www-form-urlencoded").body(Body::from(form))?;
    let answer = asking.server.router().oneshot(request).await?;
    let body = answer.into_body().collect().await?.to_bytes();
    let pushed: PushedAuthorizationResponse = serde_json::from_slice(&body)?;
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", asking.client.as_str())
        .append_pair("request_uri", &pushed.request_uri)
        .finish();
    Ok(format!("{issuer}/authorize?{query}"))
}

fn consent(asking: &Asking) -> Result<ConsentId, Box<dyn Error>> {
    let now = asking.bank.now();
    let permissions = [
        "ReadAccountsDetail",
        "ReadBalances",
        "ReadTransactionsDetail",
        "ReadTransactionsCredits",
        "ReadTransactionsDebits",
    ];
    let asked = NewConsent {
        client: asking.client.clone(),
        permissions: permissions.into_iter().map(str::to_owned).collect::<BTreeSet<_>>(),
        expires_at: Some(now + SignedDuration::from_hours(24 * 180)),
        history: Window { from: Some(now - SignedDuration::from_hours(24 * 730)), to: None },
    };
    Ok(asking.bank.consents().create(asked)?.id)
}
