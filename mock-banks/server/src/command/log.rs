//! What the program says on the side: the log, and why it ended.

use std::io::IsTerminal as _;

use clap::ValueEnum;
use moa_kernel::{Clock as _, SystemClock};
use serde_json::json;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::Directive;

/// How a line of the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line, for programs. Then everything on standard error is such a line.
    Json,
}

/// Reads a filter for the arguments: one that cannot be read is refused, and the part that is wrong is named.
pub(crate) fn filter(text: &str) -> Result<String, String> {
    if EnvFilter::try_new(text).is_ok() {
        return Ok(text.to_owned());
    }
    let mut parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let bad = parts.find(|part| part.parse::<Directive>().is_err()).unwrap_or(text);
    Err(format!(
        "`{bad}` is no part of a filter: give a level (off, error, warn, info, debug, trace), or targets with levels, such as \
         moa_bank_gateway=debug,warn"
    ))
}

/// Starts logging to standard error, in colour only where somebody sees colours. The filter is one that can be read.
pub(crate) fn start(filter: &str, format: LogFormat) {
    let filter = EnvFilter::new(filter);
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.with_ansi(wants_colours()).init(),
        // A request is one span, and its fields stand beside the event's: a list of spans would say them twice.
        LogFormat::Json => log.json().with_span_list(false).init(),
    }
}

/// <https://no-color.org>: somebody at a terminal may not want them either.
fn wants_colours() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty()) && std::io::stderr().is_terminal()
}

impl LogFormat {
    /// Says something that is no matter of the log's level.
    pub(crate) fn say(self, what: &str) {
        self.tell("INFO", what);
    }

    /// Says why the program ends, down to the first cause.
    pub(crate) fn say_why(self, error: &anyhow::Error) {
        self.tell("ERROR", &format!("mock-banks: {}", reasons(error).join("\n  because ")));
    }

    fn tell(self, level: &str, what: &str) {
        match self {
            Self::Text => eprintln!("{what}"),
            Self::Json => {
                let now = SystemClock.now().to_string();
                eprintln!("{}", json!({ "timestamp": now, "level": level, "fields": { "message": what } }));
            }
        }
    }
}

/// What went wrong and each cause of it, but for those that the sentence before already tells.
fn reasons(error: &anyhow::Error) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for text in error.chain().map(|cause| cause.to_string().trim_end().to_owned()) {
        if !said.last().is_some_and(|last| last.contains(&text)) {
            said.push(text);
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use anyhow::{Context as _, anyhow};

    use super::*;

    #[test]
    fn every_cause_is_told_and_none_twice() {
        let error = anyhow!("no such file\n").context("the apps cannot be read: no such file");
        let error = Err::<(), _>(error).context("apps.toml cannot be used").unwrap_err();
        assert_eq!(reasons(&error), ["apps.toml cannot be used", "the apps cannot be read: no such file"]);
        let error = anyhow!("the disk is gone").context("the state cannot be used");
        assert_eq!(reasons(&error), ["the state cannot be used", "the disk is gone"]);
    }
}
