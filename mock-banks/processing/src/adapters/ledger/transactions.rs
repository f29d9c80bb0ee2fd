//! Movements, in the port's words. Whether a movement has an id to tell is the bank's temper, which only the ledger can
//! apply: it alone knows which movements come from the bank itself.

use moa_bank_core::Bank;
use moa_bank_core::ledger::{self, Cursor, Shelf, Status, Transaction, TransactionQuery};

use super::accounts::number;
use super::memory::Rows;
use crate::port::{
    CoreFault, CounterpartyRecord, Directions, ExchangeRecord, MerchantRecord, Shared, TransactionPage,
    TransactionRecord, TransactionStatus, TransactionsQuestion,
};

pub(super) fn page(bank: &Bank, rows: &Rows, asked: &TransactionsQuestion) -> Result<TransactionPage, CoreFault> {
    let after: Option<Cursor> = asked.after.as_deref().map(str::parse).transpose().map_err(|_| CoreFault::BadCursor)?;
    let query = TransactionQuery::of(asked.account.clone())
        .within(ledger::Window { from: asked.window.from, to: asked.window.to })
        .going(directions(asked.directions))
        .after(after)
        .limit(asked.limit);
    let told = bank.ledger().statement(&query, &KeptRows { bank, rows })?;
    if told.account.customer != asked.customer {
        return Err(CoreFault::NotFound);
    }
    Ok(TransactionPage {
        rows: told.rows,
        next: told.next.map(|cursor| cursor.to_string()),
        total: told.total,
        first_available: told.span.from,
        last_available: told.span.to,
    })
}

struct KeptRows<'a> {
    bank: &'a Bank,
    rows: &'a Rows,
}

impl Shelf<Shared<TransactionRecord>> for KeptRows<'_> {
    fn find(&self, place: Cursor) -> Option<Shared<TransactionRecord>> {
        self.rows.find(place)
    }

    fn make(&self, place: Cursor, row: Transaction) -> Shared<TransactionRecord> {
        let booked = row.status == Status::Booked;
        let record = Shared::from(record(self.bank, row));
        if booked {
            self.rows.keep(place, &record);
        }
        record
    }
}

fn directions(directions: Directions) -> ledger::Directions {
    match directions {
        Directions::Both => ledger::Directions::Both,
        Directions::Credits => ledger::Directions::In,
        Directions::Debits => ledger::Directions::Out,
    }
}

fn record(bank: &Bank, row: Transaction) -> TransactionRecord {
    let tells_id = bank.spec().temper.tells_id_of(&row);
    let (family, sub_family) = row.particulars.kind.iso();
    let told = row.particulars;
    TransactionRecord {
        id: tells_id.then_some(row.id),
        account: row.account,
        status: match row.status {
            Status::Booked => TransactionStatus::Booked,
            Status::Pending => TransactionStatus::Pending,
        },
        amount: row.amount,
        booked_at: row.booked_at,
        valued_at: Some(row.value_at),
        description: Some(told.text),
        reference: told.reference,
        bank_code: Some((family.to_owned(), sub_family.to_owned())),
        merchant: told.merchant.map(|shop| MerchantRecord { name: shop.name, category: Some(shop.category) }),
        counterparty: told.counterparty.as_ref().map(counterparty),
        exchange: told.exchange.map(|exchange| ExchangeRecord {
            instructed: exchange.instructed,
            rate: exchange.rate,
            quoted_at: Some(exchange.quoted_at),
        }),
        running_balance: row.balance_after,
    }
}

pub(super) fn counterparty(party: &ledger::Counterparty) -> CounterpartyRecord {
    CounterpartyRecord { name: Some(party.name.clone()), number: party.number.as_ref().map(number) }
}
