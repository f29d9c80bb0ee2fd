//! What the table of `mock-banks serve` tells whoever started it.

use crate::served::{Served, client};

#[tokio::test]
async fn the_table_tells_how_to_log_in_here() {
    let served = Served::start(&["--memory"]).await;
    let (admin, bank, hint) =
        (served.origin("management centre"), served.origin("Thames"), served.line("log in as admin / "));
    assert!(admin.starts_with("http://127.0.0.1:"), "{admin}");
    assert!(hint.ends_with(&format!("(shown this once: `mock-banks admin login --url {admin}`)")), "{hint}");
    for url in [format!("{admin}/admin/v1/banks"), format!("{bank}/open-banking/v4.0/aisp/accounts")] {
        assert_eq!(client().get(&url).send().await.unwrap().status(), 401, "{url}");
    }
    served.stop().await;
}

#[tokio::test]
async fn the_first_password_is_shown_at_the_first_start_and_never_again() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("world.db");
    let arguments = ["--state", state.to_str().unwrap()];
    let first = Served::start(&arguments).await;
    let password = first.password().unwrap().to_owned();
    assert_eq!(first.log_in(&password).await.map(drop), Ok(()));
    let log = first.stop().await;
    assert!(!log.contains(&password), "the table shows it, the log does not: {log}");

    let second = Served::start(&arguments).await;
    assert_eq!(second.password(), None);
    let table = second.table.join("\n");
    assert!(table.contains("management centre") && !table.contains(&password), "{table}");
    assert_eq!(second.log_in(&password).await.map(drop), Ok(()), "nobody was given another one");
    assert_eq!(second.log_in("another").await, Err(401));
    let log = second.stop().await;
    assert!(!log.contains(&password), "{log}");
}
