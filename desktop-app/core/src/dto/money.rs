//! An amount on its way to the screen.

use serde::Serialize;
use ts_rs::TS;

/// An exact, signed amount: `{ amount: "-46.18", currency: "GBP", digits: 2 }`. Negative left the account or is owed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Amount {
    /// Decimal text with at least `digits` decimals and the sign in front, never an exponent.
    pub amount: String,
    /// Three capital letters (ISO 4217, or whatever the bank sent).
    pub currency: String,
    /// How many decimals are usual for the currency (KRW 0, GBP 2). A bank may have sent more; they are all in `amount`.
    pub digits: u32,
}
