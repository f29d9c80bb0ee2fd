//! What the gateway offers, as data: one row per operation, with everything the policy needs to know about it.
//!
//! The rows are looked up and never matched on by code, so that a table can be swapped for another while requests are in
//! flight. Paths are below the standard's base path; `{…}` stands for one id.

use http::Method;
use moa_bank_processing::codec::uk::{self, Permission};

/// Which kind of token an operation wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    /// The app's own (client credentials).
    App,
    /// A customer's (authorisation code).
    Customer,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// The standard's own name for it, used in logs.
    pub id: &'static str,
    /// The method.
    pub method: Method,
    /// The path below the base, with `{AccountId}` or `{ConsentId}` in place of an id.
    pub path: &'static str,
    /// Which kind of token opens it.
    pub grant: Grant,
    /// The scope the token needs.
    pub scope: &'static str,
    /// Permissions of which the consent needs at least one.
    pub permissions: &'static [Permission],
    /// What the processor does for it.
    pub call: uk::Operation,
}

const ACCOUNTS: &[Permission] = &[Permission::ReadAccountsBasic, Permission::ReadAccountsDetail];
const BALANCES: &[Permission] = &[Permission::ReadBalances];
const TRANSACTIONS: &[Permission] = &[Permission::ReadTransactionsBasic, Permission::ReadTransactionsDetail];
const BENEFICIARIES: &[Permission] = &[Permission::ReadBeneficiariesBasic, Permission::ReadBeneficiariesDetail];
const DIRECT_DEBITS: &[Permission] = &[Permission::ReadDirectDebits];
const STANDING_ORDERS: &[Permission] = &[Permission::ReadStandingOrdersBasic, Permission::ReadStandingOrdersDetail];
const SCHEDULED: &[Permission] = &[Permission::ReadScheduledPaymentsBasic, Permission::ReadScheduledPaymentsDetail];
const PARTY: &[Permission] = &[Permission::ReadParty];
const PARTY_OF_CONSENT: &[Permission] = &[Permission::ReadPartyPSU];

/// UK Read/Write v4.0, account information. What the standard has and this bank has not (offers, products, statements,
/// transactions of all accounts at once) is absent here, and answered with 404 as the standard wants.
pub const UK_ACCOUNT_INFORMATION: &[Operation] = &[
    app("CreateAccountAccessConsents", Method::POST, "/account-access-consents", uk::Operation::CreateConsent),
    app("GetAccountAccessConsentsConsentId", Method::GET, CONSENT, uk::Operation::ReadConsent),
    app("DeleteAccountAccessConsentsConsentId", Method::DELETE, CONSENT, uk::Operation::DeleteConsent),
    read("GetAccounts", "/accounts", ACCOUNTS, uk::Operation::Accounts),
    read("GetAccountsAccountId", "/accounts/{AccountId}", ACCOUNTS, uk::Operation::Accounts),
    read("GetBalances", "/balances", BALANCES, uk::Operation::Balances),
    read("GetAccountsAccountIdBalances", "/accounts/{AccountId}/balances", BALANCES, uk::Operation::Balances),
    read(
        "GetAccountsAccountIdTransactions",
        "/accounts/{AccountId}/transactions",
        TRANSACTIONS,
        uk::Operation::Transactions,
    ),
    read("GetBeneficiaries", "/beneficiaries", BENEFICIARIES, uk::Operation::Beneficiaries),
    read(
        "GetAccountsAccountIdBeneficiaries",
        "/accounts/{AccountId}/beneficiaries",
        BENEFICIARIES,
        uk::Operation::Beneficiaries,
    ),
    read("GetDirectDebits", "/direct-debits", DIRECT_DEBITS, uk::Operation::DirectDebits),
    read(
        "GetAccountsAccountIdDirectDebits",
        "/accounts/{AccountId}/direct-debits",
        DIRECT_DEBITS,
        uk::Operation::DirectDebits,
    ),
    read("GetStandingOrders", "/standing-orders", STANDING_ORDERS, uk::Operation::StandingOrders),
    read(
        "GetAccountsAccountIdStandingOrders",
        "/accounts/{AccountId}/standing-orders",
        STANDING_ORDERS,
        uk::Operation::StandingOrders,
    ),
    read("GetScheduledPayments", "/scheduled-payments", SCHEDULED, uk::Operation::ScheduledPayments),
    read(
        "GetAccountsAccountIdScheduledPayments",
        "/accounts/{AccountId}/scheduled-payments",
        SCHEDULED,
        uk::Operation::ScheduledPayments,
    ),
    read("GetParty", "/party", PARTY_OF_CONSENT, uk::Operation::Party),
    read("GetAccountsAccountIdParty", "/accounts/{AccountId}/party", PARTY, uk::Operation::Party),
];

const CONSENT: &str = "/account-access-consents/{ConsentId}";

/// A row that an app opens with its own token.
const fn app(id: &'static str, method: Method, path: &'static str, call: uk::Operation) -> Operation {
    Operation { id, method, path, grant: Grant::App, scope: "accounts", permissions: &[], call }
}

/// A row that an app opens with a customer's token.
const fn read(
    id: &'static str,
    path: &'static str,
    permissions: &'static [Permission],
    call: uk::Operation,
) -> Operation {
    Operation { id, method: Method::GET, path, grant: Grant::Customer, scope: "accounts", permissions, call }
}
