//! Unsigned amounts with an indicator become signed money.

use moa_kernel::{Currency, Money, parse_unsigned_amount};
use moa_wire::uk::v4::{ActiveAmount, CreditDebit};

use super::Unmappable;

/// An amount as it stands, unsigned.
pub(super) fn unsigned(amount: &str, currency: &str) -> Result<Money, Unmappable> {
    let currency = Currency::new(currency).map_err(|_| Unmappable("Currency is not a currency"))?;
    let amount = parse_unsigned_amount(amount).map_err(|_| Unmappable("Amount is not an amount"))?;
    Ok(Money::new(amount, currency))
}

/// An amount with its sign from the customer's view.
pub(super) fn signed(money: Money, indicator: &CreditDebit) -> Result<Money, Unmappable> {
    match indicator {
        CreditDebit::Credit => Ok(money),
        // A debit of nothing is nothing, not minus nothing.
        CreditDebit::Debit if money.amount.is_zero() => Ok(money),
        CreditDebit::Debit => Ok(money.negated()),
        CreditDebit::Other(_) => Err(Unmappable("CreditDebitIndicator is neither Credit nor Debit")),
    }
}

/// An amount that leaves the account by its nature: a payment to come, a direct debit.
pub(super) fn outgoing(amount: &ActiveAmount) -> Result<Money, Unmappable> {
    signed(unsigned(&amount.amount, &amount.currency)?, &CreditDebit::Debit)
}
