//! The testbed attacks a twin on purpose. Whoever reads the platform's log is not woken by it.

use std::io::Write;
use std::sync::{Arc, Mutex};

use tracing_subscriber::EnvFilter;

use crate::harness::{small, verify};

/// Where the log goes.
#[derive(Clone, Default)]
struct Pages(Arc<Mutex<Vec<u8>>>);

impl Write for Pages {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn what_the_twin_is_attacked_with_is_seen_and_is_no_alarm() {
    let pages = Pages::default();
    let writer = pages.clone();
    let log = tracing_subscriber::fmt().with_env_filter(EnvFilter::new("moa_bank_gateway::watch=debug"));
    // For all threads, as the twin has some of its own. Other tests' twins are heard as well, and are to be as quiet.
    tracing::subscriber::set_global_default(log.with_ansi(false).with_writer(move || writer.clone()).finish()).unwrap();
    let report = verify(&small(), None, Vec::new()).await;
    assert!(report.passed(), "{}", report.to_text());
    let text = String::from_utf8(pages.0.lock().unwrap().clone()).unwrap();
    assert!(text.contains("a threat was rehearsed"), "the watch sees what the testbed does: {text}");
    assert!(!text.contains("WARN"), "{text}");
}
