//! The 21 permissions of an account access consent, and which sets of them make sense.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// One thing a consent may allow (`OBReadConsent1/Data/Permissions`).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Permission {
            $($(#[$doc])* $name),*
        }

        impl Permission {
            /// Every permission there is.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The standard's word for it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name)),*
                }
            }
        }
    };
}

permissions! {
    /// Accounts, without numbers and names.
    ReadAccountsBasic,
    /// Accounts with their numbers.
    ReadAccountsDetail,
    /// Balances.
    ReadBalances,
    /// Beneficiaries, without their accounts.
    ReadBeneficiariesBasic,
    /// Beneficiaries with their accounts.
    ReadBeneficiariesDetail,
    /// Direct debits.
    ReadDirectDebits,
    /// Offers.
    ReadOffers,
    /// Card numbers unmasked.
    ReadPAN,
    /// The party an account belongs to.
    ReadParty,
    /// The party who gave the consent.
    ReadPartyPSU,
    /// Products.
    ReadProducts,
    /// Scheduled payments, without the payee's account.
    ReadScheduledPaymentsBasic,
    /// Scheduled payments with the payee's account.
    ReadScheduledPaymentsDetail,
    /// Standing orders, without the payee's account.
    ReadStandingOrdersBasic,
    /// Standing orders with the payee's account.
    ReadStandingOrdersDetail,
    /// Statements.
    ReadStatementsBasic,
    /// Statements with amounts.
    ReadStatementsDetail,
    /// Transactions, without texts and other parties.
    ReadTransactionsBasic,
    /// Money that came in.
    ReadTransactionsCredits,
    /// Money that went out.
    ReadTransactionsDebits,
    /// Transactions with texts and other parties.
    ReadTransactionsDetail,
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Permission {
    type Err = PermissionsError;

    fn from_str(word: &str) -> Result<Self, PermissionsError> {
        Self::ALL.iter().copied().find(|known| known.as_str() == word).ok_or(PermissionsError::Unknown)
    }
}

/// A set of permissions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Permissions(BTreeSet<Permission>);

/// Why a list of words is not a set of permissions a customer can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PermissionsError {
    /// A word the standard does not have.
    #[error("a permission is not one of the standard's")]
    Unknown,
    /// Nothing is asked for.
    #[error("at least one permission is needed")]
    Empty,
    /// Transactions without a direction.
    #[error("ReadTransactionsBasic and ReadTransactionsDetail need ReadTransactionsCredits or ReadTransactionsDebits")]
    NoDirection,
    /// A direction without transactions.
    #[error("ReadTransactionsCredits and ReadTransactionsDebits need ReadTransactionsBasic or ReadTransactionsDetail")]
    OnlyDirection,
    /// Nothing can be read without knowing the accounts.
    #[error("ReadAccountsBasic or ReadAccountsDetail is needed")]
    NoAccounts,
}

impl Permissions {
    /// Reads words as they are stored, leaving out what is not known.
    pub fn from_words<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        Self(words.into_iter().filter_map(|word| word.parse().ok()).collect())
    }

    /// Reads the words of a new consent, which must make sense together.
    ///
    /// # Errors
    /// See [`PermissionsError`].
    pub fn requested<'a>(words: impl IntoIterator<Item = &'a str>) -> Result<Self, PermissionsError> {
        let set = Self(words.into_iter().map(str::parse).collect::<Result<_, _>>()?);
        let transactions = set.any(&[Permission::ReadTransactionsBasic, Permission::ReadTransactionsDetail]);
        let direction = set.any(&[Permission::ReadTransactionsCredits, Permission::ReadTransactionsDebits]);
        if set.0.is_empty() {
            return Err(PermissionsError::Empty);
        }
        if transactions && !direction {
            return Err(PermissionsError::NoDirection);
        }
        if direction && !transactions {
            return Err(PermissionsError::OnlyDirection);
        }
        if !set.any(&[Permission::ReadAccountsBasic, Permission::ReadAccountsDetail]) {
            return Err(PermissionsError::NoAccounts);
        }
        Ok(set)
    }

    /// Whether this one is in it.
    #[must_use]
    pub fn has(&self, permission: Permission) -> bool {
        self.0.contains(&permission)
    }

    /// Whether one of these is in it.
    #[must_use]
    pub fn any(&self, wanted: &[Permission]) -> bool {
        wanted.iter().any(|permission| self.has(*permission))
    }

    /// The standard's words, in a steady order.
    pub fn words(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.0.iter().map(|permission| permission.as_str())
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        Self(permissions.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_consent_may_ask_for_sets_that_make_sense() {
        let asked = ["ReadAccountsDetail", "ReadTransactionsBasic", "ReadTransactionsDebits"];
        let set = Permissions::requested(asked).unwrap();
        assert!(set.has(Permission::ReadTransactionsDebits));
        assert!(!set.has(Permission::ReadTransactionsCredits));
        assert!(Permissions::requested(["ReadAccountsBasic"]).is_ok());
    }

    #[test]
    fn and_for_no_other() {
        let refused = |words: &[&str]| Permissions::requested(words.iter().copied()).unwrap_err();
        assert_eq!(refused(&[]), PermissionsError::Empty);
        assert_eq!(refused(&["ReadAccountsBasic", "ReadEverything"]), PermissionsError::Unknown);
        assert_eq!(refused(&["ReadAccountsBasic", "ReadTransactionsDetail"]), PermissionsError::NoDirection);
        assert_eq!(refused(&["ReadAccountsBasic", "ReadTransactionsCredits"]), PermissionsError::OnlyDirection);
        assert_eq!(refused(&["ReadBalances"]), PermissionsError::NoAccounts);
    }

    #[test]
    fn there_are_twenty_one_and_each_reads_back() {
        assert_eq!(Permission::ALL.len(), 21);
        for permission in Permission::ALL {
            assert_eq!(permission.as_str().parse(), Ok(*permission));
            assert_eq!(serde_json::to_value(permission).unwrap(), permission.as_str());
        }
    }
}
