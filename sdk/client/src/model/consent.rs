//! Consents: what a customer allowed, as the bank sees it now.

use moa_kernel::ConsentId;
use serde::{Deserialize, Serialize};

use super::{BankTime, open_code};

/// What a customer allowed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Consent {
    /// The bank's name for it.
    pub id: ConsentId,
    /// How it stands.
    pub status: ConsentStatus,
    /// What was granted. A bank may grant less than was asked.
    pub permissions: Vec<Permission>,
    /// When it was made.
    pub created: Option<BankTime>,
    /// When its status last changed.
    pub status_changed: Option<BankTime>,
    /// When it ends. Absent: it has no end of its own.
    pub expires: Option<BankTime>,
    /// The first booking day it covers.
    pub transactions_from: Option<BankTime>,
    /// The last booking day it covers.
    pub transactions_to: Option<BankTime>,
}

open_code! {
    /// How a consent stands (UK v4 codes).
    ConsentStatus {
        /// Made, and not yet shown to the customer.
        AwaitingAuthorisation = "AWAU",
        /// The customer said yes.
        Authorised = "AUTH",
        /// The customer or the bank said no, for good.
        Rejected = "RJCT",
        /// The customer took it back at the bank.
        Cancelled = "CANC",
        /// It came to its end.
        Expired = "EXPD",
    }
}

open_code! {
    /// One thing a consent allows.
    Permission {
        /// Accounts without their numbers.
        ReadAccountsBasic = "ReadAccountsBasic",
        /// Accounts with their numbers.
        ReadAccountsDetail = "ReadAccountsDetail",
        /// Balances.
        ReadBalances = "ReadBalances",
        /// Payees without their accounts.
        ReadBeneficiariesBasic = "ReadBeneficiariesBasic",
        /// Payees with their accounts.
        ReadBeneficiariesDetail = "ReadBeneficiariesDetail",
        /// Direct debits.
        ReadDirectDebits = "ReadDirectDebits",
        /// Card numbers unmasked.
        ReadPan = "ReadPAN",
        /// The holders of an account.
        ReadParty = "ReadParty",
        /// The customer themselves.
        ReadPartyPsu = "ReadPartyPSU",
        /// Scheduled payments without the payee's account.
        ReadScheduledPaymentsBasic = "ReadScheduledPaymentsBasic",
        /// Scheduled payments with the payee's account.
        ReadScheduledPaymentsDetail = "ReadScheduledPaymentsDetail",
        /// Standing orders without the payee's account.
        ReadStandingOrdersBasic = "ReadStandingOrdersBasic",
        /// Standing orders with the payee's account.
        ReadStandingOrdersDetail = "ReadStandingOrdersDetail",
        /// Transactions without details.
        ReadTransactionsBasic = "ReadTransactionsBasic",
        /// Money that came in.
        ReadTransactionsCredits = "ReadTransactionsCredits",
        /// Money that went out.
        ReadTransactionsDebits = "ReadTransactionsDebits",
        /// Transactions with details.
        ReadTransactionsDetail = "ReadTransactionsDetail",
    }
}
