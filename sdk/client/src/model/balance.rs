//! Balances: how much, of which kind, as of when, and how much of it is borrowed.

use moa_kernel::{AccountId, Money};
use moa_wire::open_codes;
use serde::{Deserialize, Serialize};

use super::BankTime;

/// What a bank says an account holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Balance {
    /// The account.
    pub account: AccountId,
    /// Which of the balances it is.
    pub kind: BalanceKind,
    /// How much, negative when overdrawn or owed.
    pub amount: Money,
    /// The moment it was true.
    pub as_of: Option<BankTime>,
    /// Credit the bank grants. Where a line is `included`, the amount is not the customer's own money.
    pub credit_lines: Vec<CreditLine>,
    /// The same in the currency of the country, when the bank adds it.
    pub local_amount: Option<Money>,
}

impl Balance {
    /// Whether credit the bank grants is counted in the amount.
    #[must_use]
    pub fn includes_credit(&self) -> bool {
        self.credit_lines.iter().any(|line| line.included)
    }

    /// The part that is the customer's own.
    ///
    /// Without included credit that is the whole amount. With one included line of a known amount in the same currency it
    /// is the rest. Otherwise it cannot be known: several lines may be the same money said twice (pre-agreed, available).
    #[must_use]
    pub fn own_money(&self) -> Option<Money> {
        let mut included = self.credit_lines.iter().filter(|line| line.included);
        match (included.next(), included.next()) {
            (None, _) => Some(self.amount),
            (Some(line), None) => self.amount.checked_add(line.amount?.negated()).ok(),
            (Some(_), Some(_)) => None,
        }
    }
}

/// Credit that goes with an account.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CreditLine {
    /// Whether the balance already counts it.
    pub included: bool,
    /// What kind of credit it is.
    pub kind: Option<CreditLineKind>,
    /// How much it is.
    pub amount: Option<Money>,
}

open_codes! {
    /// Kinds of balances (ISO 20022 external balance types).
    #[non_exhaustive]
    BalanceKind {
        /// Available at the close of the day.
        ClosingAvailable = "CLAV",
        /// Booked at the close of the day.
        ClosingBooked = "CLBD",
        /// Will be available on a later day.
        ForwardAvailable = "FWAV",
        /// For information only.
        Information = "INFO",
        /// Available during the day.
        InterimAvailable = "ITAV",
        /// Booked during the day.
        InterimBooked = "ITBD",
        /// Available at the opening of the day.
        OpeningAvailable = "OPAV",
        /// Booked at the opening of the day.
        OpeningBooked = "OPBD",
        /// The last closing balance there was.
        PreviouslyClosedBooked = "PRCD",
        /// Booked and pending together.
        Expected = "XPCD",
    }
}

open_codes! {
    /// Kinds of credit.
    #[non_exhaustive]
    CreditLineKind {
        /// What is left of it.
        Available = "Available",
        /// A limit.
        Credit = "Credit",
        /// For emergencies.
        Emergency = "Emergency",
        /// An agreed overdraft.
        PreAgreed = "Pre-Agreed",
        /// For a while.
        Temporary = "Temporary",
    }
}

#[cfg(test)]
mod tests {
    use moa_kernel::Currency;

    use super::*;

    fn balance(lines: Vec<CreditLine>) -> Balance {
        Balance {
            account: AccountId::new("22289").unwrap(),
            kind: BalanceKind::InterimAvailable,
            amount: Money::from_minor(123_055, Currency::GBP),
            as_of: None,
            credit_lines: lines,
            local_amount: None,
        }
    }

    fn line(included: bool, minor: Option<i64>) -> CreditLine {
        CreditLine { included, kind: None, amount: minor.map(|minor| Money::from_minor(minor, Currency::GBP)) }
    }

    #[test]
    fn included_credit_is_never_own_money() {
        assert_eq!(balance(vec![]).own_money(), Some(Money::from_minor(123_055, Currency::GBP)));
        assert_eq!(
            balance(vec![line(false, Some(50_000))]).own_money(),
            Some(Money::from_minor(123_055, Currency::GBP))
        );
        assert_eq!(balance(vec![line(true, Some(50_000))]).own_money(), Some(Money::from_minor(73_055, Currency::GBP)));
    }

    #[test]
    fn what_cannot_be_known_is_not_invented() {
        assert_eq!(balance(vec![line(true, None)]).own_money(), None);
        assert_eq!(balance(vec![line(true, Some(1)), line(true, Some(2))]).own_money(), None);
        let mut foreign = line(true, None);
        foreign.amount = Some(Money::from_minor(1, Currency::EUR));
        assert_eq!(balance(vec![foreign]).own_money(), None);
    }
}
