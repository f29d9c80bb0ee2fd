//! The test stage: one bank with two customers, apps with keys, a browser with a cookie jar, and a clock that stands
//! still. Everything goes through the real router.
//!
//! A test tells its story in steps that have good defaults, and changes the one thing it is about:
//! [`Stage::push`] → [`Browser::arrive`] → [`Browser::login`] → [`Browser::decide`] → [`Stage::exchange`].

mod app;
mod browser;

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use jiff::SignedDuration;
use moa_bank_core::Bank;
use moa_bank_core::consents::NewConsent;
use moa_bank_core::ledger::Window;
use moa_bank_core::spec::BankSpec;
use moa_bank_core::state::Database;
use moa_kernel::{ClientId, ConsentId, FrozenClock, Issuer, SecretString, SeededEntropy};
use serde_json::Value;
use tower::ServiceExt as _;

use crate::{AuthorisationServer, LoginWatch, Profile, TokenFacts};

pub(crate) use app::{App, CALLBACK, address, but, form};
pub(crate) use browser::Browser;

pub(crate) const ISSUER: &str = "http://127.0.0.1:7301";
pub(crate) const PASSWORD: &str = "moa-demo-2026";

const SPEC: &str = r##"
id = "thames"
name = { en = "Thames & Co", ko = "템스" }
country = "GB"
currency = "GBP"
seed = 1
[brand]
colour = "#27408B"
monogram = "TC"
[numbers]
scheme = "sort-code"
sort_code = "000941"
[temper]
page_size = 100
balances = ["ITBD"]
[[customers]]
login = "mina"
password = "moa-demo-2026"
name = "Mina Park"
[[customers.accounts]]
key = "everyday"
kind = "current"
description = "Riverside Current Account"
nickname = "Everyday <b>"
opening = "1840.25"
[[customers.accounts]]
key = "rainy-day"
kind = "savings"
description = "Instant Saver"
opening = "4200.00"
[[customers]]
login = "jun"
password = "quiet-harbour-58"
name = "Jun Seo"
[[customers.accounts]]
key = "main"
kind = "current"
description = "Riverside Current Account"
opening = "920.10"
"##;

/// The stage.
pub(crate) struct Stage {
    pub(crate) server: AuthorisationServer,
    pub(crate) bank: Bank,
    pub(crate) clock: Arc<FrozenClock>,
    pub(crate) luck: Arc<SeededEntropy>,
    pub(crate) app: App,
    pub(crate) seen: Arc<Seen>,
}

/// From where wrong passwords were reported, in their order.
#[derive(Debug, Default)]
pub(crate) struct Seen(Mutex<Vec<IpAddr>>);

impl Seen {
    pub(crate) fn all(&self) -> Vec<String> {
        self.0.lock().unwrap().iter().map(ToString::to_string).collect()
    }
}

impl LoginWatch for Seen {
    fn wrong_password(&self, address: IpAddr) {
        self.0.lock().unwrap().push(address);
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Stage {
    pub(crate) fn new() -> Self {
        Self::with(Profile::fapi2_security(), ISSUER)
    }

    pub(crate) fn with(profile: Profile, issuer: &str) -> Self {
        Self::over(&Database::in_memory().unwrap(), profile, issuer)
    }

    /// A stage over a database that is there already: how a restart looks.
    pub(crate) fn over(database: &Database, profile: Profile, issuer: &str) -> Self {
        let clock = Arc::new(FrozenClock::at("2026-07-14T07:42:00Z".parse().unwrap()));
        let luck = Arc::new(SeededEntropy::new(7));
        let spec = BankSpec::parse("thames.toml", SPEC).unwrap();
        let bank = Bank::open(spec, database.clone(), clock.clone(), luck.clone()).unwrap();
        let (issuer, seen) = (Issuer::new(issuer).unwrap(), Arc::new(Seen::default()));
        let server = AuthorisationServer::open(bank.clone(), profile, issuer, seen.clone()).unwrap();
        let app = App::make("moa", &*luck);
        server.register_client(&app.client()).unwrap();
        Self { server, bank, clock, luck, app, seen }
    }

    /// A second app, registered like the first.
    pub(crate) fn other_app(&self) -> App {
        let other = App::make("other", &*self.luck);
        self.server.register_client(&other.client()).unwrap();
        other
    }

    pub(crate) fn advance(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }

    /// A consent of the app that waits for a customer.
    pub(crate) fn consent(&self, app: &App) -> ConsentId {
        let permissions = ["ReadAccountsDetail", "ReadBalances"];
        let asked = NewConsent {
            client: app.id.clone(),
            permissions: permissions.into_iter().map(str::to_owned).collect::<BTreeSet<_>>(),
            expires_at: Some(self.bank.now() + SignedDuration::from_hours(24 * 90)),
            history: Window::default(),
        };
        self.bank.consents().create(asked).unwrap().id
    }

    pub(crate) fn facts(&self, token: &str) -> Option<TokenFacts> {
        self.server.introspect_local(&SecretString::from(token)).unwrap()
    }

    pub(crate) fn once_given_to(&self, token: &str) -> Option<ClientId> {
        self.server.once_given_to(&SecretString::from(token)).unwrap()
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Posts a form with some headers.
    pub(crate) async fn post(&self, path: &str, form: &[(String, String)], headers: &[(&str, String)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header("content-type", "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.server.router().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8(body.to_vec()).unwrap() }
    }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub(crate) fn text(&self, member: &str) -> String {
        self.json()[member].as_str().unwrap_or_else(|| panic!("no {member} in {}", self.body)).to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The whole of a refusal: its status and its code.
    pub(crate) fn refusal(&self) -> (u16, String) {
        (self.status.as_u16(), self.json()["error"].as_str().unwrap_or_default().to_owned())
    }

    /// The parameters of a redirect to the app.
    pub(crate) fn redirect(&self) -> std::collections::BTreeMap<String, String> {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.body);
        let target = url::Url::parse(self.header("location")).unwrap();
        assert!(target.as_str().starts_with(CALLBACK), "{target}");
        target.query_pairs().into_owned().collect()
    }
}

/// A refusal as [`Answer::refusal`] gives it.
pub(crate) fn refused(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}
