//! Where the app keeps its files and where it reads the directory of banks: decided once, at start.

use std::path::{Path, PathBuf};

use moa_kernel::Timestamp;

use crate::private;

/// The mock banks of `cargo xtask run`, so that a fresh checkout works without a word of configuration.
pub const SANDBOX_DIRECTORY: &str = "http://127.0.0.1:7300/participants";

/// Where things are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    data: PathBuf,
    directory: String,
    extra_ca: Option<PathBuf>,
}

impl Places {
    /// From the environment: `MOA_DATA_DIR` and `MOA_DIRECTORY` (an address or a file), each with a sensible default, and
    /// `MOA_CA` (a PEM file).
    /// `ask` reads one variable, so that nothing here depends on the process.
    #[must_use]
    pub fn from_environment(ask: &dyn Fn(&str) -> Option<String>) -> Self {
        let chosen = |name| ask(name).filter(|value| !value.trim().is_empty());
        Self {
            data: chosen("MOA_DATA_DIR").map_or_else(usual_data_dir, PathBuf::from),
            directory: chosen("MOA_DIRECTORY").unwrap_or_else(|| SANDBOX_DIRECTORY.to_owned()),
            extra_ca: chosen("MOA_CA").map(PathBuf::from),
        }
    }

    /// These places and no others, for tests.
    #[must_use]
    pub fn new(data: impl Into<PathBuf>, directory: impl Into<String>) -> Self {
        Self { data: data.into(), directory: directory.into(), extra_ca: None }
    }

    /// Makes the data folder, which nobody but its owner may look into. Called before anything in it is used.
    ///
    /// # Errors
    /// When it cannot be made, or cannot be closed to others.
    pub fn prepare(&self) -> std::io::Result<()> {
        private::make_folder(&self.data)
    }

    /// A certificate authority to trust besides the system's, in a PEM file: the one `mock-banks serve --tls` makes.
    #[must_use]
    pub fn extra_ca(&self) -> Option<&Path> {
        self.extra_ca.as_deref()
    }

    /// The folder of everything the app keeps.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Where the directory of banks is: an address or a file.
    #[must_use]
    pub fn directory(&self) -> &str {
        &self.directory
    }

    /// The encrypted database.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.data.join("moa.db")
    }

    /// The sealed file of secrets, used where no keyring runs.
    #[must_use]
    pub fn sealed_vault(&self) -> PathBuf {
        self.data.join("vault.sealed")
    }

    /// The same places inside a folder that is not there yet, where what cannot be opened is set aside.
    #[must_use]
    pub fn aside(&self, at: Timestamp) -> Self {
        let moment = at.strftime("set-aside-%Y%m%dT%H%M%SZ").to_string();
        let mut data = self.data.join(&moment);
        // A clock that was set back must not lead to what was set aside before.
        for n in 2.. {
            if !data.exists() {
                break;
            }
            data = self.data.join(format!("{moment}-{n}"));
        }
        Self { data, ..self.clone() }
    }

    /// The file whose lock says that a Moa has this folder.
    #[must_use]
    pub fn lock(&self) -> PathBuf {
        self.data.join("moa.lock")
    }

    /// What the person chose about the app itself.
    #[must_use]
    pub fn preferences(&self) -> PathBuf {
        self.data.join("preferences.json")
    }

    /// The log of this and earlier runs.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.data.join("moa.log")
    }
}

/// The folder this operating system has for such data; the working directory only when it has none at all.
fn usual_data_dir() -> PathBuf {
    directories::ProjectDirs::from("org", "moa", "moa")
        .map_or_else(|| PathBuf::from("moa-data"), |folders| folders.data_dir().to_path_buf())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_look_into_the_data_folder() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let places = Places::new(folder.path().join("deep/moa"), SANDBOX_DIRECTORY);
        places.prepare().unwrap();
        places.prepare().unwrap();
        assert_eq!(std::fs::metadata(places.data()).unwrap().permissions().mode() & 0o777, 0o700);
    }

    #[test]
    fn the_environment_decides_and_an_empty_word_decides_nothing() {
        let set = Places::from_environment(&|name| match name {
            "MOA_DATA_DIR" => Some("/tmp/moa-test".to_owned()),
            "MOA_DIRECTORY" => Some("banks.json".to_owned()),
            _ => None,
        });
        assert_eq!(set.database(), Path::new("/tmp/moa-test/moa.db"));
        assert_eq!(set.directory(), "banks.json");

        let unset = Places::from_environment(&|_| Some("  ".to_owned()));
        assert_eq!(unset.directory(), SANDBOX_DIRECTORY);
        assert!(unset.data().ends_with("moa") || unset.data().ends_with("moa-data"));
    }
}
