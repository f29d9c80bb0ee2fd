//! Reads the banks' files: those compiled into the program, or a folder's.

use std::path::Path;

use moa_bank_core::spec::{self, BankSpec, SpecError};
use moa_kernel::BankId;

use super::{BankChoice, WorldError};

/// The banks that come with the program. Their order is the order of their ports.
const EMBEDDED: &[(&str, &str)] = &[
    ("thames.toml", include_str!("../../banks/thames.toml")),
    ("clydebank.toml", include_str!("../../banks/clydebank.toml")),
    ("rheinbank.toml", include_str!("../../banks/rheinbank.toml")),
];

/// The ids of the banks that come with the program.
///
/// # Errors
/// Never in a program that was tested.
pub fn embedded_ids() -> Result<Vec<BankId>, SpecError> {
    Ok(spec::parse_all(EMBEDDED.iter().copied())?.into_iter().map(|bank| bank.id).collect())
}

/// One bank of a choice, with the seed a world was started with.
///
/// # Errors
/// When the files make no sense, or there is no such bank.
pub fn spec_of(choice: &BankChoice, id: &BankId, seed: Option<u64>) -> Result<BankSpec, WorldError> {
    let found = read(choice, seed)?.into_iter().find(|bank| bank.id == *id);
    found.ok_or_else(|| WorldError::NoSuchBank(id.clone(), String::new()))
}

/// Reads the banks of a choice.
pub(super) fn read(choice: &BankChoice, seed: Option<u64>) -> Result<Vec<BankSpec>, WorldError> {
    let (all, only) = match choice {
        BankChoice::Embedded => (spec::parse_all(EMBEDDED.iter().copied())?, &[][..]),
        BankChoice::Only(ids) => (spec::parse_all(EMBEDDED.iter().copied())?, ids.as_slice()),
        BankChoice::Folder { path, only } => (read_folder(path)?, only.as_slice()),
    };
    let mut banks = choose(all, only)?;
    if let Some(seed) = seed {
        // Mixed with the bank's own, so that two banks do not lead the same lives.
        banks.iter_mut().for_each(|bank| bank.seed ^= seed);
    }
    if banks.is_empty() { Err(WorldError::NoBanks) } else { Ok(banks) }
}

fn read_folder(folder: &Path) -> Result<Vec<BankSpec>, WorldError> {
    let unreadable = |source| WorldError::Folder { path: folder.to_owned(), source };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    // The system gives files in any order; ports should not change from one start to the next.
    files.sort();
    let mut banks: Vec<BankSpec> = Vec::new();
    for file in files {
        let bank = BankSpec::load(&file)?;
        if banks.iter().any(|other| other.id == bank.id) {
            let file = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            return Err(SpecError::SameBank { file, id: bank.id }.into());
        }
        banks.push(bank);
    }
    Ok(banks)
}

fn choose(all: Vec<BankSpec>, only: &[BankId]) -> Result<Vec<BankSpec>, WorldError> {
    if let Some(missing) = only.iter().find(|id| !all.iter().any(|bank| bank.id == **id)) {
        let names: Vec<&str> = all.iter().map(|bank| bank.id.as_str()).collect();
        return Err(WorldError::NoSuchBank(missing.clone(), names.join(", ")));
    }
    Ok(all.into_iter().filter(|bank| only.is_empty() || only.contains(&bank.id)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_banks_come_with_the_program() {
        let ids: Vec<String> = embedded_ids().unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(ids, ["thames", "clydebank", "rheinbank"]);
    }

    #[test]
    fn one_can_be_chosen_and_a_stranger_is_named() {
        let only = |id: &str| read(&BankChoice::Only(vec![BankId::new(id).unwrap()]), None);
        assert_eq!(only("rheinbank").unwrap().len(), 1);
        let error = only("nowhere").unwrap_err().to_string();
        assert!(error.contains("nowhere") && error.contains("thames"), "{error}");
    }

    #[test]
    fn a_folder_of_files_takes_the_place_of_ours() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("b.toml"), EMBEDDED[0].1).unwrap();
        std::fs::write(folder.path().join("notes.txt"), "not a bank").unwrap();
        let choice = BankChoice::Folder { path: folder.path().to_owned(), only: Vec::new() };
        assert_eq!(read(&choice, None).unwrap().len(), 1);
        std::fs::write(folder.path().join("a.toml"), EMBEDDED[0].1).unwrap();
        assert!(matches!(read(&choice, None), Err(WorldError::Spec(SpecError::SameBank { .. }))));
    }
}
