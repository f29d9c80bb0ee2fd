//! The banks that come with the program, every one with a core of one's choice.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use mock_banks::BankChoice;

/// The ids of the banks, and their files as they are shipped.
pub const BANKS: [(&str, &str); 3] = [
    ("thames", include_str!("../../mock-banks/server/banks/thames.toml")),
    ("clydebank", include_str!("../../mock-banks/server/banks/clydebank.toml")),
    ("rheinbank", include_str!("../../mock-banks/server/banks/rheinbank.toml")),
];

/// Writes the files of all banks into a folder of their own below `folder`, each with the value of `core` that is chosen for
/// its id, and nothing else changed.
///
/// # Errors
/// When the files cannot be written, or a shipped one does not say what its core is.
pub fn with_cores(folder: &Path, core: impl Fn(&str) -> String) -> Result<BankChoice> {
    let banks = folder.join("banks");
    fs::create_dir(&banks)?;
    for (place, (id, text)) in BANKS.iter().enumerate() {
        let shipped = text.lines().find(|line| line.starts_with("core = ")).context("a bank says what its core is")?;
        fs::write(banks.join(format!("{place}.toml")), text.replace(shipped, &format!("core = {}", core(id))))?;
    }
    Ok(BankChoice::Folder { path: banks, only: Vec::new() })
}
