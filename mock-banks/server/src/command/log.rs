//! What the program says on the side: the log, and why it ended.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

/// Starts logging to standard error, in colour only where somebody sees colours. A filter that cannot be read counts as `warn`.
pub(crate) fn start(filter: &str) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("warn"));
    // https://no-color.org: somebody at a terminal may not want them either.
    let wanted = std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty());
    let colours = wanted && std::io::stderr().is_terminal();
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(std::io::stderr).init();
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
