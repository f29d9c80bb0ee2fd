//! `OBReadBalance1`.

use moa_wire::Code;
use moa_wire::uk::v4::balances::{Balance, BalanceAmount, BalanceType, Balances, CreditLine};

use super::amount::{indicator, unsigned};
use crate::codec::uk::links::date_time;
use crate::port::{BalanceKind, BalanceRecord, CreditLineRecord};

pub(super) fn encode(rows: &[BalanceRecord]) -> Balances {
    Balances { balance: rows.iter().map(balance).collect(), total_value: None }
}

fn balance(row: &BalanceRecord) -> Balance {
    let amount = unsigned(row.amount);
    Balance {
        account_id: row.account.to_string(),
        credit_debit_indicator: indicator(row.amount),
        kind: kind(row.kind),
        date_time: date_time(row.at),
        amount: BalanceAmount { amount: amount.amount, currency: amount.currency, sub_type: None },
        credit_line: row.credit_lines.iter().map(credit_line).collect(),
        local_amount: None,
    }
}

/// The code of a way of counting.
pub(super) fn kind(kind: BalanceKind) -> BalanceType {
    match kind {
        BalanceKind::InterimAvailable => BalanceType::InterimAvailable,
        BalanceKind::InterimBooked => BalanceType::InterimBooked,
        BalanceKind::ClosingAvailable => BalanceType::ClosingAvailable,
        BalanceKind::ClosingBooked => BalanceType::ClosingBooked,
        BalanceKind::OpeningBooked => BalanceType::OpeningBooked,
        BalanceKind::Expected => BalanceType::Expected,
    }
}

fn credit_line(line: &CreditLineRecord) -> CreditLine {
    let kind = if line.pre_agreed { "Pre-Agreed" } else { "Credit" };
    CreditLine { included: line.included, kind: Some(Code::from(kind)), amount: Some(unsigned(line.amount)) }
}
