//! What only a file can break: the key, the bytes, the version, the rights.

use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;

use moa_kernel::{ExposeSecret as _, SecretString, SeededEntropy};
use moa_sdk::store::contract::samples::{booked, everything, linked, put_all};
use moa_sdk::store::{Store as _, StoreError};
use moa_sdk::vault::make_database_key;
use moa_store::SqliteStore;

use crate::contract::{empty, key};

#[tokio::test]
async fn what_was_kept_is_there_after_a_restart() {
    let (store, folder) = empty();
    let link = linked(&store, "one").await;
    put_all(&store, &link, "a", vec![booked("a", "2026-11-01", -871, "CAFE")]).await;
    drop(store);
    let store = SqliteStore::open(folder.path().join("moa.db"), &key()).unwrap();
    assert_eq!(store.list_links().await.unwrap(), [link]);
    assert_eq!(store.list_transactions(&everything()).await.unwrap().total, 1);
}

#[tokio::test]
async fn what_is_set_aside_is_whole_and_leaves_the_place_free() {
    let (store, folder) = empty();
    let link = linked(&store, "one").await;
    // As after a crash: what was written last is in the log beside the file, which goes with it.
    let crashed = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(folder.path()).unwrap().map(Result::unwrap) {
        std::fs::copy(entry.path(), crashed.path().join(entry.file_name())).unwrap();
    }
    let (place, aside) = (crashed.path().join("moa.db"), crashed.path().join("aside.db"));
    assert!(crashed.path().join("moa.db-wal").exists(), "there is a log to take along");

    std::fs::create_dir_all(aside.join("in the way")).unwrap();
    assert!(SqliteStore::set_aside(&place, &aside).is_err());
    assert!(SqliteStore::is_at(&place) && crashed.path().join("moa.db-wal").exists(), "all of it is where it was");
    std::fs::remove_dir_all(&aside).unwrap();
    SqliteStore::set_aside(&place, &aside).unwrap();
    assert!(!SqliteStore::is_at(&place) && !crashed.path().join("moa.db-wal").exists());
    assert_eq!(SqliteStore::open(&aside, &key()).unwrap().list_links().await.unwrap(), [link]);

    SqliteStore::set_aside(&place, crashed.path().join("again.db")).unwrap();
    assert!(!SqliteStore::is_at(crashed.path().join("again.db")), "where there is none, nothing is done");
}

#[tokio::test]
async fn nothing_readable_is_on_disk() {
    let (store, folder) = empty();
    let link = linked(&store, "one").await;
    put_all(&store, &link, "a", vec![booked("a", "2026-11-01", -871, "PLANTED WORDS")]).await;
    let mut seen = 0;
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        seen += bytes.len();
        for planted in [&b"PLANTED"[..], b"planted", b"SQLite format", b"bank-of-one", key().expose_secret().as_bytes()]
        {
            assert!(!bytes.windows(planted.len()).any(|window| window == planted));
        }
    }
    assert!(seen > 10_000, "there were files to look at");
}

#[tokio::test]
async fn a_wrong_key_is_told_from_a_damaged_file() {
    let (store, folder) = empty();
    let link = linked(&store, "one").await;
    let rows = (0..2_000).map(|n| booked("a", "2026-11-01", n, &format!("row {n}"))).collect();
    put_all(&store, &link, "a", rows).await;
    drop(store);
    let path = folder.path().join("moa.db");

    let other = make_database_key(&SeededEntropy::new(8));
    assert!(matches!(SqliteStore::open(&path, &other), Err(StoreError::WrongKey)));
    assert!(matches!(SqliteStore::open(&path, &SecretString::from("short")), Err(StoreError::WrongKey)));
    assert!(SqliteStore::open(&path, &key()).is_ok(), "a wrong key does no harm");

    damage(&path);
    let opened = SqliteStore::open(&path, &key());
    let error = match opened {
        Ok(store) => store.list_transactions(&everything()).await.unwrap_err(),
        Err(error) => error,
    };
    assert!(matches!(error, StoreError::Corrupted), "{error:?}");
    assert!(error.to_string().contains("link the banks again"), "it says what to do: {error}");
}

