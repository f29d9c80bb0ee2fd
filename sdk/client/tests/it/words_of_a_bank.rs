//! A bank that sends back as its error what nobody may read: a token, a code, an account number.

use moa_sdk::authorise::Redirect;
use moa_sdk::sync::LinkOutcome;
use moa_sdk::{Error, ErrorKind};
use serde_json::json;

use crate::fake_bank::{FakeBank, Reply};
use crate::installation::Installation;

/// Two that keep to the alphabet of RFC 6749 and one that has the looks of a code.
const PLANTED: [&str; 3] = ["pl4nted-acc3ss-t0ken-pl4nted", "GB33BUKB20201555555555", "plantedtoken"];

/// Everything that an error can be made to say, with everything that caused it.
fn said(error: &Error) -> String {
    let causes = std::iter::successors(Some(error as &dyn std::error::Error), |error| error.source());
    causes.map(|error| format!("{error} {error:?}\n")).collect()
}

fn says_nothing_of(planted: &str, error: &Error, kind: ErrorKind) {
    assert_eq!((error.kind(), error.context().bank_code.as_deref()), (kind, None), "{planted}");
    assert!(!said(error).contains(planted), "{planted}: {}", said(error));
}

async fn refusing(path: &str, planted: &'static str) -> (FakeBank, Installation) {
    let bank = FakeBank::open("thames").await;
    let here = Installation::with(&[&bank]).await;
    bank.trick(path, move |_, _| Some(Reply::json(400, &json!({"error": planted, "error_description": planted}))));
    (bank, here)
}

#[tokio::test]
async fn a_refused_registration_request_or_token_says_nothing_of_it() {
    for planted in PLANTED {
        for (path, kind) in [
            ("/register", ErrorKind::RegistrationRefused),
            ("/par", ErrorKind::BankRefused),
            ("/token", ErrorKind::ApprovalFailed),
        ] {
            let (bank, here) = refusing(path, planted).await;
            says_nothing_of(planted, &here.prepare(&bank).await.unwrap_err(), kind);
        }
    }
}

/// What a bank's support desk asks for first.
#[tokio::test]
async fn whoever_refuses_what_the_error_names_the_call() {
    const API: &str = "/open-banking/v4.0/aisp";
    for path in ["/.well-known/openid-configuration", "/register", "/par", &format!("{API}/account-access-consents")] {
        for status in [400, 500] {
            let bank = FakeBank::open("thames").await;
            let here = Installation::with(&[&bank]).await;
            bank.trick(path, move |_, _| Some(Reply::json(status, &json!({}))));
            let error = here.prepare(&bank).await.unwrap_err();
            names_the_last_call_on(path, &bank, &error);
        }
    }
    let bank = FakeBank::open("thames").await;
    let here = Installation::with(&[&bank]).await;
    here.link(&bank).await;
    let accounts = format!("{API}/accounts");
    bank.trick(&accounts, |_, _| Some(Reply::json(400, &json!({}))));
    let report = here.moa.sync().run().await.unwrap();
    let LinkOutcome::Failed(error) = &report.links[0].outcome else { panic!("{report:?}") };
    names_the_last_call_on(&accounts, &bank, error);
}

fn names_the_last_call_on(path: &str, bank: &FakeBank, error: &Error) {
    let heard = bank.heard_on(path).pop().expect("it was called");
    let named = error.context().interaction_id.as_ref().map(ToString::to_string);
    assert_eq!(named.as_deref(), heard.header("x-fapi-interaction-id"), "{path}: {error}");
}

#[tokio::test]
async fn a_code_that_is_not_redeemed_says_nothing_of_it() {
    for planted in PLANTED {
        let bank = FakeBank::open("thames").await;
        let here = Installation::with(&[&bank]).await;
        let flow = here.prepare(&bank).await.unwrap();
        bank.trick("/token", move |_, _| Some(Reply::json(400, &json!({"error": planted}))));
        let error = flow.complete(Redirect::from_url(&bank.approve()).unwrap()).await.unwrap_err();
        says_nothing_of(planted, &error, ErrorKind::ApprovalFailed);
    }
}

#[tokio::test]
async fn an_answer_in_the_browser_says_nothing_of_it() {
    for planted in PLANTED {
        let bank = FakeBank::open("thames").await;
        let here = Installation::with(&[&bank]).await;
        let flow = here.prepare(&bank).await.unwrap();
        let back = bank.send_back(&[("error", planted), ("error_description", planted), ("iss", &bank.origin)]);
        let error = flow.complete(Redirect::from_url(&back).unwrap()).await.unwrap_err();
        says_nothing_of(planted, &error, ErrorKind::ApprovalFailed);
    }
}

#[tokio::test]
async fn a_refused_question_says_its_code_and_nothing_else() {
    const UUID: &str = "2f6cbd0e-3f0a-4a0e-9a55-0d6d2f8e1c11";
    let planted = PLANTED.into_iter().chain([UUID]).map(|planted| (planted, None));
    for (code, heard) in planted.chain([("U002", Some("U002"))]) {
        let bank = FakeBank::open("thames").await;
        let here = Installation::with(&[&bank]).await;
        here.link(&bank).await;
        let body = json!({
            "Id": code, "Code": code, "Message": code,
            "Errors": [{"ErrorCode": code, "Message": code, "Path": code, "Url": code}],
        });
        bank.trick("/open-banking/v4.0/aisp/accounts", move |_, _| Some(Reply::json(400, &body)));
        let report = here.moa.sync().run().await.unwrap();
        let LinkOutcome::Failed(error) = &report.links[0].outcome else { panic!("{report:?}") };
        assert_eq!((error.kind(), error.context().bank_code.as_deref()), (ErrorKind::BankRefused, heard), "{code}");
        assert_eq!(said(error).contains(code), heard.is_some(), "{code}: {}", said(error));
    }
}
