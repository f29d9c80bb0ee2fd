//! What it costs callers that a bank changes while it serves: the story of [`crate::traffic`] at two hundred requests a
//! second, told in counts and in what an answer took while a change was under way and while none was.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, ensure};
use moa_bank_core::life::History;
use mock_banks::WorldOptions;

use crate::attacker::Ground;
use crate::person::Person;
use crate::spending::PERMISSIONS;
use crate::traffic::{Caller, Heard, Story, Target, run};

const A_SECOND: u32 = 200;
const SECONDS: u32 = 30;
const CALLERS: usize = 8;

pub(super) async fn measure() -> Result<()> {
    let options = WorldOptions { history: History { months: 3, transactions: None }, ..WorldOptions::in_memory() };
    let ground = Arc::new(Ground::unheard(options.only(&["thames"])?).await?);
    let mut callers = Vec::new();
    for _ in 0..CALLERS {
        callers.push(Arc::new(Caller::allowed(&ground, "thames", &Person::mina(), PERMISSIONS).await?));
    }
    let story = Story::of(&ground, "thames");
    let requests = usize::try_from(A_SECOND * SECONDS)?;
    let (heard, changes) = run(&callers, &story, requests, Duration::from_secs(1) / A_SECOND).await?;

    println!("\n{requests} requests, {A_SECOND} a second, each with token and proof, and {} changes", changes.len());
    for (change, took) in Story::CHANGES.iter().zip(&changes) {
        println!("  {:<44} {:>9} µs", format!("{change:?}"), took.as_micros());
    }
    let wrong = heard.iter().filter(|one| !one.is_right()).count();
    println!("  {:<44} {:>9}", "answers that were wrong", wrong);
    for target in Target::ALL {
        let count = heard.iter().filter(|one| one.target == target).count();
        println!("  {:<44} {count:>9}", format!("answers from {}", target.path()));
    }
    for (when, met) in [("while nothing changed", false), ("while a change was under way", true)] {
        let mut times: Vec<Duration> =
            heard.iter().filter(|one| one.met_a_change() == met).map(|Heard { took, .. }| *took).collect();
        times.sort_unstable();
        let at = |percent: usize| times.get(times.len() * percent / 100).copied().unwrap_or_default().as_micros();
        println!("  {when:<32} {:>6} answers  p50 {:>7} µs  p99 {:>7} µs", times.len(), at(50), at(99));
    }
    ensure!(wrong == 0, "{wrong} answers are wrong");
    Ok(())
}
