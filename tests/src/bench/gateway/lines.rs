//! A table of rates: the first line is the baseline. What is measured in several rounds is told by its median.

use std::time::Duration;

/// A table of rates: the first line is the baseline.
pub(super) struct Lines {
    title: String,
    lines: Vec<Line>,
}

struct Line {
    what: &'static str,
    /// Of each round.
    a_second: Vec<u128>,
    p99: Vec<Duration>,
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
        match self.lines.iter_mut().find(|line| line.what == what) {
            Some(line) => {
                line.a_second.push(a_second);
                line.p99.push(p99);
            }
            None => self.lines.push(Line { what, a_second: vec![a_second], p99: vec![p99] }),
        }
    }
}

/// A round that something else on the machine disturbed moves it little.
fn median<T: Ord + Copy + Default>(rounds: &[T]) -> T {
    let mut sorted = rounds.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

impl std::fmt::Display for Lines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "\n{}", self.title)?;
        let baseline = self.lines.first().map_or(1, |line| median(&line.a_second).max(1));
        for line in &self.lines {
            let (what, rate, p99) = (line.what, median(&line.a_second), median(&line.p99).as_micros());
            let hundredths = rate * 100 / baseline;
            let (whole, rest) = (hundredths / 100, hundredths % 100);
            writeln!(f, "  {what:<44} {rate:>9} /s  p99 {p99:>6} µs  {whole:>3}.{rest:02} ×")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_its_median_round_beside_the_baselines() {
        let mut lines = Lines::new("pages", 7);
        for millis in [1, 10, 2] {
            lines.note("base", vec![Duration::from_millis(millis)]);
            lines.note("half as fast", vec![Duration::from_millis(2 * millis)]);
        }
        let told = lines.to_string();
        assert!(
            told.contains("base                                               500 /s  p99   2000 µs    1.00 ×"),
            "{told}"
        );
        assert!(
            told.contains("half as fast                                       250 /s  p99   4000 µs    0.50 ×"),
            "{told}"
        );
    }
}
