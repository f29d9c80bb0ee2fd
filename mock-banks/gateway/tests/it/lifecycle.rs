//! What callers notice while APIs come, change and go. The registry is changed beside the router, never rebuilt with it.

use axum::body::Body;
use http::{Method, Request};
use moa_bank_registry::{ApiDefinition, Family, ReportId, State, StoredReport, Version, uk_account_information};

use crate::harness::{Answer, BASE, EVERYTHING, Gateway, MINAS_TOKEN};

pub(crate) const OPERATOR: &str = "operator:test";
const NEXT_BASE: &str = "/open-banking/v5.0/aisp";

pub(crate) fn family() -> Family {
    Family::new("uk-account-information").unwrap()
}

/// The next major: the same operations at another path.
pub(crate) fn next_major() -> ApiDefinition {
    ApiDefinition { version: Version::new(5, 0), base_path: NEXT_BASE.to_owned(), ..uk_account_information().unwrap() }
}

/// A minor version that no longer tells whose an account is.
fn without_party() -> ApiDefinition {
    let mut next = ApiDefinition { version: Version::new(4, 1), ..uk_account_information().unwrap() };
    next.operations.retain(|operation| operation.path != "/party");
    next.document["paths"].as_object_mut().unwrap().remove("/party");
    next
}

impl Gateway {
    /// All the way from a draft to a published API.
    pub(crate) fn publish(&self, definition: ApiDefinition) {
        let (family, version) = (definition.family.clone(), definition.version);
        let drafted = self.registry.draft(definition, OPERATOR).unwrap();
        self.registry.submit(&family, version, OPERATOR).unwrap();
        self.registry.begin_verifying(&family, version, OPERATOR).unwrap();
        let id = ReportId::new(format!("report-{}-{}", version.major, version.minor)).unwrap();
        let of = (family.clone(), version);
        let report = StoredReport::new(id, of, drafted.hash, true, self.bank.now(), b"{}".to_vec());
        self.registry.keep_report(report).unwrap();
        self.registry.publish(&family, version, &drafted.hash, OPERATOR).unwrap();
    }

    pub(crate) async fn get_at(&self, base: &str, path: &str) -> Answer {
        self.send(self.request_at(base, Method::GET, path, MINAS_TOKEN).body(Body::empty()).unwrap()).await
    }
}

#[tokio::test]
async fn an_api_that_is_published_answers_from_the_next_request_on() {
    let gateway = Gateway::open(EVERYTHING);
    assert_eq!(gateway.get_at(NEXT_BASE, "/accounts").await.status, 404);
    gateway.publish(next_major());
    let (old, new) = (gateway.get("/accounts").await, gateway.get_at(NEXT_BASE, "/accounts").await);
    assert_eq!((old.status.as_u16(), new.status.as_u16()), (200, 200));
    assert_eq!(old.json()["Data"], new.json()["Data"]);
    assert!(new.json()["Links"]["Self"].as_str().unwrap().ends_with("/open-banking/v5.0/aisp/accounts"));
}

#[tokio::test]
async fn what_was_never_published_is_not_there() {
    let gateway = Gateway::open(EVERYTHING);
    let nothing = gateway.get_at("/no-api/v1", "/accounts").await;
    let same_as_nothing = async |gateway: &Gateway| {
        let answer = gateway.get_at(NEXT_BASE, "/accounts").await;
        assert_eq!((answer.status, &answer.body), (nothing.status, &nothing.body));
        assert_eq!(nothing.status, 404);
    };
    let drafted = gateway.registry.draft(next_major(), OPERATOR).unwrap();
    same_as_nothing(&gateway).await;
    gateway.registry.submit(&family(), Version::new(5, 0), OPERATOR).unwrap();
    same_as_nothing(&gateway).await;
    gateway.registry.begin_verifying(&family(), Version::new(5, 0), OPERATOR).unwrap();
    same_as_nothing(&gateway).await;
    let (id, of) = (ReportId::new("report-1").unwrap(), (family(), Version::new(5, 0)));
    let report = StoredReport::new(id, of, drafted.hash, true, gateway.bank.now(), Vec::new());
    assert!(matches!(gateway.registry.keep_report(report).unwrap().state, State::Verified { .. }));
    same_as_nothing(&gateway).await;
}

#[tokio::test]
async fn a_minor_version_takes_the_place_of_the_one_before() {
    let gateway = Gateway::open(EVERYTHING);
    assert_eq!(gateway.get("/party").await.status, 200);
    gateway.publish(without_party());
    assert_eq!(gateway.get("/party").await.status, 404);
    let accounts = gateway.get("/accounts").await;
    assert_eq!((accounts.status.as_u16(), accounts.headers.contains_key("deprecation")), (200, false));
    let former = gateway.registry.find(&family(), Version::new(4, 0)).unwrap();
    assert!(matches!(former.state, State::Retired { because, .. } if because == "replaced by 4.1"));
}

