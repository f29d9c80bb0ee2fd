//! Accounts: known by link and id together, since a bank's id says nothing at another bank.
//!
//! The numbers people know an account by are something else: there may be several or none, banks mask them, and `Debug`
//! shows only their ends.

use std::fmt;

use moa_kernel::{AccountId, Currency, LinkId};
use moa_wire::open_codes;
use serde::{Deserialize, Serialize};

use super::{Agent, BankTime};

/// Which account, among all banks: a bank's id is unique at that bank only, so the link belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AccountRef {
    /// The link it is reached through.
    pub link: LinkId,
    /// The bank's name for it.
    pub account: AccountId,
}

impl AccountRef {
    /// An account of a link.
    #[must_use]
    pub const fn new(link: LinkId, account: AccountId) -> Self {
        Self { link, account }
    }
}

/// An account a customer lets us see.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Account {
    /// The bank's name for it.
    pub id: AccountId,
    /// Its currency. Absent when it holds several, or when the bank does not say.
    pub currency: Option<Currency>,
    /// What kind of account it is.
    pub kind: Option<AccountKind>,
    /// Whether a person or a business holds it.
    pub category: Option<AccountCategory>,
    /// Whether it can be used.
    pub status: Option<AccountStatus>,
    /// What the bank calls the product.
    pub description: Option<String>,
    /// What the customer calls it.
    pub nickname: Option<String>,
    /// Its numbers. One account can have several (sort code and IBAN).
    pub numbers: Vec<AccountNumber>,
    /// Who keeps it, when that is not the bank itself.
    pub servicer: Option<Agent>,
    /// When it was opened.
    pub opened: Option<BankTime>,
    /// When it comes to its end.
    pub matures: Option<BankTime>,
}

impl Account {
    /// What to call it: the customer's name, else the bank's, else nothing.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.nickname.as_deref().or(self.description.as_deref())
    }
}

/// A number that names an account in a scheme. `Debug` shows only its end.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AccountNumber {
    /// Whose numbering it is.
    pub scheme: NumberScheme,
    /// The number. Banks may mask it.
    pub number: String,
    /// The name on the account.
    pub holder: Option<String>,
    /// A roll number or a sub-account's currency.
    pub secondary: Option<String>,
}

impl AccountNumber {
    /// The last four characters, which are enough to recognise it. None when there is nothing left to hide.
    #[must_use]
    pub fn last_four(&self) -> Option<&str> {
        let start = self.number.char_indices().rev().nth(3)?.0;
        (start > 0).then(|| self.number.get(start..)).flatten()
    }
}

impl fmt::Debug for AccountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccountNumber({} …{})", self.scheme, self.last_four().unwrap_or_default())
    }
}

open_codes! {
    /// Kinds of accounts, in the cash account types of ISO 20022.
    #[non_exhaustive]
    AccountKind {
        /// For everyday money.
        Current = "CACC",
        /// For savings.
        Savings = "SVGS",
        /// Behind a card.
        Card = "CARD",
        /// A loan.
        Loan = "LOAN",
        /// A mortgage.
        Mortgage = "MORT",
        /// Electronic money.
        EMoney = "EMON",
        /// A wallet.
        Wallet = "WALT",
        /// A prepaid card.
        Prepaid = "PRPD",
        /// Money held for one payment.
        Transactional = "TRAN",
        /// Money market.
        MoneyMarket = "MOMA",
        /// An individual savings account.
        Isa = "ISAC",
    }
}

open_codes! {
    /// Who an account is for.
    #[non_exhaustive]
    AccountCategory {
        /// A person.
        Personal = "Personal",
        /// A business.
        Business = "Business",
    }
}

open_codes! {
    /// Whether an account can be used.
    #[non_exhaustive]
    AccountStatus {
        /// It can.
        Enabled = "Enabled",
        /// It cannot at the moment.
        Disabled = "Disabled",
        /// It is closed.
        Deleted = "Deleted",
        /// It is being opened.
        Pending = "Pending",
        /// It is prepared and not active.
        ProForma = "ProForma",
    }
}

open_codes! {
    /// Whose numbering an account number follows.
    #[non_exhaustive]
    NumberScheme {
        /// Six digits of sort code, eight of account number.
        SortCodeAccountNumber = "UK.OBIE.SortCodeAccountNumber",
        /// International bank account number.
        Iban = "UK.OBIE.IBAN",
        /// A country's own bank account number.
        Bban = "UK.OBIE.BBAN",
        /// A card number, usually masked.
        Pan = "UK.OBIE.PAN",
        /// A telephone number.
        Paym = "UK.OBIE.Paym",
        /// A wallet's own id.
        Wallet = "UK.OBIE.Wallet",
    }
}
