//! Who may open what a platform leaves on the disk, whatever its operator's umask lets in.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use tokio::process::Command;

use crate::served::{PROGRAM, Served};

/// Every file below a folder by its place in it, with its rights.
fn rights(folder: &Path) -> BTreeMap<String, u32> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let (path, name) = (entry.path(), entry.file_name().into_string().unwrap());
        if path.is_dir() {
            found.extend(rights(&path).into_iter().map(|(inside, mode)| (format!("{name}/{inside}"), mode)));
        } else {
            found.insert(name, path.metadata().unwrap().permissions().mode() & 0o777);
        }
    }
    found
}

/// What a platform leaves behind that was started under this umask: the rights of the folder it made, and of the files in it.
async fn left_under(umask: &str) -> (u32, BTreeMap<String, u32>) {
    let around = tempfile::tempdir().unwrap();
    let folder = around.path().join("platform");
    let state = folder.join("world.db");
    let mut command = Command::new("sh");
    command.args(["-c", &format!("umask {umask}; exec \"$0\" \"$@\""), PROGRAM]);
    let served = Served::by(command, &["--tls", "--state", state.to_str().unwrap()]).await;
    let while_it_runs = rights(&folder);
    served.stop().await;
    let mut left = rights(&folder);
    left.extend(while_it_runs);
    (folder.metadata().unwrap().permissions().mode() & 0o777, left)
}

#[tokio::test]
async fn the_certificate_is_there_for_everybody_to_read_and_all_else_for_the_owner_whatever_the_umask() {
    for (umask, its_folder, certificate) in [("000", 0o755, 0o644), ("022", 0o755, 0o644), ("077", 0o700, 0o600)] {
        let (folder, mut left) = left_under(umask).await;
        assert_eq!(folder, its_folder, "who may write here may exchange the certificate, under {umask}");
        assert_eq!(left.remove("ca.pem"), Some(certificate), "under {umask}");
        for expected in ["ca.key", "world.db", "world.db-wal"] {
            assert!(left.contains_key(expected), "{expected} in {left:?}");
        }
        let open: Vec<_> = left.iter().filter(|(_, mode)| **mode & 0o077 != 0).collect();
        assert!(open.is_empty(), "under {umask} others may open {open:?}");
    }
}
