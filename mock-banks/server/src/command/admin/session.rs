//! Who is logged in, and where: a small file in the user's data folder that only its owner can read. Logging out takes the
//! session out of it; the address stays, so that the next login finds its way.

use std::io::{BufRead as _, IsTerminal as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use moa_bank_core::private;
use moa_kernel::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

use super::tell::Stuck;

/// Another place for the file: for tests, and for two sessions at a time.
const PLACE: &str = "MOA_ADMIN_SESSION";
/// A session by itself, for programs.
const TOKEN: &str = "MOA_ADMIN_TOKEN";

/// A session as it lies in the file.
#[derive(Serialize, Deserialize)]
pub(crate) struct Kept {
    /// Where it is good, or was.
    pub(crate) url: String,
    /// Whom to trust there, where the banks run with TLS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ca: Option<PathBuf>,
    /// Nothing after a logout.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    token: Option<String>,
}

impl Kept {
    pub(crate) fn token(&self) -> Option<SecretString> {
        self.token.as_deref().map(SecretString::from)
    }
}

/// The session in the file, if there is one.
pub(crate) fn find() -> anyhow::Result<Option<Kept>> {
    let path = place()?;
    match std::fs::read_to_string(&path) {
        Ok(text) => {
            check_private(&path)?;
            let read = || format!("{} is no session: remove it and log in again", path.display());
            Ok(Some(serde_json::from_str(&text).with_context(read)?))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
    }
}

/// Keeps a session.
pub(crate) fn keep(url: &str, ca: Option<&Path>, token: &str) -> anyhow::Result<PathBuf> {
    // The next command may be given in another folder.
    let ca = ca.map(std::path::absolute).transpose()?;
    write(&Kept { url: url.to_owned(), ca, token: Some(token.to_owned()) })
}

/// Forgets the session in the file, if it is the one that has ended. Where it was good, and whom to trust there, stays known.
pub(crate) fn forget(ended: &SecretString) -> anyhow::Result<()> {
    match find()? {
        Some(kept) if kept.token.as_deref() == Some(ended.expose_secret()) => {
            write(&Kept { token: None, ..kept }).map(drop)
        }
        _ => Ok(()),
    }
}

fn write(kept: &Kept) -> anyhow::Result<PathBuf> {
    let path = place()?;
    if let Some(folder) = path.parent() {
        private::make_readable_folder(folder)?;
    }
    let text = serde_json::to_vec(kept)?;
    private::replace(&path, &text).with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(path)
}

/// The token to show: from a file that was named, from the environment, or from the session in the file.
pub(crate) fn token(file: Option<&Path>, kept: Option<&Kept>) -> anyhow::Result<Option<SecretString>> {
    if let Some(path) = file {
        let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
        return Ok(Some(SecretString::from(text.trim())));
    }
    if let Some(token) = std::env::var_os(TOKEN) {
        let token = token.into_string().ok().with_context(|| format!("{TOKEN} holds no token"))?;
        return Ok(Some(SecretString::from(token)));
    }
    Ok(kept.and_then(Kept::token))
}

/// Asks for a secret: without echo at a terminal, else as the next line of standard input.
pub(crate) fn ask(what: &str) -> anyhow::Result<SecretString> {
    if std::io::stdin().is_terminal() {
        return Ok(SecretString::from(rpassword::prompt_password(format!("{what}: "))?));
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    let line = SecretString::from(line);
    let text = line.expose_secret().trim_end_matches(['\r', '\n']);
    if text.is_empty() {
        let next = "at a terminal it is asked for; elsewhere it is a line of standard input: \
                    `mock-banks admin login < FILE`. A program sets MOA_ADMIN_TOKEN instead";
        return Err(Stuck::new(format!("there is no {} on standard input", what.to_lowercase()), next).into());
    }
    Ok(SecretString::from(text))
}

fn place() -> anyhow::Result<PathBuf> {
    if let Some(path) = std::env::var_os(PLACE) {
        return Ok(path.into());
    }
    let projects = directories::ProjectDirs::from("", "", "moa-mock-banks");
    let folder = projects.with_context(|| format!("this user has no data folder: say where with {PLACE}"))?;
    Ok(folder.data_dir().join("admin-session.json"))
}

fn check_private(path: &Path) -> anyhow::Result<()> {
    if private::is_shared(path)? {
        bail!("others can read {}: remove it, log out everywhere and log in again", path.display());
    }
    Ok(())
}
