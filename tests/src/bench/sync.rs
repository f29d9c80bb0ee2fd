//! Fetching three banks over HTTP, each request with a fresh proof: all at once beside one after another.

use anyhow::Result;
use mock_banks::{World, WorldOptions};
use tokio::time::Instant;

use super::table::{Measured, median};
use crate::installation;
use crate::person::{Choice, Decision, Person};

const RUNS: usize = 3;

pub(super) async fn measure() -> Result<()> {
    let world = World::start(WorldOptions::in_memory()).await?;
    let folder = tempfile::tempdir()?;
    let moa = installation::open_for_now(folder.path(), &world.directory_url()).await?;
    for bank in world.banks() {
        let everything = Decision::Allow(Choice::Everything);
        installation::link(&moa, bank.id().as_str(), &Person::mina(), &everything).await?;
    }
    let started = Instant::now();
    let report = moa.sync().run().await?;
    let first = started.elapsed();
    let rows: u64 = report.links.iter().map(|link| link.tally.added).sum();
    println!("\nThree banks, {rows} rows. The banks run in this process, on the same cores.");

    let links = moa.links().await?;
    let one_by_one = median(RUNS, async || {
        for link in &links {
            moa.sync().only(&link.id).run().await?;
        }
        anyhow::Ok(())
    });
    let mut fetching = Measured::new("Bringing everything up to date");
    fetching.note("one bank after another", one_by_one.await?);
    fetching.note("all banks at once", median(RUNS, async || moa.sync().run().await).await?);
    fetching.note("the first time, all at once", first);
    println!("{fetching}");
    world.stop().await;
    Ok(())
}
