//! `sync` and `cancel_sync`: brings every bank's data home, and tells the window how far each one is.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use moa_kernel::{LinkId, Timestamp};
use moa_sdk::error::Error;
use moa_sdk::link::Link;
use moa_sdk::standards::DataKind;
use moa_sdk::sync::{Progress, SyncReport};
use tokio::time::Instant;

use crate::desktop::Desktop;
use crate::dto::{BankSync, BankSyncState, Code, CommandError, DataChange, SyncAsk, SyncProgress, SyncSummary};
use crate::host::{Event, Host};
use crate::read::id;
use crate::show::face::Faces;
use crate::show::sync::{over, under_way, waiting};

/// How often the window is told while pages come in. A change of state is told at once.
const QUIET: Duration = Duration::from_millis(80);

/// What the permission covers, and therefore all that is asked: what no screen shows is not fetched.
const READ: [DataKind; 4] = [DataKind::Accounts, DataKind::Balances, DataKind::Transactions, DataKind::Party];

/// Syncs one link or all, and answers when it is over. Progress goes out as `sync-progress`.
///
/// # Errors
/// [`Code::SyncRunning`] for a sync of all while another one runs; [`Code::NotFound`] for a link that is not there. What
/// goes wrong at a bank is in that bank's row and not an error of the command.
pub async fn sync<H: Host>(desktop: &Desktop<H>, ask: SyncAsk) -> Result<SyncSummary, CommandError> {
    let only = ask.only.map(id::<LinkId>).transpose()?;
    let opened = desktop.opened().await?;
    let moa = opened.moa().await?;
    let turn = match &only {
        Some(_) => desktop.running.in_turn().await,
        None => desktop.running.now().ok_or(CommandError::of(Code::SyncRunning))?,
    };
    let links = opened.store.list_links().await.map_err(Error::from)?;
    let links: Vec<Link> = links.into_iter().filter(|link| only.as_ref().is_none_or(|only| link.id == *only)).collect();
    if links.is_empty() && only.is_some() {
        return Err(CommandError::of(Code::NotFound));
    }

    let faces = opened.faces();
    let board = Arc::new(Board::new(Arc::clone(&desktop.host), &links, faces.clone(), desktop.now()));
    board.tell_all(None);
    let listening = Arc::clone(&board);
    let mut sync = moa
        .sync()
        .only_data(READ)
        .on_progress(move |progress| listening.note(&progress))
        .cancel_with(turn.stop.clone());
    if let Some(only) = &only {
        sync = sync.only(only);
    }
    let report = sync.run().await?;
    drop(turn);
    let summary = summary(report, &faces);
    board.end(&summary);
    desktop.changed(&[DataChange::Accounts, DataChange::Links], None);
    Ok(summary)
}

/// Stops the running sync, if there is one. What was read stays.
pub fn cancel_sync<H: Host>(desktop: &Desktop<H>) {
    desktop.running.stop();
}

fn summary(report: SyncReport, faces: &Faces) -> SyncSummary {
    let finished_at = report.finished_at.to_string();
    let banks: Vec<BankSync> = report.links.into_iter().map(|link| over(link, &finished_at, faces)).collect();
    SyncSummary {
        stopped: banks.iter().any(|bank| bank.state == BankSyncState::Stopped),
        banks,
        started_at: report.started_at.to_string(),
        finished_at,
    }
}

/// Where every bank of the running sync is. Each event carries the whole board, so that a late listener misses nothing.
struct Board<H> {
    host: Arc<H>,
    faces: Faces,
    started_at: Timestamp,
    rows: Mutex<Rows>,
}

struct Rows {
    banks: Vec<BankSync>,
    told: Instant,
}

impl<H: Host> Board<H> {
    fn new(host: Arc<H>, links: &[Link], faces: Faces, started_at: Timestamp) -> Self {
        let banks = links.iter().map(|link| waiting(&link.id, faces.of(&link.bank))).collect();
        Self { host, faces, started_at, rows: Mutex::new(Rows { banks, told: Instant::now() }) }
    }

    /// Notes a sign of life, and tells the window unless it was told a moment ago.
    fn note(&self, progress: &Progress) {
        let row = under_way(progress, &self.faces);
        let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(place) = rows.banks.iter_mut().find(|bank| bank.link == row.link) else { return };
        let turned = place.state != row.state;
        *place = row;
        if turned || rows.told.elapsed() >= QUIET {
            rows.told = Instant::now();
            let banks = rows.banks.clone();
            drop(rows);
            self.tell(banks, None);
        }
    }

    fn tell_all(&self, finished_at: Option<String>) {
        let banks = self.rows.lock().unwrap_or_else(PoisonError::into_inner).banks.clone();
        self.tell(banks, finished_at);
    }

    fn end(&self, summary: &SyncSummary) {
        self.tell(summary.banks.clone(), Some(summary.finished_at.clone()));
    }

    fn tell(&self, banks: Vec<BankSync>, finished_at: Option<String>) {
        let started_at = self.started_at.to_string();
        self.host.tell(&Event::SyncProgress(SyncProgress { banks, started_at, finished_at }));
    }
}
