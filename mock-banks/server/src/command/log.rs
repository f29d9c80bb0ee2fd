//! What the program says on the side: the log, and why it ended.

use tracing_subscriber::EnvFilter;

/// Starts logging to standard error. A filter that cannot be read counts as `warn`.
pub(crate) fn start(filter: &str) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}

/// Says why the program ends, down to the first cause.
pub(crate) fn say_why(error: &anyhow::Error) {
    eprintln!("mock-banks: {error}");
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        if text != said {
            eprintln!("  because {text}");
        }
        said = text;
        cause = error.source();
    }
}
