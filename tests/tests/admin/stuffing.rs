//! Stolen passwords are tried at a bank's login page, over HTTP, one customer after another; whoever runs the bank reads of it.

use moa_tests::attacker::{App, Ground, Window};
use moa_tests::operator::Operator;
use reqwest::Method;
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};

use crate::desk::admin;

/// So many wrong passwords from one place may be mistakes.
const MISTAKES: usize = 30;
/// One window takes more than these; another is opened in time.
const A_WINDOW: usize = 9;
const STOLEN: &str = "stolen-elsewhere-77";

/// Tries a stolen password on each of so many customers.
async fn stuff(app: &App, customers: std::ops::Range<usize>) {
    let customers: Vec<usize> = customers.collect();
    for some in customers.chunks(A_WINDOW) {
        let mut window = Window::open(app, &app.link(&app.attempt().await.unwrap()).unwrap()).await.unwrap();
        for customer in some {
            window.log_in(&format!("customer-{customer}"), STOLEN).await.unwrap();
            assert!(!window.asks_for_consent().await.unwrap(), "customer-{customer} is let in");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn passwords_stuffed_into_the_login_page_are_one_alert_that_the_operator_reads() {
    let ground = Ground::one_bank().await.unwrap();
    let operator = Operator::of(ground.world(), "thames").await.unwrap();
    let app = ground.app().await.unwrap();
    let alerts = async || operator.done(Method::GET, "/alerts?after=0", None).await.unwrap()["alerts"].clone();
    stuff(&app, 0..MISTAKES).await;
    app.grant(&Ground::jun()).await.unwrap();
    assert_eq!(alerts().await, json!([]), "so many may be wrong by mistake, and a right one is none");

    stuff(&app, MISTAKES..MISTAKES + 5).await;
    let raised = alerts().await;
    let [alert] = &raised.as_array().unwrap()[..] else { panic!("one alert in a window of time: {raised}") };
    assert_eq!(
        (&alert["threat"], &alert["culprit"], &alert["count"]),
        (&json!("credential-stuffing"), &json!("address 127.0.0.1"), &json!(MISTAKES + 1)),
        "{alert}"
    );
    for secret in [STOLEN, "customer-"] {
        assert!(!alert.to_string().contains(secret), "{alert}");
    }
    let metrics = operator.metrics().await.unwrap();
    assert!(metrics.contains("moa_alerts_total{bank=\"thames\",threat=\"credential-stuffing\"} 1"), "{metrics}");
    assert_eq!(in_a_terminal(&ground).await, [raised[0]["sequence"].clone()], "the same from a terminal");
    app.grant(&Ground::jun()).await.unwrap();
}

/// The alerts about stuffing as `mock-banks admin alerts` has them, by their numbers.
async fn in_a_terminal(ground: &Ground) -> Vec<Value> {
    let (folder, world) = (tempfile::tempdir().unwrap(), ground.world());
    let password = world.first_admin().unwrap().password.expose_secret();
    let login = ["login", "--url", world.admin_origin()];
    let said = admin(folder.path(), &format!("{password}\n"), &login).await;
    assert_eq!(said.code, 0, "{said:?}");
    let listed = admin(folder.path(), "", &["alerts"]).await;
    assert!(listed.code == 0 && listed.out.contains("credential-stuffing"), "{listed:?}");
    let listed = admin(folder.path(), "", &["--json", "alerts"]).await;
    let listed: Value = serde_json::from_str(&listed.out).unwrap();
    let alerts = listed["alerts"].as_array().unwrap().iter().filter(|alert| alert["threat"] == "credential-stuffing");
    alerts.map(|alert| alert["sequence"].clone()).collect()
}
