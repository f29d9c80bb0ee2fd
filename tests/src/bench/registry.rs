//! What it costs callers that a bank changes while it serves: the story of [`crate::traffic`] at two hundred requests a
//! second, told in counts and in what an answer took while a change was under way and while none was.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, ensure};
use moa_bank_core::life::History;
use mock_banks::{StatePlace, WorldOptions};
use tokio::time::Instant;

use crate::attacker::Ground;
use crate::person::Person;
use crate::spending::PERMISSIONS;
use crate::traffic::{Caller, Heard, Story, Target, run};

/// What is promised: so many requests a second, for so long.
const A_SECOND: u32 = 200;
const SECONDS: u32 = 30;
/// What is aimed at, so that what is achieved is not a hair below what is promised.
const AIM_A_SECOND: u32 = 220;
const CALLERS: usize = 8;
/// A change takes a few milliseconds, so that few answers meet one. What it does to callers would show around it too.
const NEAR: Duration = Duration::from_millis(100);
/// Fewer answers say nothing of the slowest in a hundred.
const ANSWERS_NEAR_MIN: usize = 200;

pub(super) async fn measure() -> Result<()> {
    // On a file, as a bank that is served: changes are written and synced while it is read.
    let folder = tempfile::tempdir()?;
    let state = StatePlace::File(folder.path().join("world.db"));
    let history = History { months: 3, transactions: None };
    let options = WorldOptions { history, state, ..WorldOptions::in_memory() };
    let ground = Arc::new(Ground::unheard(options.only(&["thames"])?).await?);
    let mut callers = Vec::new();
    for _ in 0..CALLERS {
        callers.push(Arc::new(Caller::allowed(&ground, "thames", &Person::mina(), PERMISSIONS).await?));
    }
    let story = Story::of(&ground, "thames");
    let requests = usize::try_from(AIM_A_SECOND * (SECONDS + 1))?;
    let began = Instant::now();
    let (heard, changes) = run(&callers, &story, requests, Duration::from_secs(1) / AIM_A_SECOND).await?;
    let took = began.elapsed();

    println!("\n{requests} requests, each with token and proof, and {} changes", changes.len());
    for (change, made) in Story::CHANGES.iter().zip(&changes) {
        println!("  {:<44} {:>9} µs", format!("{change:?}"), made.took.as_micros());
    }
    let wrong = heard.iter().filter(|one| !one.is_right()).count();
    println!("  {:<44} {:>9}", "answers that were wrong", wrong);
    for target in Target::ALL {
        let count = heard.iter().filter(|one| one.target == target).count();
        println!("  {:<44} {count:>9}", format!("answers from {}", target.path()));
    }
    let a_second = achieved(heard.len(), took);
    println!("  {:<44} {:>9}", "answers a second, to the last of them", a_second);
    println!("  {:<44} {:>9} s", "for", took.as_secs());
    let near = |one: &Heard| one.was_near(&changes, NEAR);
    tell("while nothing changed", &times(&heard, |one| !near(one)));
    let around = times(&heard, near);
    let enough = around.len() >= ANSWERS_NEAR_MIN;
    ensure!(enough, "only {} answers within {NEAR:?} of a change: that is too few to say anything", around.len());
    tell("within 100 ms of a change", &around);
    tell("of these, while it was being made", &times(&heard, Heard::met_a_change));
    ensure!(wrong == 0, "{wrong} answers are wrong");
    ensure!(heard.len() == requests, "{} of {requests} requests were answered", heard.len());
    ensure!(changes.len() == Story::CHANGES.len(), "only {} changes were made", changes.len());
    let fast_enough = a_second >= u64::from(A_SECOND) && took.as_secs() >= u64::from(SECONDS);
    ensure!(fast_enough, "{a_second} answers a second for {took:?}: {A_SECOND} for {SECONDS} s are promised");
    Ok(())
}

/// Whole answers a second.
fn achieved(answers: usize, took: Duration) -> u64 {
    let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX).max(1);
    u64::try_from(answers).unwrap_or(u64::MAX).saturating_mul(1_000_000) / micros
}

/// What these answers took, shortest first.
fn times(heard: &[Heard], which: impl Fn(&Heard) -> bool) -> Vec<Duration> {
    let mut times: Vec<_> = heard.iter().filter(|one| which(one)).map(|one| one.took).collect();
    times.sort_unstable();
    times
}

fn tell(when: &str, times: &[Duration]) {
    let at = |percent| percentile(times, percent).as_micros();
    let (p50, p99, worst) = (at(50), at(99), at(100));
    println!("  {when:<36} {:>6} answers  p50 {p50:>7} µs  p99 {p99:>7} µs  worst {worst:>7} µs", times.len());
}

/// The time within which so many of a hundred were answered.
fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    let at = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(at).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_whole_answers_a_second_and_never_rounded_up() {
        assert_eq!(achieved(6_000, Duration::from_secs(30)), 200);
        assert_eq!(achieved(6_000, Duration::from_millis(30_001)), 199);
        assert_eq!(achieved(0, Duration::ZERO), 0);
    }

    #[test]
    fn a_percentile_is_a_time_that_was_measured() {
        let sorted: Vec<_> = (1..=200).map(Duration::from_micros).collect();
        let at = |percent| percentile(&sorted, percent).as_micros();
        assert_eq!((at(50), at(99), at(100)), (101, 199, 200));
        assert_eq!(percentile(&[], 99), Duration::ZERO);
    }
}
