//! The gateway with all its checks, beside the same handler with none, and beside a file served as it lies there.
//!
//! First everything runs in this process, one request after the other on one thread, without a network: what is measured is
//! the gateway's own work. Then the same goes over HTTP. Proofs are made before the clock starts, because making them is the
//! app's work.

mod algorithms;
mod lines;
mod parts;
mod stage;
mod wire;

use std::time::Duration;

use anyhow::{Result, ensure};
use moa_bank_processing::codec::uk;
use moa_security::jws::Alg;

use lines::Lines;
use stage::{Before, Stage, time};

/// Everything is measured so often, in turn, and the median counts.
const ROUNDS: usize = 5;

pub(super) async fn measure() -> Result<()> {
    let stage = Stage::open(Alg::Es256).await?;
    println!("\nOne thread, no network. Requests a second are of one core.");
    for (what, path, operation) in [
        ("accounts", format!("{}/accounts", uk::BASE_PATH), uk::Operation::Accounts),
        ("a page of 100 transactions", page_of(&stage)?, uk::Operation::Transactions),
    ] {
        let bytes = stage.body(&stage.router(Before::Nothing)?, &path).await?;
        ensure!(operation != uk::Operation::Transactions || rows(&bytes)? == 100, "the page has not 100 rows");
        println!("{}", in_process(&stage, what, &path, operation, &bytes).await?);
        println!("{}", wire::measure(&stage, what, &path, operation, bytes).await?);
    }
    algorithms::measure().await?;
    parts::measure(&stage).await
}

fn page_of(stage: &Stage) -> Result<String> {
    Ok(format!("{}/accounts/{}/transactions", uk::BASE_PATH, stage.account()?))
}

async fn in_process(stage: &Stage, what: &str, path: &str, operation: uk::Operation, bytes: &[u8]) -> Result<Lines> {
    let mut table = Lines::new(what, bytes.len());
    for _ in 0..ROUNDS {
        for (what, before) in
            [("the handler alone, no checks", Before::Nothing), ("the handler alone, after a write", Before::AWrite)]
        {
            table.note(what, stage.handler_alone(path, operation, before).await?);
        }
        for (what, before) in [
            ("all checks, token and consent known", Before::Nothing),
            ("all checks, token and consent looked up", Before::Forgetting),
            ("all checks, after a write", Before::AWrite),
        ] {
            table.note(what, stage.requests(path, before).await?);
        }
        table.note("the same bytes from a file", file(bytes).await?);
    }
    Ok(table)
}

fn rows(page: &[u8]) -> Result<usize> {
    let page: serde_json::Value = serde_json::from_slice(page)?;
    Ok(page.pointer("/Data/Transaction").and_then(|rows| rows.as_array()).map_or(0, Vec::len))
}

/// The same bytes, from a static file server.
async fn file(bytes: &[u8]) -> Result<Vec<Duration>> {
    let files = wire::Files::of(bytes).await?;
    time(&files.router(), files.requests()?, || Ok(())).await
}
