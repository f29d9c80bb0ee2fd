//! What an operator decides about an app holds at its next request, over the real ports on both sides; and what the app did
//! there can be looked up.

use moa_bank_core::spec::CoreKind;
use moa_tests::attacker::{Answer, App, AppKey, Grant, Ground};
use moa_tests::operator::Operator;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// A bank, somebody who runs it, and an app that a customer has let in.
struct Linked {
    ground: Ground,
    operator: Operator,
    app: App,
    grant: Grant,
}

impl Linked {
    async fn new() -> Self {
        let ground = Ground::one_bank().await.unwrap();
        let operator = Operator::of(ground.world(), "thames").await.unwrap();
        let app = ground.app().await.unwrap();
        let grant = app.grant(&Ground::jun()).await.unwrap();
        Self { ground, operator, app, grant }
    }

    async fn accounts(&self) -> Answer {
        self.app.get("/accounts", &self.grant.access).await.unwrap()
    }

    async fn own_token(&self) -> Answer {
        let fields = [("grant_type", "client_credentials"), ("scope", "accounts")];
        self.app.send(self.app.form("/token", &fields).await.unwrap()).await.unwrap()
    }

    async fn refresh(&self) -> Answer {
        self.app.send(self.app.refresh_ask(&self.grant.refresh).await.unwrap()).await.unwrap()
    }

    /// Below the app, at the management centre.
    async fn change(&self, method: Method, rest: &str, sent: Value) -> (StatusCode, Value) {
        let path = format!("/apps/{}{rest}", self.app.client_id);
        self.operator.call(method, &path, (!sent.is_null()).then_some(sent)).await.unwrap()
    }

    /// Why the one request of an id was answered as it was.
    async fn explained(&self, at: &str) -> Value {
        let told = self.operator.done(Method::GET, at, None).await.unwrap();
        let [only] = told["answers"].as_array().unwrap().as_slice() else { panic!("{told}") };
        only.clone()
    }

