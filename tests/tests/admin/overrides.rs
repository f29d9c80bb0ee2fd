//! A change that breaks callers goes live under the same major version only on the word of somebody, who says why; and the
//! report says so for as long as it is kept.

use moa_tests::spending::{V1_0, breaking_minor};

use crate::desk::{Desk, PASSWORD};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_breaking_minor_goes_live_on_somebodys_word_and_the_report_keeps_it() {
    let desk = Desk::new(&["thames"]).await;
    let origin = desk.world.admin_origin().to_owned();
    assert_eq!(desk.admin_with(&format!("{PASSWORD}\n"), &["login", "--url", &origin]).await.code, 0);
    let file = desk.folder.path().join("definition.json");
    let api = async |verb: &str, version: &str, more: &[&str]| {
        desk.admin(&[&["api", verb, "spending", version], more].concat()).await
    };
    let submit = async |version: &str, text: &str| {
        std::fs::write(&file, text).unwrap();
        let drafted = desk.admin(&["api", "draft", file.to_str().unwrap()]).await;
        assert_eq!(drafted.code, 0, "{drafted:?}");
        assert_eq!(api("submit", version, &[]).await.code, 0);
    };
    submit("1.0", V1_0).await;
    let first = api("verify", "1.0", &[]).await;
    assert_eq!(first.code, 0, "{first:?}");
    assert_eq!(api("publish", "1.0", &[]).await.code, 0);

    let breaking = breaking_minor().unwrap();
    submit("1.1", &breaking).await;
    let failed = api("verify", "1.1", &[]).await;
    assert_eq!(failed.code, 3, "{failed:?}");
    assert_eq!(api("publish", "1.1", &[]).await.code, 1);
    let rules: std::collections::BTreeSet<&str> =
        failed.out.lines().filter(|line| line.contains('→')).filter_map(rule).collect();
    assert!(rules.len() > 1, "{failed:?}");

    // A word about one rule is no word about another, and none at all without a reason.
    let one = rules.first().unwrap();
    let said = format!("{one}=agreed with every app");
    submit("1.1", &breaking).await;
    assert_eq!(api("verify", "1.1", &["--override", &format!("{one}=")]).await.code, 1);
    let half = api("verify", "1.1", &["--override", &said]).await;
    assert_eq!(half.code, 3, "{half:?}");

    let words: Vec<String> = rules.iter().map(|rule| format!("{rule}=agreed with every app")).collect();
    let overrides: Vec<&str> = words.iter().flat_map(|said| ["--override", said]).collect();
    submit("1.1", &breaking).await;
    let green = api("verify", "1.1", &overrides).await;
    assert!(green.code == 0 && green.out.starts_with("PASSED"), "{green:?}");
    assert_eq!(api("publish", "1.1", &[]).await.code, 0);
    let report = desk.admin(&["report", "spending", "1.1"]).await;
    for rule in &rules {
        let line = format!("override of {rule} by admin:admin: agreed with every app");
        assert!(report.out.lines().any(|said| said == line), "{line} in {report:?}");
    }
    desk.world.stop().await;
}

/// The rule that a finding's remedy ends with.
fn rule(line: &str) -> Option<&str> {
    line.rsplit_once('(')?.1.strip_suffix(')')
}
