//! What the standard lets an app do.

use serde::{Deserialize, Serialize};

/// An operation of the account information API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Operation {
    /// `POST /account-access-consents`
    CreateConsent,
    /// `GET /account-access-consents/{ConsentId}`
    ReadConsent,
    /// `DELETE /account-access-consents/{ConsentId}`
    DeleteConsent,
    /// `GET /accounts` and `GET /accounts/{AccountId}`
    Accounts,
    /// `GET /balances` and `GET /accounts/{AccountId}/balances`
    Balances,
    /// `GET /accounts/{AccountId}/transactions`
    Transactions,
    /// `GET /beneficiaries` and `GET /accounts/{AccountId}/beneficiaries`
    Beneficiaries,
    /// `GET /direct-debits` and `GET /accounts/{AccountId}/direct-debits`
    DirectDebits,
    /// `GET /standing-orders` and `GET /accounts/{AccountId}/standing-orders`
    StandingOrders,
    /// `GET /scheduled-payments` and `GET /accounts/{AccountId}/scheduled-payments`
    ScheduledPayments,
    /// `GET /party` and `GET /accounts/{AccountId}/party`
    Party,
}
