//! The promises every store makes.

use moa_kernel::{SecretString, SeededEntropy};
use moa_sdk::vault::make_database_key;
use moa_store::SqliteStore;
use tempfile::TempDir;

pub(crate) fn key() -> SecretString {
    make_database_key(&SeededEntropy::new(7))
}

/// An empty store in a folder of its own.
pub(crate) fn empty() -> (SqliteStore, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path().join("moa.db"), &key()).unwrap();
    (store, folder)
}

moa_sdk::store_contract!(empty());
