//! The testbed attacks a twin on purpose. Whoever reads the platform's log is not woken by it, and can leave it out.

use std::sync::Mutex;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter as _;

use crate::harness::{small, verify};

#[tokio::test]
async fn what_the_twin_is_attacked_with_is_marked_as_the_labs_and_is_no_alarm() {
    static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());
    let log = tracing_subscriber::fmt().with_env_filter(EnvFilter::new("moa_bank_gateway=debug"));
    // For all threads, as the twin has some of its own. Other tests' twins are heard as well, and are to be as quiet.
    tracing::subscriber::set_global_default(log.with_ansi(false).with_writer(|| LOG.make_writer()).finish()).unwrap();
    let report = verify(&small(), None, Vec::new()).await;
    assert!(report.passed(), "{}", report.to_text());
    let text = String::from_utf8(LOG.lock().unwrap().clone()).unwrap();
    assert!(text.contains("a threat was rehearsed"), "the watch sees what the testbed does: {text}");
    assert!(!text.contains("WARN"), "{text}");
    // A request of another test that was under way when this one began to listen has no span at all.
    let answered: Vec<&str> =
        text.lines().filter(|line| line.contains("answered") && line.contains("request{")).collect();
    let unmarked: Vec<_> =
        answered.iter().filter(|line| !line.contains("bank=thames") || !line.contains("lab=true")).collect();
    assert!(answered.len() > 100 && unmarked.is_empty(), "{} of {}: {unmarked:?}", unmarked.len(), answered.len());
}
