//! Balances: amounts travel without a sign, and one indicator signs both the amount and its local counterpart.
//!
//! A credit line has no indicator because it is a limit and not money; it stays unsigned, and nobody adds it to anything.

use moa_wire::uk::v4::balances;

use super::amount::{signed, unsigned};
use super::{Unmappable, account_id, time};
use crate::model::{Balance, BalanceKind, CreditLine, CreditLineKind};

pub(in super::super) fn balance(wire: balances::Balance) -> Result<Balance, Unmappable> {
    let indicator = &wire.credit_debit_indicator;
    let amount = unsigned(&wire.amount.amount, &wire.amount.currency)?;
    let local = wire.local_amount.map(|local| unsigned(&local.amount, &local.currency)).transpose()?;
    Ok(Balance {
        account: account_id(wire.account_id)?,
        kind: BalanceKind::from(wire.kind.as_str()),
        amount: signed(amount, indicator)?,
        as_of: Some(time(&wire.date_time, "DateTime is not a time")?),
        credit_lines: wire.credit_line.into_iter().map(credit_line).collect::<Result<_, _>>()?,
        local_amount: local.map(|local| signed(local, indicator)).transpose()?,
    })
}

fn credit_line(wire: balances::CreditLine) -> Result<CreditLine, Unmappable> {
    Ok(CreditLine {
        included: wire.included,
        kind: wire.kind.map(|code| CreditLineKind::from(code.as_str())),
        amount: wire.amount.map(|amount| unsigned(&amount.amount, &amount.currency)).transpose()?,
    })
}
