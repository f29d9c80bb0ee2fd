//! Files and folders for their owner only: a world's state and what lies beside it, keys, a session.
//!
//! A file that this makes nobody else may open. What is replaced is never written through: neither a link nor a file that
//! others may read, and that lies in the place of a new one, gets what is meant for its owner. Where a system has no such
//! rights, the person's own folder does it.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

/// Makes a folder that nobody else may look into, unless there is one.
///
/// # Errors
/// When it cannot be made.
pub fn make_folder(path: &Path) -> io::Result<()> {
    make_folder_with(path, 0o700)
}

/// Makes a folder for what others are to find, unless there is one. Nobody else may put anything in it, or in the place of
/// what is in it, whatever the umask is.
///
/// # Errors
/// When it cannot be made.
pub fn make_readable_folder(path: &Path) -> io::Result<()> {
    make_folder_with(path, 0o755)
}

#[cfg_attr(not(unix), expect(unused_variables, reason = "there are no such rights"))]
fn make_folder_with(path: &Path, mode: u32) -> io::Result<()> {
    let mut folder = DirBuilder::new();
    folder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, mode);
    folder.create(path)
}

/// Opens a file as the options say. One that is made by this is for its owner only.
///
/// # Errors
/// When it cannot be opened.
pub fn open(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options.open(path)
}

/// Writes a file that is not there yet. One that lies in its place was put there by somebody else.
///
/// # Errors
/// When there is such a file, or it cannot be written.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    open(path, OpenOptions::new().write(true).create_new(true))?.write_all(bytes)
}

/// Writes a file in place of the one that is there, if any. Beside it first, then in its place: nobody ever reads half of it.
///
/// # Errors
/// When it cannot be written.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let beside = path.with_file_name(name);
    // What a crash left behind, or somebody put there.
    match std::fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    create(&beside, bytes)?;
    std::fs::rename(&beside, path)
}

/// Whether others may open a file.
///
/// # Errors
/// When the system does not say.
#[cfg(unix)]
pub fn is_shared(path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(std::fs::metadata(path)?.permissions().mode() & 0o077 != 0)
}

/// Whether others may open a file: nobody may look into this person's folder.
///
/// # Errors
/// Never, on such a system.
#[cfg(not(unix))]
pub fn is_shared(_: &Path) -> io::Result<bool> {
    Ok(false)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn rights(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    fn share(path: &Path, text: &str) {
        fs::write(path, text).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o644)).unwrap();
    }

    #[test]
    fn what_is_made_here_is_for_its_owner_only() {
        let around = tempfile::tempdir().unwrap();
        let inside = around.path().join("deep/moa");
        make_folder(&inside).unwrap();
        make_folder(&inside).unwrap();
        assert_eq!((rights(&inside), rights(&around.path().join("deep"))), (0o700, 0o700));
        open(&inside.join("state"), OpenOptions::new().create(true).append(true)).unwrap();
        create(&inside.join("key"), b"key").unwrap();
        replace(&inside.join("session"), b"session").unwrap();
        for name in ["state", "key", "session"] {
            assert_eq!(rights(&inside.join(name)), 0o600, "{name}");
            assert!(!is_shared(&inside.join(name)).unwrap(), "{name}");
        }
        share(&inside.join("open"), "");
        assert!(is_shared(&inside.join("open")).unwrap());
        assert!(is_shared(&inside.join("nothing")).is_err());
    }

    #[test]
    fn what_lies_in_its_place_is_replaced_and_never_written_through() {
        let around = tempfile::tempdir().unwrap();
        let at = |name: &str| around.path().join(name);
        share(&at("session"), "old");
        share(&at("elsewhere"), "another's");
        std::os::unix::fs::symlink(at("elsewhere"), at("session.new")).unwrap();
        replace(&at("session"), b"secret").unwrap();
        assert_eq!((fs::read(at("session")).unwrap().as_slice(), rights(&at("session"))), (&b"secret"[..], 0o600));
        assert_eq!(fs::read(at("elsewhere")).unwrap(), b"another's");
        share(&at("session.new"), "left behind, and open to all");
        replace(&at("session"), b"next").unwrap();
        assert_eq!((fs::read(at("session")).unwrap().as_slice(), rights(&at("session"))), (&b"next"[..], 0o600));
        assert!(!at("session.new").exists());
        share(&at("key"), "planted");
        assert_eq!(create(&at("key"), b"secret").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(at("key")).unwrap(), b"planted");
    }
}
