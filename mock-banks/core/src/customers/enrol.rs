//! Making customers of the people in a bank's file. Who is a customer already stays as they are.

use moa_kernel::{CustomerId, IdError};

use super::credentials::{self, CannotHash};
use super::{Party, login};
use crate::Bank;
use crate::luck::Luck;
use crate::spec::{BankSpec, CustomerSpec};
use crate::state::{StateError, to_json};

/// Why a person could not become a customer.
#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    /// The state could not be used.
    #[error("the customers cannot be stored")]
    State(#[from] StateError),
    /// The password cannot be hashed.
    #[error("the password of `{login}` cannot be used")]
    Password {
        /// Whose password.
        login: String,
        /// Why.
        source: CannotHash,
    },
    /// The person cannot be given an id.
    #[error("a customer id cannot be made")]
    Id(#[from] IdError),
}

/// The id of a customer: the same for the same seed and login, in every world.
pub(crate) fn derive_id(spec: &BankSpec, login: &str) -> Result<CustomerId, IdError> {
    let digits = Luck::of(spec.seed, &[spec.id.as_str(), "customer", login]).hex(16);
    CustomerId::new(format!("c-{digits}"))
}

/// Enrols everybody in the bank's file.
pub(crate) fn enrol_all(bank: &Bank) -> Result<(), EnrolError> {
    for person in &bank.spec().customers {
        // Hashing is slow on purpose: only for people who are not here yet.
        if login::find(bank, &person.login)?.is_none() {
            enrol(bank, person)?;
        }
    }
    Ok(())
}

fn enrol(bank: &Bank, person: &CustomerSpec) -> Result<(), EnrolError> {
    let hash = credentials::make_hash(&person.password, bank.entropy().as_ref())
        .map_err(|source| EnrolError::Password { login: person.login.clone(), source })?;
    let party = Party {
        id: derive_id(bank.spec(), &person.login)?,
        name: person.name.clone(),
        address: person.address.clone(),
        country: bank.spec().country.clone(),
        email: person.email.clone(),
        phone: person.phone.clone(),
    };
    let facts = to_json("party", &party)?;
    bank.database().write(|transaction| {
        // Another process may have enrolled them since we looked: theirs stands.
        transaction.execute(
            "INSERT OR IGNORE INTO core_customers (bank, id, login, password_hash, party) VALUES (?1, ?2, ?3, ?4, ?5)",
            (bank.id().as_str(), party.id.as_str(), person.login.as_str(), hash, facts),
        )?;
        Ok::<_, StateError>(())
    })?;
    Ok(())
}
