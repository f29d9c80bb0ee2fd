//! What the log is held against and the database must not hold: the key of the seals, and the last head of each log.
//!
//! Both lie in files beside the state file that only its owner can read (`world.db.audit-key`, `world.db.audit-heads`); a
//! world in memory has them in memory. A head is noted after the transaction that made it was kept, so the note is never
//! ahead of the log; whoever cuts records off the end has to explain it to the note. A log that does not reach its note is
//! not noted any further: what was cut off would be forgotten as soon as the log had grown past it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use aws_lc_rs::hmac;
use moa_kernel::Entropy;
use tracing::{error, info};

use super::{Hash, HeadStanding};
use crate::private;
use crate::state::StateError;

/// A file of heads of a thousand banks is still smaller.
const HEADS_BYTES_MAX: u64 = 1024 * 1024;

type Heads = BTreeMap<String, (u64, Hash)>;

/// The key and the heads of one world.
pub(crate) struct Outside {
    /// The state file they lie beside; nothing for a world in memory.
    state: Option<PathBuf>,
    key: OnceLock<hmac::Key>,
    heads: Mutex<NotedHeads>,
}

#[derive(Default)]
struct NotedHeads {
    /// Made in the transaction that is under way.
    expected: Heads,
    /// Kept by transactions of this process, or noted before it.
    noted: Heads,
    /// What was found out about logs that are not as they were noted.
    marked: BTreeMap<String, HeadStanding>,
    /// What was noted before could not be read.
    unreadable: bool,
    /// The last note could not be written.
    unwritten: bool,
}

impl NotedHeads {
    fn mark(&mut self, chain: &str, standing: HeadStanding) {
        if self.marked.insert(chain.to_owned(), standing) != Some(standing) {
            error!(log = chain, "this audit log is not as it was noted: {standing}");
        }
    }
}

impl Outside {
    pub(crate) fn beside(state: Option<&Path>) -> Self {
        Self { state: state.map(Path::to_owned), key: OnceLock::new(), heads: Mutex::default() }
    }

    /// Reads the key, or makes it. A key that is missing although records were sealed with it is not replaced: a new one
    /// would let a rewritten log pass for the old one.
    pub(super) fn load_or_make_key(&self, entropy: &dyn Entropy, records: bool) -> Result<(), StateError> {
        if self.key.get().is_some() {
            return Ok(());
        }
        let bytes = match self.file("audit-key") {
            None => make(entropy),
            Some(path) => match read_key(&path)? {
                Some(bytes) => bytes,
                None if records => return Err(StateError::SealKeyMissing(path)),
                None => {
                    let bytes = make(entropy);
                    private::replace(&path, Hash::from_bytes(bytes).to_string().as_bytes())?;
                    bytes
                }
            },
        };
        let _made_first = self.key.set(hmac::Key::new(hmac::HMAC_SHA256, &bytes));
        Ok(())
    }

    pub(super) fn seal(&self, hash: &Hash) -> Result<[u8; 32], StateError> {
        let tag = hmac::sign(self.key()?, hash.as_bytes());
        tag.as_ref().try_into().map_err(|_| StateError::Unreadable("audit seal"))
    }

    pub(super) fn is_sealed(&self, hash: &Hash, seal: &[u8; 32]) -> Result<bool, StateError> {
        Ok(hmac::verify(self.key()?, hash.as_bytes(), seal).is_ok())
    }

    fn key(&self) -> Result<&hmac::Key, StateError> {
        self.key.get().ok_or(StateError::Unreadable("audit key"))
    }

    /// Remembers what the log's last record will be if the transaction is kept, unless the one `before` it shows that the
    /// log was cut off.
    pub(super) fn expect_head(&self, chain: String, before: Option<(u64, Hash)>, head: (u64, Hash)) {
        let mut heads = self.lock();
        let noted = heads.expected.get(&chain).or_else(|| heads.noted.get(&chain)).copied();
        // Another process on the same state may have written more; less there cannot be.
        let is_short = |(noted, hash): &(u64, Hash)| match before {
            Some((at, found)) => at < *noted || (at == *noted && found != *hash),
            None => true,
        };
        if let Some((noted, _)) = noted.filter(is_short) {
            heads.mark(&chain, HeadStanding::CutOff { noted });
        }
        if !matches!(heads.marked.get(&chain), Some(HeadStanding::CutOff { .. })) {
            heads.expected.insert(chain, head);
        }
    }