#[tokio::test]
async fn a_deprecated_api_says_so_on_every_answer_good_and_bad() {
    let gateway = Gateway::open(EVERYTHING);
    gateway.publish(next_major());
    let sunset = "2027-06-30T00:00:00Z".parse().unwrap();
    let successor = Some(Version::new(5, 0));
    gateway.registry.deprecate(&family(), Version::new(4, 0), sunset, successor, OPERATOR).unwrap();
    let stranger = Request::builder().uri(format!("{BASE}/accounts")).body(Body::empty()).unwrap();
    let put = gateway.request(Method::PUT, "/accounts", MINAS_TOKEN).body(Body::empty()).unwrap();
    let long = Request::builder().uri(format!("{BASE}/accounts?{}", "a".repeat(5000))).body(Body::empty()).unwrap();
    let panic = gateway.request(Method::GET, "/accounts", crate::harness::PANICS).body(Body::empty()).unwrap();
    let answers = [
        (200, gateway.get("/accounts").await),
        (400, gateway.get("/accounts/0").await),
        (401, gateway.send(stranger).await),
        (404, gateway.get("/offers").await),
        (405, gateway.send(put).await),
        (414, gateway.send(long).await),
        (500, gateway.send(panic).await),
    ];
    for (status, answer) in answers {
        assert_eq!(answer.status, status);
        // 2026-11-23T09:00:00Z, as `date -d` counts it.
        assert_eq!(answer.header("deprecation"), "@1795424400", "{status}");
        assert_eq!(answer.header("sunset"), "Wed, 30 Jun 2027 00:00:00 GMT", "{status}");
        assert_eq!(answer.header("link"), "</open-banking/v5.0/aisp>; rel=\"successor-version\"", "{status}");
    }
    let other = gateway.get_at(NEXT_BASE, "/accounts").await;
    assert!(["deprecation", "sunset", "link"].iter().all(|name| !other.headers.contains_key(*name)));
}

#[tokio::test]
async fn a_blocked_api_says_why_to_everybody_and_answers_again_when_it_is_opened() {
    let gateway = Gateway::open(EVERYTHING);
    gateway.publish(next_major());
    gateway.registry.block(&family(), Version::new(4, 0), "a leak is being mended", OPERATOR).unwrap();
    let blocked = gateway.get("/accounts").await;
    assert_eq!((blocked.status.as_u16(), blocked.header("retry-after")), (503, "300"));
    assert_eq!(blocked.json()["Errors"][0]["Message"], "this API is blocked for now: a leak is being mended");
    assert_eq!(blocked.json()["Id"], blocked.header("x-fapi-interaction-id"));
    let stranger = Request::builder().uri(format!("{BASE}/nothing")).body(Body::empty()).unwrap();
    assert_eq!(gateway.send(stranger).await.status, 503);
    assert_eq!(gateway.get_at(NEXT_BASE, "/accounts").await.status, 200, "the other major goes on");
    gateway.registry.unblock(&family(), Version::new(4, 0), OPERATOR).unwrap();
    assert_eq!(gateway.get("/accounts").await.status, 200);
}

#[tokio::test]
async fn an_api_that_is_over_is_gone_and_its_path_nobody_elses() {
    let gateway = Gateway::open(EVERYTHING);
    gateway.publish(next_major());
    let sunset = "2027-06-30T00:00:00Z".parse().unwrap();
    gateway.registry.deprecate(&family(), Version::new(4, 0), sunset, Some(Version::new(5, 0)), OPERATOR).unwrap();
    gateway.registry.retire(&family(), Version::new(4, 0), "version 5 is here", OPERATOR).unwrap();
    let gone = gateway.get("/accounts").await;
    assert_eq!(gone.status, 410);
    assert_eq!(gone.json()["Errors"][0]["Message"], "this API is over: version 5 is here");
    assert_eq!(gone.header("link"), "</open-banking/v5.0/aisp>; rel=\"successor-version\"");
    assert_eq!(gone.header("sunset"), "Mon, 23 Nov 2026 09:00:00 GMT");
    let squatter = ApiDefinition { family: Family::new("squatter").unwrap(), ..uk_account_information().unwrap() };
    assert!(gateway.registry.draft(squatter, OPERATOR).is_err());
}

#[tokio::test]
async fn an_api_is_held_to_the_limits_of_its_definition() {
    let gateway = Gateway::open(EVERYTHING);
    let small = moa_bank_registry::Limits { body_bytes_max: 20, answer_bytes_max: 100, ..Default::default() };
    gateway.publish(ApiDefinition { version: Version::new(4, 1), limits: small, ..uk_account_information().unwrap() });
    let too_large = gateway.post_consent(r#"{"Data":{"Permissions":["ReadBalances"]},"Risk":{}}"#).await;
    assert_eq!(too_large.status, 413);
    let taken = gateway.post_consent(r#"{"Data":{}}"#).await;
    assert_eq!(taken.status, 400, "a small body is read, and found wrong");
    // More than the API says it gives is a fault of the bank's, and nobody is given half of it.
    let answer = gateway.get("/accounts").await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (500, "U000"));
}

#[tokio::test]
async fn a_request_finishes_on_the_table_it_began_on() {
    let gateway = Gateway::open(EVERYTHING);
    gateway.publish(next_major());
    // The body keeps the request waiting inside the gateway while the API is blocked around it.
    let (sender, body) = tokio::sync::mpsc::channel::<Result<axum::body::Bytes, std::io::Error>>(1);
    let body = Body::from_stream(futures::stream::unfold(body, async |mut body| Some((body.recv().await?, body))));
    let request = gateway.request(Method::POST, "/account-access-consents", crate::harness::APP_TOKEN);
    let request = request.header("content-type", "application/json").body(body).unwrap();
    let change = async {
        // The channel is full until the gateway reads on: it has looked its route up by then.
        sender
            .send(Ok(axum::body::Bytes::from_static(br#"{"Data":{"Permissions":["ReadAccountsBasic"]},"#)))
            .await
            .unwrap();
        sender.send(Ok(axum::body::Bytes::from_static(br#""Risk":"#))).await.unwrap();
        gateway.registry.block(&family(), Version::new(4, 0), "a leak", OPERATOR).unwrap();
        assert_eq!(gateway.get("/accounts").await.status, 503);
        sender.send(Ok(axum::body::Bytes::from_static(b"{}}"))).await.unwrap();
        drop(sender);
    };
    let (answer, ()) = tokio::join!(gateway.send(request), change);
    assert_eq!(answer.status, 201);
}
