//! `preferences.json`: language, theme, hidden amounts. Nothing about money, so it may lie there in plain text.
//!
//! A change is written beside the file and then moved onto it, so that a crash leaves the old file or the new one. A file
//! that cannot be read is kept aside as `preferences.damaged.json` and said so; the app starts with defaults.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use crate::dto::{Notice, Preferences};
use crate::private;

/// Larger than any honest preferences file.
const MAX_BYTES: u64 = 16 * 1024;

/// The preferences and the file they live in.
#[derive(Debug)]
pub struct PreferencesFile {
    path: PathBuf,
    current: Preferences,
}

impl PreferencesFile {
    /// Reads the file. A missing one means defaults; a damaged one means defaults and a notice.
    #[must_use]
    pub fn open(path: PathBuf) -> (Self, Option<Notice>) {
        let (current, notice) = match read(&path) {
            Ok(current) => (current, None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => (Preferences::default(), None),
            Err(error) => {
                let aside = path.with_extension("damaged.json");
                let kept = fs::rename(&path, &aside).is_ok();
                tracing::warn!(%error, kept, "the preferences could not be read; defaults are used");
                (Preferences::default(), Some(Notice::PreferencesDamaged))
            }
        };
        (Self { path, current }, notice)
    }

    /// What is chosen now.
    #[must_use]
    pub const fn current(&self) -> &Preferences {
        &self.current
    }

    /// Chooses, for this run and, if the disk allows, for the next ones.
    ///
    /// # Errors
    /// When it could not be written. The choice holds for this run all the same.
    pub fn choose(&mut self, chosen: Preferences) -> io::Result<()> {
        self.current = chosen;
        write(&self.path, &self.current)
    }
}

fn read(path: &Path) -> io::Result<Preferences> {
    let mut text = String::new();
    let read = fs::File::open(path)?.take(MAX_BYTES + 1).read_to_string(&mut text)?;
    if u64::try_from(read).unwrap_or(u64::MAX) > MAX_BYTES {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "too large to be preferences"));
    }
    serde_json::from_str(&text).map_err(io::Error::from)
}

fn write(path: &Path, preferences: &Preferences) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        private::make_folder(folder)?;
    }
    let beside = path.with_extension("new.json");
    let mut file = private::create(&beside)?;
    serde_json::to_writer_pretty(&mut file, preferences)?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    fs::rename(&beside, path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dto::{LocaleChoice, Theme};

    #[test]
    fn a_choice_survives_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/preferences.json");
        let (mut file, notice) = PreferencesFile::open(path.clone());
        assert_eq!((file.current(), notice), (&Preferences::default(), None));

        let chosen = Preferences { locale: LocaleChoice::Ko, theme: Theme::Dark, hide_amounts: true };
        file.choose(chosen.clone()).unwrap();
        let (again, notice) = PreferencesFile::open(path);
        assert_eq!((again.current(), notice), (&chosen, None));
    }

    #[cfg(unix)]
    #[test]
    fn what_a_person_chose_is_for_their_eyes_only() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("moa/preferences.json");
        PreferencesFile::open(path.clone()).0.choose(Preferences::default()).unwrap();
        let rights = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((rights(&path), rights(path.parent().unwrap())), (0o600, 0o700));
    }

    #[test]
    fn a_damaged_file_is_kept_aside_and_said_so() {
        for damaged in ["{\"theme\": \"neon\"}", "not json", &"x".repeat(40_000), "\u{0}"] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("preferences.json");
            fs::write(&path, damaged).unwrap();
            let (file, notice) = PreferencesFile::open(path.clone());
            assert_eq!((file.current(), notice), (&Preferences::default(), Some(Notice::PreferencesDamaged)));
            assert_eq!(fs::read_to_string(folder.path().join("preferences.damaged.json")).unwrap(), damaged);
            assert!(!path.exists());
        }
    }

    #[test]
    fn a_key_of_a_later_version_is_not_damage() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("preferences.json");
        fs::write(&path, r#"{"theme":"dark","fontSize":"large"}"#).unwrap();
        let (file, notice) = PreferencesFile::open(path);
        assert_eq!((file.current().theme, notice), (Theme::Dark, None));
    }

    #[test]
    fn a_disk_that_refuses_keeps_the_choice_for_this_run() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("preferences.json");
        let (mut file, _) = PreferencesFile::open(path);
        // A folder where the new file would be written.
        fs::create_dir(folder.path().join("preferences.new.json")).unwrap();
        let chosen = Preferences { hide_amounts: true, ..Preferences::default() };
        assert!(file.choose(chosen.clone()).is_err());
        assert_eq!(file.current(), &chosen);
    }
}
