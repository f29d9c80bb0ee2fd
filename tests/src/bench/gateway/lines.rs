//! A table of rates: the first line is the baseline.

use std::time::Duration;

/// A table of rates: the first line is the baseline.
pub(super) struct Lines {
    title: String,
    lines: Vec<(&'static str, u128, u128)>,
}

impl Lines {
    pub(super) fn new(what: &str, bytes: usize) -> Self {
        Self { title: format!("{what} ({bytes} bytes)"), lines: Vec::new() }
    }

    /// Notes how long each of many requests took that came one after the other.
    pub(super) fn note(&mut self, what: &'static str, times: Vec<Duration>) {
        self.note_all(what, times.iter().sum(), times);
    }

    /// Notes how long many requests took together, and each of them.
    pub(super) fn note_all(&mut self, what: &'static str, whole: Duration, mut times: Vec<Duration>) {
        let a_second = times.len() as u128 * 1_000_000_000 / whole.as_nanos().max(1);
        times.sort_unstable();
        let p99 = times.get(times.len() * 99 / 100).copied().unwrap_or_default();
        self.lines.push((what, a_second, p99.as_micros()));
    }
}

impl std::fmt::Display for Lines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "\n{}", self.title)?;
        let baseline = self.lines.first().map_or(1, |(_, rate, _)| (*rate).max(1));
        for (what, rate, p99) in &self.lines {
            let hundredths = rate * 100 / baseline;
            let (whole, rest) = (hundredths / 100, hundredths % 100);
            writeln!(f, "  {what:<44} {rate:>9} /s  p99 {p99:>6} µs  {whole:>3}.{rest:02} ×")?;
        }
        Ok(())
    }
}