    /// The transaction was kept: its heads are what the logs must reach from now on. A note that cannot be written is
    /// written with the next one, and said so meanwhile; the log itself is safe in the database.
    pub(crate) fn kept(&self) {
        let mut heads = self.lock();
        if heads.expected.is_empty() {
            return;
        }
        let expected = std::mem::take(&mut heads.expected);
        heads.noted.extend(expected);
        let Some(path) = self.file("audit-heads") else { return };
        match note(&path, &heads.noted) {
            Ok(()) if std::mem::take(&mut heads.unwritten) => {
                info!(path = %path.display(), "the heads of the audit logs can be noted again");
            }
            Ok(()) => {}
            Err(_) if heads.unwritten => {}
            Err(fault) => {
                error!(path = %path.display(), fault = &fault as &dyn std::error::Error,
                    "the heads of the audit logs cannot be noted: an end that is cut off from now on would not be found");
                heads.unwritten = true;
            }
        }
    }

    /// Recalls what was noted before this process. Says whether that could be read.
    pub(super) fn recall_heads(&self) -> bool {
        let Some(path) = self.file("audit-heads") else { return true };
        let mut heads = self.lock();
        match read_heads(&path) {
            Ok(noted) => {
                merge(&mut heads.noted, noted);
                true
            }
            Err(fault) => {
                error!(path = %path.display(), fault = &fault as &dyn std::error::Error,
                    "the noted heads of the audit logs cannot be read: an end that was cut off would not be found");
                heads.unreadable = true;
                false
            }
        }
    }

    /// What is known of a log's head.
    pub(super) fn known_head(&self, chain: &str) -> Option<(u64, Hash)> {
        self.lock().noted.get(chain).copied()
    }

    /// Remembers that a log is not as it was noted.
    pub(super) fn mark(&self, chain: &str, standing: HeadStanding) {
        self.lock().mark(chain, standing);
    }

    /// How a log stands, as far as anybody has looked.
    pub(super) fn standing(&self, chain: &str) -> HeadStanding {
        let heads = self.lock();
        match heads.marked.get(chain) {
            Some(cut @ HeadStanding::CutOff { .. }) => *cut,
            _ if heads.unreadable => HeadStanding::Unreadable,
            _ if heads.unwritten => HeadStanding::NotWritten,
            Some(marked) => *marked,
            None => HeadStanding::Reached,
        }
    }

    /// The transaction was undone.
    pub(crate) fn undone(&self) {
        self.lock().expected.clear();
    }

    /// What the log has reached at least.
    pub(super) fn noted_head(&self, chain: &str) -> Result<Option<(u64, Hash)>, StateError> {
        let mut heads = self.lock().noted.clone();
        if let Some(path) = self.file("audit-heads") {
            merge(&mut heads, read_heads(&path)?);
        }
        Ok(heads.get(chain).copied())
    }

    fn file(&self, ending: &str) -> Option<PathBuf> {
        let state = self.state.as_ref()?;
        let mut name = state.file_name()?.to_owned();
        name.push(".");
        name.push(ending);
        Some(state.with_file_name(name))
    }

    fn lock(&self) -> MutexGuard<'_, NotedHeads> {
        self.heads.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn make(entropy: &dyn Entropy) -> [u8; 32] {
    let mut bytes = [0; 32];
    entropy.fill(&mut bytes);
    bytes
}

fn read_key(path: &Path) -> Result<Option<[u8; 32]>, StateError> {
    match std::fs::read_to_string(path) {
        Ok(text) => {
            let key: Hash = text.trim().parse().map_err(|_| StateError::Unreadable("audit key"))?;
            Ok(Some(*key.as_bytes()))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Adds to the file what it does not know yet. Another process on the same state may have noted more.
fn note(path: &Path, heads: &Heads) -> Result<(), StateError> {
    let mut all = read_heads(path)?;
    merge(&mut all, heads.clone());
    let lines: String = all.iter().map(|(chain, (sequence, hash))| format!("{sequence} {hash} {chain}\n")).collect();
    Ok(private::replace(path, lines.as_bytes())?)
}

fn read_heads(path: &Path) -> Result<Heads, StateError> {
    match std::fs::metadata(path) {
        Ok(file) if file.len() <= HEADS_BYTES_MAX => {}
        Ok(_) => return Err(StateError::TooLarge("file of audit heads")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Heads::new()),
        Err(error) => return Err(error.into()),
    }
    let text = std::fs::read_to_string(path)?;
    text.lines().map(|line| read_head(line).ok_or(StateError::Unreadable("audit head"))).collect()
}

fn read_head(line: &str) -> Option<(String, (u64, Hash))> {
    let (sequence, rest) = line.split_once(' ')?;
    let (hash, chain) = rest.split_once(' ')?;
    Some((chain.to_owned(), (sequence.parse().ok()?, hash.parse().ok()?)))
}

fn merge(into: &mut Heads, from: Heads) {
    for (chain, head) in from {
        let known = into.entry(chain).or_insert(head);
        if head.0 > known.0 {
            *known = head;
        }
    }
}
