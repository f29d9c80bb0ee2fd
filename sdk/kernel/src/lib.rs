//! The smallest words of Moa: money, currencies, ids, secrets, time and luck.
//!
//! Nothing here has an opinion about banks, standards or networks, and nothing here does I/O of its own accord. Whatever
//! needs the time asks a [`Clock`]; whatever needs randomness asks an [`Entropy`]; whatever must not be seen is a
//! [`SecretString`]. That is what lets every other crate be tested without sleeping and without leaking.

mod clock;
mod currency;
mod entropy;
mod ids;
mod money;
mod secret;

pub use clock::{Clock, FrozenClock, SystemClock};
pub use currency::{Currency, NotACurrency};
pub use entropy::{Entropy, OsEntropy, SeededEntropy};
pub use ids::{
    AccountId, BankId, ClientId, ConsentId, CustomerId, IdError, InteractionId, Issuer, KeyId, LinkId, TransactionId,
};
pub use jiff::{Timestamp, civil::Date};
pub use money::{Money, MoneyError, parse_unsigned_amount};
pub use rust_decimal::Decimal;
pub use secret::{ExposeSecret, SecretString, same_secret};
