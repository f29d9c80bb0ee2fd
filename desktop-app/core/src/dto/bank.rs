//! Banks as the directory describes them.

use serde::Serialize;
use ts_rs::TS;

/// Whether real money is behind an entry of the directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Environment {
    /// Invented people and invented money.
    Sandbox,
    /// Real accounts.
    Live,
}

/// How a bank looks in a chip and in the strip: enough to draw it without a network or an image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BankFace {
    /// The directory's id of the bank (`thames`).
    pub id: String,
    /// Its name in English, or the only one it has.
    pub name: String,
    /// Its name in Korean, when the directory knows one that differs.
    pub name_ko: Option<String>,
    /// One or two Latin letters, or one hangul syllable.
    pub monogram: String,
    /// `#rrggbb`, for the chip and the strip; white text on it is readable.
    pub color: String,
    /// `#rrggbb`, its pale twin for dark screens; near-black text on it is readable.
    pub color_dark: String,
    /// Two capital letters (ISO 3166-1), when the directory says so.
    pub country: Option<String>,
}

/// A bank that can be added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BankChoice {
    /// How it looks.
    pub bank: BankFace,
    /// Where its sign-in page lives, as the person will see it in the browser's address bar (`https://bank.example`).
    pub address: String,
    /// Sandbox or live.
    pub environment: Environment,
    /// How many links to this bank exist already (a second login is allowed).
    pub links: u32,
}

/// The directory, as far as it can be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BankList {
    /// Every usable bank, in the directory's order.
    pub banks: Vec<BankChoice>,
    /// Entries of the directory that had to be refused, by name or id, so that a missing bank is not a riddle.
    pub refused: Vec<String>,
    /// Where the directory was read from.
    pub directory: String,
}
