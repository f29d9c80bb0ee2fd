//! What `mock-banks serve` logs, for people and for programs.

use serde_json::{Value, json};

use crate::served::{Served, client};

#[tokio::test]
async fn a_log_in_a_file_has_no_colours_and_no_warning_at_a_start() {
    let served = Served::start(&["--memory"]).await;
    let url = format!("{}/open-banking/v4.0/aisp/accounts", served.origin("Thames"));
    assert_eq!(client().get(&url).send().await.unwrap().status(), 401);
    let log = served.stop().await;
    assert!(log.contains("answered"), "it logs what it answers: {log}");
    assert!(!log.contains('\u{1b}'), "{log}");
    assert!(!log.contains("WARN"), "nothing has happened yet that anybody should look at: {log}");
}

#[tokio::test]
async fn a_log_in_json_is_an_object_a_line_and_holds_no_secret() {
    const PLANTED: &str = "pl4nted-acc3ss-t0ken";
    const ID: &str = "6f0c2d3e-9b1a-4c55-8a77-0d2f4b6e8c91";
    let served = Served::start(&["--memory", "--log-format", "json"]).await;
    let password = served.password().unwrap().to_owned();
    let session = served.log_in(&password).await.unwrap();
    let url = format!("{}/open-banking/v4.0/aisp/accounts/{PLANTED}/balances?x={PLANTED}", served.origin("Thames"));
    let asked = client().get(url).header("authorization", format!("DPoP {PLANTED}")).header("dpop", PLANTED);
    assert_eq!(asked.header("x-fapi-interaction-id", ID).send().await.unwrap().status(), 401);
    let log = served.stop().await;
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.iter().all(|line| line.is_object() && line["level"].is_string()), "{log}");
    assert_eq!(lines.last().unwrap()["fields"]["message"], "stopping…", "what is said beside the log is JSON as well");
    let of_the_request: Vec<&Value> = lines
        .iter()
        .filter(|line| line["span"]["interaction"] == ID && line["fields"]["message"] == "answered")
        .collect();
    let [answered] = of_the_request[..] else { panic!("{of_the_request:#?}") };
    let (span, fields) = (&answered["span"], &answered["fields"]);
    assert_eq!((&span["bank"], &span["method"]), (&json!("thames"), &json!("GET")));
    assert_eq!(span["route"], "/open-banking/v4.0/aisp/accounts/{AccountId}/balances");
    assert_eq!((&fields["status"], &fields["operation"]), (&json!(401), &json!("GetAccountsAccountIdBalances")));
    assert_eq!(
        (&fields["core"], &fields["commands"], &fields["core_micros"]),
        (&json!("ledger"), &json!(0), &json!(0))
    );
    for secret in [PLANTED, &password, &session] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}
