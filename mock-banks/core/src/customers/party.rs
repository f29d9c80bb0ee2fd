//! What a bank knows about a person beyond their money.

use moa_kernel::CustomerId;
use rusqlite::OptionalExtension as _;
use serde::{Deserialize, Serialize};

use crate::Bank;
use crate::state::{StateError, from_json};

/// A person, as their bank knows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// The bank's id of the person.
    pub id: CustomerId,
    /// The name, as the bank prints it.
    pub name: String,
    /// Where letters go, line by line.
    pub address: Vec<String>,
    /// Two capital letters: the country of the address.
    pub country: String,
    /// Where mail goes.
    pub email: Option<String>,
    /// The telephone, country first: `+44-2079460018`.
    pub phone: Option<String>,
}

pub(super) fn find(bank: &Bank, customer: &CustomerId) -> Result<Option<Party>, StateError> {
    bank.database().read(|connection| {
        let text: Option<String> = connection
            .prepare_cached("SELECT party FROM core_customers WHERE bank = ?1 AND id = ?2")?
            .query_row((bank.id().as_str(), customer.as_str()), |row| row.get(0))
            .optional()?;
        text.map(|text| from_json("party", &text)).transpose()
    })
}
