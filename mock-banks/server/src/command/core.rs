//! `mock-banks core`: one bank's core as a process of its own.

use std::sync::Arc;

use anyhow::Context as _;
use moa_kernel::{OsEntropy, SystemClock};
use mock_banks::cores::process::{CoreOptions, RunningCore};
use mock_banks::{BankChoice, spec_of};

use super::stop::Stop;
use super::{Core, serve};

/// Runs until it is told to stop.
pub(crate) async fn run(core: Core) -> anyhow::Result<()> {
    let choice = match core.folder {
        Some(path) => BankChoice::Folder { path, only: vec![core.bank.clone()] },
        None => BankChoice::Only(vec![core.bank.clone()]),
    };
    let folder = core.cores.unwrap_or_else(|| serve::cores_beside(&core.state));
    let spec = spec_of(&choice, &core.bank, core.seed)?;
    let options = CoreOptions {
        spec,
        state: core.state,
        folder,
        port: core.port,
        clock: Arc::new(SystemClock),
        entropy: Arc::new(OsEntropy),
    };
    let bank = core.bank;
    let running = RunningCore::start(options).await.with_context(|| format!("the core of `{bank}` does not start"))?;
    let stop = Stop::listen()?;
    println!("the core of {bank} ({:?}) listens on {}", running.kind(), running.address());
    stop.asked().await;
    core.log.format.say("stopping…");
    running.stop().await;
    Ok(())
}
