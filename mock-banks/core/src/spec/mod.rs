//! What a bank is, as data: the TOML files that `mock-banks/server/banks/README.md` describes.
//!
//! [`BankSpec::parse`] turns one file into a [`BankSpec`] and refuses what does not make sense, naming the file and the
//! line. [`parse_all`] does that for a whole country and refuses two banks of one name. Everything a bank does
//! differently from its neighbours is in its [`Temper`]; who lives there is in its [`CustomerSpec`]s.

mod amount;
mod brand;
mod check;
mod core_server;
mod error;
mod people;
mod temper;

use std::path::Path;

use moa_kernel::{BankId, Currency};
use serde::Deserialize;

pub use amount::Amount;
pub use brand::{Brand, Colour, Name};
pub use core_server::{BatchWindow, CoreFailure, CoreFailures, CoreKind, CoreSpec, CoreTemper, Zone};
pub use error::SpecError;
pub use people::{AccountSpec, CustomerSpec, LifeSpec};
pub use temper::{CreditLineShown, OptionalField, PendingDate, Temper, TransactionIds};

/// The largest file that is read: a bank of thousands of customers still fits.
const FILE_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// One bank, as its file describes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BankSpec {
    /// The bank's id in the directory and in the state.
    pub id: BankId,
    /// The bank's name in each language of the pages.
    pub name: Name,
    /// Two capital letters (ISO 3166).
    pub country: String,
    /// The currency of an account that does not say otherwise.
    pub currency: Currency,
    /// Where the invented lives start from. Another seed, other lives.
    pub seed: u64,
    /// What the bank looks like.
    pub brand: Brand,
    /// Which kind of internal server keeps the books, and how it behaves.
    #[serde(default, deserialize_with = "core_server::core")]
    pub core: CoreSpec,
    /// How the bank numbers its accounts.
    pub numbers: Numbers,
    /// What the bank does its own way.
    pub temper: Temper,
    /// Who banks there.
    pub customers: Vec<CustomerSpec>,
}

/// How a bank numbers its accounts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "scheme", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Numbers {
    /// Six digits of sort code, eight of account number.
    SortCode {
        /// The six digits.
        sort_code: String,
    },
    /// An IBAN over a national bank code.
    Iban {
        /// The digits that name the bank within its country.
        bank_code: String,
        /// The bank's BIC.
        bic: String,
    },
}

impl BankSpec {
    /// Reads a bank from the text of its file; `file` is only used to name the file in errors.
    ///
    /// # Errors
    /// [`SpecError`], with the line where the file stops making sense.
    pub fn parse(file: &str, text: &str) -> Result<Self, SpecError> {
        let spec = toml::from_str(text).map_err(|error| SpecError::toml(file, text, &error))?;
        check::one(file, text, &spec)?;
        Ok(spec)
    }

    /// Reads a bank from its file.
    ///
    /// # Errors
    /// When the file cannot be read, and as [`BankSpec::parse`].
    pub fn load(path: &Path) -> Result<Self, SpecError> {
        let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let unreadable = |source| SpecError::File { file: file.clone(), source };
        if std::fs::metadata(path).map_err(unreadable)?.len() > FILE_BYTES_MAX {
            return Err(SpecError::TooLarge { file, bytes_max: FILE_BYTES_MAX });
        }
        let text = std::fs::read_to_string(path).map_err(unreadable)?;
        Self::parse(&file, &text)
    }
}

/// Reads the banks of one country, given as pairs of file name and text.
///
/// # Errors
/// As [`BankSpec::parse`], and when two files describe a bank of the same id.
pub fn parse_all<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Vec<BankSpec>, SpecError> {
    let mut banks: Vec<BankSpec> = Vec::new();
    for (file, text) in files {
        let bank = BankSpec::parse(file, text)?;
        if banks.iter().any(|other| other.id == bank.id) {
            return Err(SpecError::SameBank { file: file.to_owned(), id: bank.id });
        }
        banks.push(bank);
    }
    Ok(banks)
}
