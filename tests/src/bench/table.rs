//! A table whose first line is the baseline.

use std::fmt;
use std::time::Duration;

use tokio::time::Instant;

/// What was measured, first the baseline.
#[derive(Debug)]
pub(super) struct Measured {
    title: &'static str,
    lines: Vec<(String, Duration)>,
}

impl Measured {
    pub(super) const fn new(title: &'static str) -> Self {
        Self { title, lines: Vec::new() }
    }

    /// Notes what something took.
    pub(super) fn note(&mut self, what: &str, took: Duration) {
        self.lines.push((what.to_owned(), took));
    }
}

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n{}", self.title)?;
        let baseline = self.lines.first().map_or(1, |(_, took)| took.as_nanos().max(1));
        for (what, took) in &self.lines {
            // Hundredths, by whole numbers: a benchmark is no reason for floats either.
            let hundredths = took.as_nanos().saturating_mul(100) / baseline;
            let (whole, rest) = (hundredths / 100, hundredths % 100);
            writeln!(f, "  {what:<44} {:>9} µs  {whole:>5}.{rest:02} ×", took.as_micros())?;
        }
        Ok(())
    }
}

/// How long the middle one of several runs took. One run before them warms the caches.
pub(super) async fn median<T, E>(runs: usize, mut work: impl AsyncFnMut() -> Result<T, E>) -> Result<Duration, E> {
    work().await?;
    let mut times = Vec::with_capacity(runs);
    for _ in 0..runs {
        let started = Instant::now();
        work().await?;
        times.push(started.elapsed());
    }
    times.sort_unstable();
    Ok(times.get(runs / 2).copied().unwrap_or_default())
}
