//! From a request's bytes to the answer, from a bank's books. Nothing here knows HTTP.

use jiff::Timestamp;
use moa_bank_core::Bank;
use moa_bank_core::ledger::{Account, TransactionQuery};
use moa_kernel::AccountId;

use super::asked::{self, Asked, Page};
use super::refusal::Refusal;
use super::{transfers, words};
use crate::iso20022::messages::entry::Entry;
use crate::iso20022::messages::header::{AnswerHeader, OriginalQuery, Pagination, Sequence};
use crate::iso20022::messages::report::{
    AccountReport, AccountStatement, Balance, NumberOfEntries, Report, Statement, Summary,
};
use crate::iso20022::messages::request::AccountReportingRequest;
use crate::iso20022::messages::supplementary::{
    Extra, OurNamespace, StatementExtra, Supplementary, Wanted, place_of_report,
};
use crate::iso20022::messages::{Message, MessageName};
use crate::iso20022::xml::{self, Limits};

/// How many entries a page has when the request does not say.
const PAGE_SIZE: u32 = 100;
/// The longest id of a message (`Max35Text`).
const ID_CHARS_MAX: usize = 35;

/// Answers a message. A refusal is an answer too.
pub(super) fn answer(bank: &Bank, closed_until: Option<Timestamp>, body: &[u8]) -> Message {
    let message = match xml::read(body, &Limits::REQUEST) {
        Ok(message) => message,
        Err(fault) => return Refusal::from(fault).into_message("", bank),
    };
    match message {
        Message::Request(request) => {
            let answered = report(bank, closed_until, &request);
            answered.unwrap_or_else(|refusal| refusal.into_message(&request.header.id, bank))
        }
        Message::Transfer(transfer) => {
            let answered = match closed_until {
                Some(until) => Err(Refusal::closed(until)),
                None => transfers::answer(bank, &transfer),
            };
            answered.unwrap_or_else(|refusal| refusal.into_message(&transfer.header.id, bank))
        }
        _ => Refusal::unsupported("this bank answers camt.060 and pain.001").into_message("", bank),
    }
}

fn report(bank: &Bank, closed_until: Option<Timestamp>, request: &AccountReportingRequest) -> Result<Message, Refusal> {
    let asked = asked::read(request)?;
    // What stands beside the books is there at all hours.
    let in_the_books = matches!(asked.wanted, Wanted::Balances | Wanted::Entries);
    if let Some(until) = closed_until.filter(|_| in_the_books) {
        return Err(Refusal::closed(until));
    }
    let header = header(bank, &request.header.id);
    match asked.wanted {
        Wanted::Owner => owner(bank, &asked, header),
        Wanted::Entries => statement(bank, &asked, header),
        _ => accounts(bank, &asked, header),
    }
}

fn header(bank: &Bank, asked: &str) -> AnswerHeader {
    let query = OriginalQuery { id: asked.to_owned(), name: Some(MessageName::Camt060.as_str().to_owned()) };
    AnswerHeader { id: answer_id(asked), created: bank.now(), page: None, query: Some(query) }
}

/// The id of the answer to a message.
pub(super) fn answer_id(asked: &str) -> String {
    format!("A-{asked}").chars().take(ID_CHARS_MAX).collect()
}

/// An account, if it is this customer's.
fn own(bank: &Bank, asked: &Asked, id: &AccountId) -> Result<Account, Refusal> {
    let found = bank.ledger().find_account(id)?;
    found.filter(|account| account.customer == asked.customer).ok_or_else(Refusal::unknown_account)
}

fn accounts(bank: &Bank, asked: &Asked, header: AnswerHeader) -> Result<Message, Refusal> {
    let owned: Vec<Account> = asked.accounts.iter().map(|id| own(bank, asked, id)).collect::<Result<_, _>>()?;
    let (mut reports, mut supplementary) = (Vec::new(), Vec::new());
    for (n, account) in (1..).zip(&owned) {
        let told = told(bank, asked.wanted, account)?;
        let shown = if asked.wanted == Wanted::Accounts { words::whole(account) } else { words::by_id(&account.id) };
        supplementary.extend(told.extra.map(|extra| Supplementary::at(Some(place_of_report(n)), extra)));
        reports.push(Report {
            id: n.to_string(),
            created: Some(header.created),
            account: shown,
            balances: told.balances,
            entries: told.entries,
        });
    }
    Ok(Message::Report(AccountReport { header, reports, supplementary }))
}

