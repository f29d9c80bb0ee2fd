//! `mock-banks serve`: from arguments to a running world, and from Ctrl-C to its end.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use moa_bank_core::life::History;
use mock_banks::clients::ClientsFile;
use mock_banks::cores::CoresOutside;
use mock_banks::{AdminOptions, AdminPort, BankChoice, Ports, StatePlace, TlsChoice, World, WorldOptions};

use super::stop::Stop;
use super::{Serve, table};

/// The state's name in the user's data folder.
const STATE_FILE: &str = "world.db";

/// The folder in which identities are left for cores of their own processes.
const CORES: &str = "cores";

/// Runs until it is told to stop.
pub(crate) async fn run(serve: Serve) -> anyhow::Result<()> {
    let options = options(&serve)?;
    let state = options.state.clone();
    let world = World::start(options).await?;
    let stop = Stop::listen()?;
    print!("{}", table::of(&world, &state));
    for bank in &serve.cores_outside {
        let expected = format!("the core of {bank} is expected outside: mock-banks core --bank {bank} --state FILE");
        serve.log.format.say(&expected);
    }
    stop.asked().await;
    serve.log.format.say("stopping…");
    world.stop().await;
    Ok(())
}

fn options(serve: &Serve) -> anyhow::Result<WorldOptions> {
    let (state, folder) = places(serve)?;
    let banks = match (&serve.folder, serve.banks.is_empty()) {
        (Some(path), _) => BankChoice::Folder { path: path.clone(), only: serve.banks.clone() },
        (None, true) => BankChoice::Embedded,
        (None, false) => BankChoice::Only(serve.banks.clone()),
    };
    let outside = (!serve.cores_outside.is_empty()).then(|| CoresOutside {
        folder: serve.cores.clone().unwrap_or_else(|| folder.join(CORES)),
        banks: serve.cores_outside.clone(),
    });
    Ok(WorldOptions {
        banks,
        cores_outside: outside,
        ports: if serve.port_base == 0 { Ports::Free } else { Ports::From(serve.port_base) },
        state,
        // The authority is kept even when the state is not: trust is given once, by hand.
        tls: serve.tls.then_some(TlsChoice::KeptIn(folder)),
        history: History { months: serve.history, transactions: serve.transactions },
        seed: serve.seed,
        clients: serve.clients.as_deref().map(load_clients).transpose()?,
        admin: AdminOptions {
            port: serve.admin_port.map_or(AdminPort::BeforeTheDirectory, AdminPort::This),
            password: None,
            second_pair_of_eyes: serve.second_pair_of_eyes,
        },
        ..WorldOptions::in_memory()
    })
}

fn load_clients(path: &Path) -> anyhow::Result<ClientsFile> {
    ClientsFile::load(path).with_context(|| format!("{} cannot be used", path.display()))
}

/// Where the state is, and the folder where certificates lie.
fn places(serve: &Serve) -> anyhow::Result<(StatePlace, PathBuf)> {
    if let Some(file) = &serve.state {
        return Ok((StatePlace::File(file.clone()), folder_of(file).to_owned()));
    }
    let folder = usual_folder()?;
    let state = if serve.memory { StatePlace::Memory } else { StatePlace::File(folder.join(STATE_FILE)) };
    Ok((state, folder))
}

fn usual_folder() -> anyhow::Result<PathBuf> {
    let projects = directories::ProjectDirs::from("", "", "moa-mock-banks")
        .context("this user has no data folder: name one with --state FILE, or use --memory")?;
    Ok(projects.data_dir().to_owned())
}

/// Where the state is when nothing else is said.
pub(super) fn usual_state() -> anyhow::Result<PathBuf> {
    Ok(usual_folder()?.join(STATE_FILE))
}

/// Where the certificate authority's certificate is kept when nothing else is said, if there is one.
pub(super) fn usual_ca() -> Option<PathBuf> {
    let path = usual_folder().ok()?.join(mock_banks::tls::CA_FILE);
    path.is_file().then_some(path)
}

/// Where identities lie when nothing else is said: beside the state.
pub(super) fn cores_beside(state: &Path) -> PathBuf {
    folder_of(state).join(CORES)
}

fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
