//! A custom API without a line of code: its definition goes in over HTTP, and the next request with a token is answered.

use moa_bank_core::life::History;
use moa_tests::attacker::Ground;
use moa_tests::operator::Operator;
use moa_tests::person::Person;
use moa_tests::spending::{PERMISSIONS, V1_0, V1_PATH, lying_answers, open_operation};
use moa_tests::traffic::Caller;
use mock_banks::WorldOptions;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn it_is_added_over_http_and_answers_the_very_next_request() {
    let options = WorldOptions { history: History { months: 1, transactions: None }, ..WorldOptions::in_memory() };
    let ground = Ground::unheard(options.only(&["thames"]).unwrap()).await.unwrap();
    let caller = Caller::allowed(&ground, "thames", &Person::mina(), PERMISSIONS).await.unwrap();
    let operator = Operator::of(ground.world(), "thames").await.unwrap();
    assert_eq!(caller.get(V1_PATH).await.unwrap().status, 404);

    // What is careless is refused with a reason, over HTTP as well, and a publishing that nobody earned is refused.
    for (careless, reason) in [(open_operation(), "open to all"), (lying_answers(), "fit.answers-match-the-document")] {
        assert_eq!(operator.draft(&careless.unwrap()).await.unwrap().0, 201);
        let (passed, report) = operator.verify("spending/1.0").await.unwrap();
        assert!(!passed && report.contains(reason), "{report}");
        let (status, said) = operator.publish("spending/1.0").await.unwrap();
        assert_eq!(status, 409, "{said}");
    }
    let broken = V1_0.replace("group_by(\\\"category\\\")", "group_by(\\\"colour\\\")");
    assert_ne!(broken, V1_0);
    let (status, said) = operator.draft(&broken).await.unwrap();
    assert!(status.is_client_error() && said.to_string().contains("no field `colour`"), "{status} {said}");
    assert_eq!(caller.get(V1_PATH).await.unwrap().status, 404);

    // The same, fixed, in one go.
    assert_eq!(operator.draft(V1_0).await.unwrap().0, 201);
    let (passed, report) = operator.verify("spending/1.0").await.unwrap();
    assert!(passed, "{report}");
    let (status, said) = operator.publish("spending/1.0").await.unwrap();
    assert_eq!((status.as_u16(), said["state"].as_str()), (200, Some("published")), "{said}");
    let said = caller.get(&format!("{V1_PATH}?months=2")).await.unwrap();
    assert_eq!(said.status, 200, "{}", said.body);
    assert_eq!(said.json()["Meta"], json!({ "Months": 2 }));
    assert!(said.json().pointer("/Data/Spending/0/Amount").is_some_and(Value::is_string), "{}", said.body);

    // And off again with one switch, and nothing to be found in the books.
    let because = json!({ "reason": "a fault was found" });
    assert_eq!(operator.step("spending/1.0", "block", Some(because)).await.unwrap().0, 200);
    assert_eq!(caller.get(V1_PATH).await.unwrap().status, 503);
    let audit = operator.audit().await.unwrap();
    assert_eq!((&audit["intact"], &audit["disagreements"]), (&json!(true), &json!([])), "{audit}");
}