/// What is told of one account.
#[derive(Default)]
struct Told {
    balances: Vec<Balance>,
    entries: Vec<Entry>,
    extra: Option<Extra>,
}

fn told(bank: &Bank, wanted: Wanted, account: &Account) -> Result<Told, Refusal> {
    let (id, kept) = (&account.id, bank.arrangements());
    Ok(match wanted {
        Wanted::Accounts => Told { extra: Some(words::beyond_the_standard(account)), ..Told::default() },
        Wanted::Balances => Told { balances: words::balances(&bank.ledger().balances(id)?)?, ..Told::default() },
        Wanted::ScheduledPayments => {
            Told { entries: words::scheduled_payments(&kept.scheduled_payments(id)?)?, ..Told::default() }
        }
        Wanted::Beneficiaries => {
            Told { extra: Some(words::beneficiaries(&kept.beneficiaries(id)?)), ..Told::default() }
        }
        Wanted::DirectDebits => {
            Told { extra: Some(words::direct_debits(&kept.direct_debits(id)?)?), ..Told::default() }
        }
        Wanted::StandingOrders => {
            Told { extra: Some(words::standing_orders(&kept.standing_orders(id)?)?), ..Told::default() }
        }
        Wanted::Owner | Wanted::Entries => Told::default(),
    })
}

/// The owner is a report of the whole relation with the bank, of which the accounts are parts.
fn owner(bank: &Bank, asked: &Asked, header: AnswerHeader) -> Result<Message, Refusal> {
    let party = bank.customers().party(&asked.customer)?.ok_or_else(Refusal::unknown_account)?;
    let report = Report {
        id: "1".to_owned(),
        created: Some(header.created),
        account: words::relation(&party),
        balances: Vec::new(),
        entries: Vec::new(),
    };
    Ok(Message::Report(AccountReport { header, reports: vec![report], supplementary: Vec::new() }))
}

fn statement(bank: &Bank, asked: &Asked, header: AnswerHeader) -> Result<Message, Refusal> {
    let account = asked.accounts.first().ok_or_else(Refusal::unknown_account)?;
    let account = own(bank, asked, account)?;
    let Page { window, directions, after, size } = asked.page.clone();
    let size = size.unwrap_or(PAGE_SIZE).max(1);
    let query = TransactionQuery::of(account.id.clone()).within(window).going(directions).limit(size);
    let ledger = bank.ledger();
    let total = ledger.count(&query)?;
    let query = query.after(after);
    let rest = if after.is_some() { ledger.count(&query)? } else { total };
    let page = ledger.transactions(&query)?;
    let span = ledger.span(&account.id)?;
    let number = total.saturating_sub(rest).div_ceil(u64::from(size)).saturating_add(1);
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    let statement = AccountStatement {
        id: "1".to_owned(),
        sequence: page.next.map(|position| Sequence::To(position.to_string()).into()),
        created: Some(header.created),
        account: words::by_id(&account.id),
        balances: words::balances(&ledger.balances(&account.id)?)?,
        summary: Some(Summary { total: Some(NumberOfEntries { count: Some(total) }) }),
        entries: page.transactions.iter().map(|row| words::entry(bank, row)).collect::<Result<_, _>>()?,
    };
    let extra = StatementExtra { namespace: OurNamespace, first: span.from, last: span.to };
    let header = AnswerHeader { page: Some(Pagination { number, is_last: page.next.is_none() }), ..header };
    let supplementary = vec![Supplementary::at(None, Extra::Statement(extra))];
    Ok(Message::Statement(Statement { header, statements: vec![statement], supplementary }))
}
