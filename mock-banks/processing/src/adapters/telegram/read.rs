//! The lines of answers as records.

use moa_bank_internal::telegram::wire::lines::{
    AccountLine, AddressLine, BalanceLine, BeneficiaryLine, CounterpartyLine, CreditLine, CurrencyLine,
    DirectDebitLine, ExchangeLine, MerchantLine, MovementLine, NumberLine, PersonLine, ScheduledPaymentLine,
    StandingOrderLine, StatementLine, TransferLine,
};
use moa_bank_internal::telegram::wire::{Lines, Unreadable};
use moa_kernel::{AccountId, Money, Timestamp};

use crate::port::{
    AccountKind, AccountNumber, AccountRecord, BalanceKind, BalanceRecord, BeneficiaryRecord, CounterpartyRecord,
    CreditLineRecord, DirectDebitRecord, ExchangeRecord, Frequency, MandateStatus, MerchantRecord, NumberScheme,
    PartyRecord, ScheduledPaymentRecord, Shared, StandingOrderRecord, TransactionPage, TransactionRecord,
    TransactionStatus, TransferRecord, TransferStatus,
};

type Read<T> = Result<T, Unreadable>;
/// Reads the rows that an answer has about an account.
pub(super) type Rows<T> = fn(&AccountId, &mut Lines<'_>) -> Read<Vec<T>>;

pub(super) fn account(_asked: &AccountId, lines: &mut Lines<'_>) -> Read<Vec<Shared<AccountRecord>>> {
    let line: AccountLine = lines.take()?;
    let kind = match line.kind.as_str() {
        "CACC" => AccountKind::Current,
        "SVGS" => AccountKind::Savings,
        "CARD" => AccountKind::CreditCard,
        _ => return Err(Unreadable::Cell("kind")),
    };
    let currencies = lines.all::<CurrencyLine>()?.into_iter().map(|line| line.currency).collect();
    let numbers = lines.all::<NumberLine>()?.into_iter().map(|line| number(&line.scheme, line.number));
    let record = AccountRecord {
        id: line.id,
        kind,
        currencies,
        description: line.description,
        nickname: line.nickname,
        opened: line.opened,
        holder: line.holder,
        numbers: numbers.collect::<Read<_>>()?,
        servicer: both(line.servicer_bic, line.servicer_name, "servicer_name")?,
    };
    Ok(vec![record.into()])
}

fn number(scheme: &str, number: String) -> Read<AccountNumber> {
    let scheme = match scheme {
        "SORT" => NumberScheme::SortCodeAccountNumber,
        "IBAN" => NumberScheme::Iban,
        "CARD" => NumberScheme::CardNumber,
        _ => return Err(Unreadable::Cell("scheme")),
    };
    Ok(AccountNumber { scheme, number })
}

/// Two cells of one fact: both are there, or neither is.
fn both<A, B>(one: Option<A>, other: Option<B>, cell: &'static str) -> Read<Option<(A, B)>> {
    match (one, other) {
        (Some(one), Some(other)) => Ok(Some((one, other))),
        (None, None) => Ok(None),
        _ => Err(Unreadable::Cell(cell)),
    }
}

pub(super) fn balances(account: &AccountId, lines: &mut Lines<'_>) -> Read<Vec<BalanceRecord>> {
    let mut rows = Vec::new();
    while let Some(line) = lines.take_if::<BalanceLine>()? {
        let kind = match line.kind.as_str() {
            "ITAV" => BalanceKind::InterimAvailable,
            "ITBD" => BalanceKind::InterimBooked,
            "CLAV" => BalanceKind::ClosingAvailable,
            "CLBD" => BalanceKind::ClosingBooked,
            "OPBD" => BalanceKind::OpeningBooked,
            "XPCD" => BalanceKind::Expected,
            _ => return Err(Unreadable::Cell("kind")),
        };
        let credit_lines = lines.all::<CreditLine>()?.into_iter().map(|line| CreditLineRecord {
            included: line.included,
            amount: line.amount,
            pre_agreed: line.pre_agreed,
        });
        let credit_lines = credit_lines.collect();
        rows.push(BalanceRecord { account: account.clone(), kind, amount: line.amount, at: line.at, credit_lines });
    }
    Ok(rows)
}

pub(super) fn statement(account: &AccountId, lines: &mut Lines<'_>) -> Read<TransactionPage> {
    let StatementLine { total, first, last } = lines.take()?;
    let mut rows = Vec::new();
    while let Some(line) = lines.take_if::<MovementLine>()? {
        rows.push(movement(account, line, lines)?.into());
    }
    Ok(TransactionPage { rows, next: None, total, first_available: first, last_available: last })
}

fn movement(account: &AccountId, line: MovementLine, lines: &mut Lines<'_>) -> Read<TransactionRecord> {
    let status = match line.status.as_str() {
        "BOOK" => TransactionStatus::Booked,
        "PDNG" => TransactionStatus::Pending,
        _ => return Err(Unreadable::Cell("status")),
    };
    let merchant = lines.take_if::<MerchantLine>()?;
    let other = lines.take_if::<CounterpartyLine>()?;
    let exchange = lines.take_if::<ExchangeLine>()?;
    Ok(TransactionRecord {
        id: line.id,
        account: account.clone(),
        status,
        amount: line.amount,
        booked_at: line.booked_at,
        valued_at: line.valued_at,
        description: line.description,
        reference: line.reference,
        bank_code: both(line.family, line.sub_family, "sub_family")?,
        merchant: merchant.map(|shop| MerchantRecord { name: shop.name, category: shop.category }),
        counterparty: other.map(counterparty).transpose()?,
        exchange: exchange.map(|line| ExchangeRecord {
            instructed: line.instructed,
            rate: line.rate,
            quoted_at: line.quoted_at,
        }),
        running_balance: line.running_balance,
    })
}

fn counterparty(line: CounterpartyLine) -> Read<CounterpartyRecord> {
    let number = both(line.scheme, line.number, "number")?;
    let number = number.map(|(scheme, text)| self::number(&scheme, text)).transpose()?;
    Ok(CounterpartyRecord { name: line.name, number })
}

pub(super) fn beneficiaries(account: &AccountId, lines: &mut Lines<'_>) -> Read<Vec<BeneficiaryRecord>> {
    let mut rows = Vec::new();
    while let Some(BeneficiaryLine { id, trusted, reference }) = lines.take_if()? {
        let creditor = counterparty(lines.take()?)?;
        rows.push(BeneficiaryRecord { id, account: account.clone(), trusted, reference, creditor });
    }
    Ok(rows)
}

pub(super) fn direct_debits(account: &AccountId, lines: &mut Lines<'_>) -> Read<Vec<DirectDebitRecord>> {
    let record = |line: DirectDebitLine| {
        Ok(DirectDebitRecord {
            id: line.id,
            account: account.clone(),
            name: line.name,
            mandate: line.mandate,
            status: status(&line.status)?,
            frequency: frequency(&line.frequency)?,
            previous: due(line.previous_at, line.previous_amount)?,
        })
    };
    lines.all()?.into_iter().map(record).collect()
}

pub(super) fn standing_orders(account: &AccountId, lines: &mut Lines<'_>) -> Read<Vec<StandingOrderRecord>> {
    let mut rows = Vec::new();
    while let Some(line) = lines.take_if::<StandingOrderLine>()? {
        rows.push(StandingOrderRecord {
            id: line.id,
            account: account.clone(),
            status: status(&line.status)?,
            frequency: frequency(&line.frequency)?,
            next: due(line.next_at, line.next_amount)?,
            last: due(line.last_at, line.last_amount)?,
            reference: line.reference,
            creditor: counterparty(lines.take()?)?,
        });
    }
    Ok(rows)
}

pub(super) fn scheduled_payments(account: &AccountId, lines: &mut Lines<'_>) -> Read<Vec<ScheduledPaymentRecord>> {
    let mut rows = Vec::new();
    while let Some(ScheduledPaymentLine { id, at, amount, reference }) = lines.take_if()? {
        let creditor = counterparty(lines.take()?)?;
        rows.push(ScheduledPaymentRecord { id, account: account.clone(), at, amount, reference, creditor });
    }
    Ok(rows)
}

fn due(at: Option<Timestamp>, amount: Option<Money>) -> Read<Option<(Timestamp, Money)>> {
    both(at, amount, "amount")
}

fn status(code: &str) -> Read<MandateStatus> {
    match code {
        "ACTV" => Ok(MandateStatus::Active),
        "CANC" => Ok(MandateStatus::Cancelled),
        _ => Err(Unreadable::Cell("status")),
    }
}

fn frequency(code: &str) -> Read<Frequency> {
    match code {
        "WEEK" => Ok(Frequency::Weekly),
        "MNTH" => Ok(Frequency::Monthly),
        "YEAR" => Ok(Frequency::Yearly),
        _ => Err(Unreadable::Cell("frequency")),
    }
}

pub(super) fn person(lines: &mut Lines<'_>) -> Read<PartyRecord> {
    let line: PersonLine = lines.take()?;
    let address = lines.all::<AddressLine>()?.into_iter().map(|line| line.text).collect();
    let PersonLine { id, name, email, phone, country } = line;
    Ok(PartyRecord { id, name, email, phone, address, country })
}

pub(super) fn transfer(lines: &mut Lines<'_>) -> Read<TransferRecord> {
    let TransferLine { end_to_end_id, transaction, at, status } = lines.take()?;
    let status = match status.as_str() {
        "BOOK" => TransferStatus::Booked,
        "ACCP" => TransferStatus::Accepted,
        _ => return Err(Unreadable::Cell("status")),
    };
    Ok(TransferRecord { end_to_end_id, transaction, at, status })
}
