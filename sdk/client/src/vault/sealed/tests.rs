//! The sealed file against forgetting, guessing, tampering and crashes.

use moa_kernel::{OsEntropy, same_secret};

use super::*;
use crate::vault::contract;

const TOKEN: &str = "planted-token-1d0c";

async fn open(path: &Path, passphrase: &str) -> Result<SealedFileVault, VaultError> {
    let passphrase = SecretString::from(passphrase);
    SealedFileVault::open(path.to_owned(), &passphrase, Strength::for_tests(), Arc::new(OsEntropy)).await
}

async fn vault_with_a_token(path: &Path) {
    let vault = open(path, "right").await.unwrap();
    vault.keep("grant/1", &SecretString::from(TOKEN)).await.unwrap();
}

#[tokio::test]
async fn keeps_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    contract::run(&open(&folder.path().join("vault"), "right").await.unwrap()).await;
}

#[tokio::test]
async fn what_was_kept_is_there_after_a_restart_and_only_with_the_right_passphrase() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep").join("vault");
    vault_with_a_token(&path).await;
    let again = open(&path, "right").await.unwrap().find("grant/1").await.unwrap().unwrap();
    assert!(same_secret(&again, &SecretString::from(TOKEN)));
    assert_eq!(open(&path, "Right").await.err(), Some(VaultError::WrongPassphrase));
    assert_eq!(open(&path, "").await.err(), Some(VaultError::WrongPassphrase));
}

#[tokio::test]
async fn the_file_holds_neither_names_nor_secrets_in_the_clear() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    vault_with_a_token(&path).await;
    let bytes = std::fs::read(&path).unwrap();
    for planted in [TOKEN.as_bytes(), b"grant/1", b"right"] {
        assert!(!bytes.windows(planted.len()).any(|part| part == planted));
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
}

#[cfg(unix)]
#[tokio::test]
async fn the_file_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    vault_with_a_token(&path).await;
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[tokio::test]
async fn a_changed_byte_anywhere_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    vault_with_a_token(&path).await;
    let good = std::fs::read(&path).unwrap();
    for place in 0..good.len() {
        let mut bad = good.clone();
        bad[place] ^= 1;
        // A cost of a gigabyte is refused as insane, which takes no time; smaller lies fail at the seal.
        std::fs::write(&path, &bad).unwrap();
        assert!(open(&path, "right").await.is_err(), "byte {place}");
    }
    std::fs::write(&path, &good[..40]).unwrap();
    assert_eq!(open(&path, "right").await.err(), Some(VaultError::NotAVault));
}

#[tokio::test]
async fn a_file_of_tomorrow_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    vault_with_a_token(&path).await;
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[8] = 2;
    std::fs::write(&path, &bytes).unwrap();
    assert_eq!(open(&path, "right").await.err(), Some(VaultError::NewerVersion));
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}

#[tokio::test]
async fn a_write_that_fails_leaves_memory_and_disk_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let vault = open(&path, "right").await.unwrap();
    vault.keep("a", &SecretString::from("1")).await.unwrap();
    // A folder in the way of the new file makes every further write fail.
    std::fs::create_dir(folder.path().join("vault.new")).unwrap();
    assert!(vault.keep("b", &SecretString::from("2")).await.is_err());
    assert!(vault.find("b").await.unwrap().is_none());
    assert!(open(&path, "right").await.unwrap().find("a").await.unwrap().is_some());
}