#[test]
fn a_database_is_told_from_a_place_for_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("moa.db");
    assert!(!SqliteStore::is_at(&path));
    std::fs::write(&path, "").unwrap();
    assert!(!SqliteStore::is_at(&path), "nothing is lost with an empty file");
    drop(SqliteStore::open(&path, &key()).unwrap());
    assert!(SqliteStore::is_at(&path), "also before the first row");
}

/// Overwrites everything behind the first pages.
fn damage(path: &Path) {
    let mut file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
    let length = file.metadata().unwrap().len();
    file.seek(SeekFrom::Start(8 * 4096)).unwrap();
    file.write_all(&vec![0xA5; usize::try_from(length - 8 * 4096).unwrap()]).unwrap();
}

#[test]
fn a_file_of_a_newer_version_is_refused_and_left_alone() {
    let (store, folder) = empty();
    drop(store);
    let path = folder.path().join("moa.db");
    let file = rusqlite::Connection::open(&path).unwrap();
    file.execute_batch(&format!("PRAGMA key = \"x'{}'\";", key().expose_secret())).unwrap();
    file.execute("INSERT INTO migration (number, name) VALUES (99, 'from the future')", []).unwrap();
    drop(file);
    assert!(matches!(SqliteStore::open(&path, &key()), Err(StoreError::Newer { found: 99, .. })));
}

#[test]
fn a_place_that_cannot_be_written_is_said_so() {
    let folder = tempfile::tempdir().unwrap();
    let in_the_way = folder.path().join("file");
    std::fs::write(&in_the_way, "").unwrap();
    assert!(matches!(SqliteStore::open(in_the_way.join("moa.db"), &key()), Err(StoreError::Io(_))));
}

#[cfg(unix)]
#[tokio::test]
async fn the_file_is_for_its_user_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let (store, folder) = empty();
    linked(&store, "one").await;
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let mode = entry.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{mode:o}");
    }
}

#[tokio::test]
async fn reading_does_not_wait_for_writing() {
    let (store, _folder) = empty();
    let link = linked(&store, "one").await;
    let rows: Vec<_> = (0..20_000).map(|n| booked("a", "2026-11-01", n, "ROW")).collect();
    let writing = tokio::spawn({
        let store = store.clone();
        async move { put_all(&store, &link, "a", rows).await }
    });
    let mut reads_meanwhile = 0;
    while !writing.is_finished() {
        store.list_links().await.unwrap();
        reads_meanwhile += 1;
    }
    writing.await.unwrap();
    assert!(reads_meanwhile > 3, "only {reads_meanwhile} reads while one page was written");
}

#[tokio::test]
async fn an_erased_link_is_not_even_in_the_search_index() {
    let (store, folder) = empty();
    let (gone, kept) = (linked(&store, "gone").await, linked(&store, "kept").await);
    put_all(&store, &gone, "a", vec![booked("a", "2026-11-01", -871, "plantedword")]).await;
    put_all(&store, &kept, "a", vec![booked("a", "2026-11-01", -871, "keptword")]).await;
    store.erase_link(&gone.id).await.unwrap();
    drop(store);
    let file = rusqlite::Connection::open(folder.path().join("moa.db")).unwrap();
    file.execute_batch(&format!("PRAGMA key = \"x'{}'\";", key().expose_secret())).unwrap();
    let mut query = file.prepare("SELECT block FROM search_data").unwrap();
    let blocks: Vec<Vec<u8>> = query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let holds = |word: &[u8]| blocks.iter().any(|block| block.windows(word.len()).any(|window| window == word));
    assert!(holds(b"kept") && !holds(b"planted"));
}
