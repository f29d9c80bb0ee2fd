//! Statements as lines: as many rows as were asked for and fit a message, and the position of the last.

use moa_bank_core::Bank;
use moa_bank_core::ledger::{Counterparty, Cursor, Directions, Transaction, TransactionQuery, Window};

use super::super::wire::code::Response;
use super::super::wire::lines::{
    CounterpartyLine, ExchangeLine, MerchantLine, MovementLine, StatementAsked, StatementLine,
};
use super::super::wire::{Body, Message, Unreadable, Unwritable};
use super::accounts::scheme_and_number;
use super::answer::{Answer, Fault, own_account};

pub(super) fn statement(bank: &Bank, message: &Message) -> Result<Answer, Fault> {
    let mut lines = message.lines();
    let asked: StatementAsked = lines.take()?;
    lines.end()?;
    let account = own_account(bank, &asked.customer, &asked.account)?;
    let after = message.header.position.as_deref().map(str::parse::<Cursor>).transpose();
    let after = after.map_err(|_| Fault::Code(Response::BadPosition))?;
    let query = TransactionQuery::of(account.id)
        .within(Window { from: asked.from, to: asked.to })
        .going(directions(&asked.directions)?)
        .limit(u32::try_from(asked.limit).unwrap_or(u32::MAX));
    let total = bank.ledger().count(&query)?;
    let span = bank.ledger().span(&asked.account)?;
    let page = bank.ledger().transactions(&query.after(after))?;
    let mut answer = Answer { position: page.next.map(|next| next.to_string()), ..Answer::default() };
    answer.body.push(&StatementLine { total, first: span.from, last: span.to })?;
    let mut last = None;
    for (row, place) in page.transactions.into_iter().zip(page.places) {
        let row = movement(bank, row)?;
        if !answer.body.has_room_for(&row) {
            let last: Cursor = last.ok_or(Unwritable { cell: "row" })?;
            answer.position = Some(last.to_string());
            break;
        }
        answer.body.append(&row);
        last = Some(place);
    }
    Ok(answer)
}

fn directions(letter: &str) -> Result<Directions, Unreadable> {
    match letter {
        "B" => Ok(Directions::Both),
        "C" => Ok(Directions::In),
        "D" => Ok(Directions::Out),
        _ => Err(Unreadable::Cell("directions")),
    }
}

fn movement(bank: &Bank, row: Transaction) -> Result<Body, Unwritable> {
    let tells_id = bank.spec().temper.tells_id_of(&row);
    let (family, sub_family) = row.particulars.kind.iso();
    let told = row.particulars;
    let mut body = Body::default().with(&MovementLine {
        id: tells_id.then_some(row.id),
        status: row.status.code().to_owned(),
        amount: row.amount,
        booked_at: row.booked_at,
        valued_at: Some(row.value_at),
        description: Some(told.text),
        reference: told.reference,
        family: Some(family.to_owned()),
        sub_family: Some(sub_family.to_owned()),
        running_balance: row.balance_after,
    })?;
    if let Some(shop) = told.merchant {
        body.push(&MerchantLine { name: shop.name, category: Some(shop.category) })?;
    }
    if let Some(other) = &told.counterparty {
        body.push(&counterparty(other))?;
    }
    if let Some(exchange) = told.exchange {
        let (instructed, rate) = (exchange.instructed, exchange.rate);
        body.push(&ExchangeLine { instructed, rate, quoted_at: Some(exchange.quoted_at) })?;
    }
    Ok(body)
}

pub(super) fn counterparty(other: &Counterparty) -> CounterpartyLine {
    let (scheme, number) = other.number.as_ref().map(scheme_and_number).unzip();
    CounterpartyLine { name: Some(other.name.clone()), scheme: scheme.map(str::to_owned), number }
}
