//! Files and folders for their owner only.
//!
//! Whatever the app keeps in the clear (its log, the person's choices) still tells which banks somebody has and when they
//! look. So everything is made here: the folder closed to others, the files too, and what an earlier version or another
//! program left open is closed when it is next used. Where a system has no such rights, the person's own folder does it.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::Path;

/// Makes a folder that nobody else may look into, or closes the one that is there.
///
/// # Errors
/// When it cannot be made, or belongs to somebody who lets others in.
pub fn make_folder(path: &Path) -> io::Result<()> {
    let mut folder = DirBuilder::new();
    folder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
    folder.create(path)?;
    close_to_others(path, 0o700)
}

/// Opens a file to write on at its end.
///
/// # Errors
/// When it cannot be opened, or belongs to somebody who lets others read it.
pub fn append(path: &Path) -> io::Result<File> {
    open(path, OpenOptions::new().append(true))
}

/// Opens an empty file in place of what was there.
///
/// # Errors
/// As for [`append`].
pub fn create(path: &Path) -> io::Result<File> {
    open(path, OpenOptions::new().write(true).truncate(true))
}

fn open(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    options.create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    let file = options.open(path)?;
    close_to_others(path, 0o600)?;
    Ok(file)
}

#[cfg(unix)]
fn close_to_others(path: &Path, rights: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mut found = std::fs::metadata(path)?.permissions();
    if found.mode() & 0o077 == 0 {
        return Ok(());
    }
    found.set_mode(rights);
    std::fs::set_permissions(path, found)
}

#[cfg(not(unix))]
fn close_to_others(_: &Path, _: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;
    use std::io::Write as _;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn rights(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn what_is_made_here_is_for_its_owner_only() {
        let around = tempfile::tempdir().unwrap();
        let inside = around.path().join("deep/moa");
        make_folder(&inside).unwrap();
        append(&inside.join("log")).unwrap();
        create(&inside.join("choices")).unwrap();
        assert_eq!((rights(&inside), rights(&around.path().join("deep"))), (0o700, 0o700));
        assert_eq!((rights(&inside.join("log")), rights(&inside.join("choices"))), (0o600, 0o600));
    }

    #[test]
    fn what_was_left_open_is_closed_and_keeps_what_it_holds() {
        let around = tempfile::tempdir().unwrap();
        let (inside, log) = (around.path().join("moa"), around.path().join("moa/log"));
        fs::create_dir(&inside).unwrap();
        fs::write(&log, "first\n").unwrap();
        fs::set_permissions(&inside, fs::Permissions::from_mode(0o755)).unwrap();
        fs::set_permissions(&log, fs::Permissions::from_mode(0o644)).unwrap();
        make_folder(&inside).unwrap();
        append(&log).unwrap().write_all(b"second\n").unwrap();
        assert_eq!((rights(&inside), rights(&log)), (0o700, 0o600));
        assert_eq!(fs::read_to_string(&log).unwrap(), "first\nsecond\n");
    }
}