    /// The facts of the newest record of an action in the bank's audit log.
    async fn recorded(&self, action: &str) -> Value {
        let log = self.operator.done(Method::GET, "/audit?limit=1000", None).await.unwrap();
        let records = log["records"].as_array().unwrap();
        records.iter().rfind(|record| record["action"] == action).cloned().unwrap_or_default()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_suspended_app_is_refused_at_its_next_request_and_served_again_when_it_is_let_in() {
    let it = Linked::new().await;
    let other = it.ground.app().await.unwrap();
    let theirs = other.grant(&Ground::jun()).await.unwrap();
    assert_eq!(it.accounts().await.status, 200);
    assert_eq!(it.change(Method::POST, "/suspend", json!({})).await.0, 400, "nobody is shut out without a reason");
    assert_eq!(it.accounts().await.status, 200);

    let (status, app) = it.change(Method::POST, "/suspend", json!({ "reason": "its owner lost a laptop" })).await;
    assert_eq!(
        (status.as_u16(), &app["suspended"], &app["reason"]),
        (200, &json!(true), &json!("its owner lost a laptop"))
    );
    it.accounts().await.challenged("invalid_token").unwrap();
    it.own_token().await.refused(401, "invalid_client").unwrap();
    it.refresh().await.refused(401, "invalid_client").unwrap();
    assert_eq!(other.get("/accounts", &theirs.access).await.unwrap().status, 200, "nobody else is shut out");
    assert_eq!(it.change(Method::POST, "/suspend", json!({ "reason": "again" })).await.0, 409);
    let record = it.recorded("app.suspend").await;
    assert!(record.to_string().contains("its owner lost a laptop"), "{record}");
    assert_eq!(record["subject"], format!("app/{}", it.app.client_id), "{record}");

    let (status, app) = it.change(Method::POST, "/resume", Value::Null).await;
    assert_eq!((status.as_u16(), &app["suspended"]), (200, &json!(false)));
    assert_eq!(it.accounts().await.status, 200);
    assert_eq!(it.own_token().await.status, 200);
    assert_eq!(it.refresh().await.status, 200);
    assert_eq!(it.change(Method::POST, "/resume", Value::Null).await.0, 409);
    assert_eq!(it.operator.call(Method::POST, "/apps/nobody/resume", None).await.unwrap().0, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_assertion_with_a_key_that_was_taken_away_is_refused() {
    let mut it = Linked::new().await;
    let (first, second) = (it.app.key.clone(), AppKey::make().unwrap());
    let both = json!({ "keys": [first.public_jwk(), second.public_jwk()] });
    assert_eq!(it.change(Method::PUT, "/keys", both).await.0, 200);
    assert_eq!(it.own_token().await.status, 200, "the first key stays good beside the second");

    let gone = format!("/keys/{}", first.thumbprint());
    assert_eq!(it.change(Method::DELETE, &gone, Value::Null).await.0, 200);
    it.own_token().await.refused(401, "invalid_client").unwrap();
    assert_eq!(it.change(Method::DELETE, &gone, Value::Null).await.0, 409, "it is gone already");
    it.app.key = second.clone();
    assert_eq!(it.own_token().await.status, 200);
    let last = format!("/keys/{}", second.thumbprint());
    assert_eq!(it.change(Method::DELETE, &last, Value::Null).await.0, 409, "an app without keys is one to suspend");
    assert_eq!(it.own_token().await.status, 200);

    let third = AppKey::make().unwrap();
    assert_eq!(it.change(Method::PUT, "/keys", json!({ "keys": [third.public_jwk()] })).await.0, 200);
    it.own_token().await.refused(401, "invalid_client").unwrap();
    it.app.key = third;
    assert_eq!(it.own_token().await.status, 200);
    let nonsense = it.change(Method::PUT, "/keys", json!({ "keys": [{ "kty": "oct", "k": "c2VjcmV0" }] })).await;
    assert_eq!(nonsense.0, 422, "{}", nonsense.1);
    assert_eq!(it.own_token().await.status, 200, "what was refused changed nothing");
    assert_eq!(it.accounts().await.status, 200, "tokens are bound to another key and outlive this one");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_app_on_a_small_plan_is_told_when_to_come_again() {
    let it = Linked::new().await;
    let other = it.ground.app().await.unwrap();
    let theirs = other.grant(&Ground::jun()).await.unwrap();
    let tiny = json!({ "quota_requests": 3, "quota_window_seconds": 60, "burst": 2, "per_second": 1, "at_once": 4 });
    it.operator.done(Method::PUT, "/plans/tiny", Some(tiny)).await.unwrap();
    assert_eq!(it.change(Method::PUT, "/plan", json!({ "plan": "grand" })).await.0, 404);
    let (status, app) = it.change(Method::PUT, "/plan", json!({ "plan": "tiny" })).await;
    assert_eq!((status.as_u16(), app["plan"].as_str()), (200, Some("tiny")), "{app}");
    it.ground.wait(10);

    let told = |answer: &Answer| {
        assert_eq!(answer.header("ratelimit-policy"), "\"tiny-quota\";q=3;w=60, \"tiny-spike\";q=2;w=2");
        let fields = [answer.header("ratelimit"), answer.header("retry-after")].map(str::to_owned);
        (answer.status.as_u16(), fields)
    };
    let expect = |status: u16, standing: &str, again: &str| (status, [standing.to_owned(), again.to_owned()]);
    assert_eq!(told(&it.accounts().await), expect(200, "\"tiny-quota\";r=2;t=60, \"tiny-spike\";r=1;t=1", ""));
    assert_eq!(told(&it.accounts().await), expect(200, "\"tiny-quota\";r=1;t=60, \"tiny-spike\";r=0;t=1", ""));
    let fast = it.accounts().await;
    assert_eq!(told(&fast), expect(429, "\"tiny-quota\";r=1;t=60, \"tiny-spike\";r=0;t=1", "1"));
    assert!(!fast.body.contains("\"Data\""), "{}", fast.body);
    let neighbour = other.get("/accounts", &theirs.access).await.unwrap();
    assert_eq!(neighbour.status, 200, "another app pays nothing for it");
    assert!(neighbour.header("ratelimit-policy").starts_with("\"standard-quota\""));

    it.ground.wait(2);
    assert_eq!(it.accounts().await.status, 200);
    assert_eq!(told(&it.accounts().await), expect(429, "\"tiny-quota\";r=0;t=58, \"tiny-spike\";r=1;t=1", "58"));
    it.ground.wait(58);
    assert_eq!(it.accounts().await.status, 200, "another window");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_consent_that_an_operator_revokes_is_over_at_the_next_call_and_so_are_its_tokens() {
    let it = Linked::new().await;
    let kept = it.app.grant(&Ground::jun()).await.unwrap();
    let revoke = format!("/consents/{}/revoke", it.grant.consent);
    assert_eq!(it.operator.call(Method::POST, &revoke, Some(json!({}))).await.unwrap().0, 400, "not without a reason");
    assert_eq!(it.accounts().await.status, 200);

    let because = Some(json!({ "reason": "the customer called" }));
    let ended = it.operator.done(Method::POST, &revoke, because.clone()).await.unwrap();
    assert_eq!((&ended["id"], &ended["state"]), (&json!(it.grant.consent), &json!("revoked")), "{ended}");
    it.accounts().await.challenged("invalid_token").unwrap();
    it.refresh().await.refused(400, "invalid_grant").unwrap();
    let shown = it.operator.done(Method::GET, &format!("/consents/{}", it.grant.consent), None).await.unwrap();
    assert_eq!(shown, ended);
    assert_eq!(it.app.get("/accounts", &kept.access).await.unwrap().status, 200, "the app's other consent stays");
    let record = it.recorded("consent.revoke").await;
    assert!(record.to_string().contains("the customer called"), "{record}");
    assert_eq!(it.operator.call(Method::POST, &revoke, because.clone()).await.unwrap().0, 409);
    assert_eq!(it.operator.call(Method::POST, "/consents/none/revoke", because).await.unwrap().0, 404);
}

fn not_asked(rule: &str) -> Value {
    json!({ "rule": rule, "outcome": "not-asked" })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_live_call_did_can_be_looked_up() {
    let it = Linked::new().await;
    let before = it.operator.done(Method::GET, "/traffic", None).await.unwrap();
    let requests = |traffic: &Value| {
        let rows = traffic["traffic"].as_array().unwrap().clone();
        let own = rows.into_iter().find(|row| row["app"] == it.app.client_id.as_str()).unwrap();
        assert_eq!((&own["api"], &own["state"]), (&json!("uk-account-information"), &json!("published")), "{own}");
        assert_eq!(own["refused"], 0, "{own}");
        (own["requests"].as_u64().unwrap(), own["version"].as_str().unwrap().to_owned())
    };
    let (count, version) = requests(&before);
    let answer = it.accounts().await;
    assert_eq!(answer.status, 200);
    assert_eq!(requests(&it.operator.done(Method::GET, "/traffic", None).await.unwrap()), (count + 1, version.clone()));

    let interaction = answer.header("x-fapi-interaction-id");
    let at = format!("/explanations/{interaction}");
    let explained = it.explained(&at).await;
    assert_eq!(explained["app"], it.app.client_id.as_str(), "{explained}");
    assert_eq!(
        (&explained["method"], &explained["api"], &explained["version"], &explained["path"], &explained["status"]),
        (
            &json!("GET"),
            &json!("uk-account-information"),
            &json!(version),
            &json!("/open-banking/v4.0/aisp/accounts"),
            &json!(200)
        ),
        "{explained}"
    );
    let rules = explained["rules"].as_array().unwrap();
    let not_passed: Vec<_> = rules.iter().filter(|run| run["outcome"] != "passed").collect();
    let [once, recipe] = not_passed[..] else { panic!("{explained}") };
    // The standard's list of accounts is no request that may be repeated, and no recipe.
    assert_eq!((once, recipe), (&not_asked("once"), &not_asked("recipe")), "{explained}");
    assert!(rules.len() > 10, "{explained}");
    let own = &explained["commands"][0];
    assert!(own["protocol"].is_string() && own["name"].is_string() && own["outcome"].is_string(), "{explained}");
    assert_eq!(it.operator.call(Method::GET, "/explanations/none", None).await.unwrap().0, 400);

    // The same question to another core is the same answer, and is told as what it was.
    let bank = it.ground.world().bank("thames").unwrap();
    let core = own["protocol"].as_str().unwrap();
    let (kind, other) =
        if core == "telegram" { (CoreKind::Ledger, "ledger") } else { (CoreKind::Telegram, "telegram") };
    tokio::task::block_in_place(|| bank.swap_core(kind)).unwrap();
    let again = it.accounts().await;
    assert_eq!(again.body, answer.body);
    let at = format!("/explanations/{}", again.header("x-fapi-interaction-id"));
    let told = it.explained(&at).await;
    assert_eq!(told["commands"][0]["protocol"], other, "{told}");

    let refused = it.app.get("/accounts/nobodys/balances", &it.grant.access).await.unwrap();
    let at = format!("/explanations/{}", refused.header("x-fapi-interaction-id"));
    let why = it.explained(&at).await;
    assert_eq!((&why["refused"]["rule"], &why["commands"]), (&json!("account"), &json!([])), "{why}");

    let metrics = it.operator.metrics().await.unwrap();
    for core in [core, other] {
        let labels = [
            ("bank", "thames"),
            ("app", it.app.client_id.as_str()),
            ("api", "uk-account-information"),
            ("version", version.as_str()),
            ("core", core),
            ("status", "2xx"),
        ];
        let labels = labels.map(|(name, value)| format!("{name}=\"{value}\"")).join(",");
        assert!(metrics.contains(&format!("moa_requests_total{{{labels}}}")), "{labels} in {metrics}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_app_that_reaches_beyond_its_consent_again_and_again_raises_an_alert() {
    let it = Linked::new().await;
    let alerts = async |after: u64| {
        let path = format!("/alerts?after={after}");
        it.operator.done(Method::GET, &path, None).await.unwrap()["alerts"].as_array().unwrap().clone()
    };
    let beyond = async || it.app.get("/accounts/nobodys/balances", &it.grant.access).await.unwrap().status;
    for _ in 0..20 {
        assert!(beyond().await.is_client_error());
    }
    assert_eq!(alerts(0).await, Vec::<Value>::new());
    beyond().await;
    let raised = alerts(0).await;
    assert_eq!(raised.len(), 1, "{raised:?}");
    assert_eq!(raised[0]["threat"], "account-aggregation", "{raised:?}");
    assert!(raised[0]["culprit"].as_str().unwrap().contains(&it.app.client_id), "{raised:?}");
    assert_eq!(alerts(raised[0]["sequence"].as_u64().unwrap()).await, Vec::<Value>::new());
    let metrics = it.operator.metrics().await.unwrap();
    assert!(metrics.contains("moa_alerts_total{bank=\"thames\",threat=\"account-aggregation\"} 1"), "{metrics}");
}
