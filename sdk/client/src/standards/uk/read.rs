//! Replies as pages.
//!
//! The envelope has to be right; a row does not. Each row is read from its own text, so one that is odd is skipped with
//! its place and its reason while its neighbours go on.

use moa_wire::Raw;
use moa_wire::uk::v4::{
    Envelope, Links, Meta, accounts, balances, beneficiaries, consents, direct_debits, errors, party,
    scheduled_payments, standing_orders, transactions,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{consent, map};
use crate::model::{BankTime, Original};
use crate::standards::{Cursor, HttpReply, Meaning, Page, Question, Record, Refusal, RefusalCode, Skipped, Unreadable};

/// Codes beyond this many say nothing more.
const MAX_CODES: usize = 10;

/// Reads the reply to a question.
pub(super) fn page(question: &Question, reply: &HttpReply) -> Result<Page<Record>, Unreadable> {
    if !reply.status.is_success() {
        return Err(Unreadable::Refused(refusal(reply)));
    }
    let body = reply.body.as_ref();
    match question {
        Question::DeleteConsent(_) => Ok(Page::only(Vec::new())),
        Question::CreateConsent(_) | Question::ReadConsent(_) => one_consent(body),
        Question::Accounts => list(
            body,
            "Data.Account",
            |data: accounts::Accounts<Raw>| data.account,
            |row| map::account(row).map(Meaning::Account),
        ),
        Question::Balances(_) => list(
            body,
            "Data.Balance",
            |data: balances::Balances<Raw>| data.balance,
            |row| map::balance(row).map(Meaning::Balance),
        ),
        Question::Transactions(..) => list(
            body,
            "Data.Transaction",
            |data: transactions::Transactions<Raw>| data.transaction,
            |row| map::transaction(row).map(Box::new).map(Meaning::Transaction),
        ),
        Question::Party | Question::AccountParty(_) => list(
            body,
            "Data.Party",
            |data: party::OneParty<Raw>| data.party.into_iter().collect(),
            |row| Ok(Meaning::Party(map::party(row))),
        ),
        Question::Beneficiaries(_) => list(
            body,
            "Data.Beneficiary",
            |data: beneficiaries::Beneficiaries<Raw>| data.beneficiary,
            |row| map::beneficiary(row).map(Meaning::Beneficiary),
        ),
        Question::DirectDebits(_) => list(
            body,
            "Data.DirectDebit",
            |data: direct_debits::DirectDebits<Raw>| data.direct_debit,
            |row| map::direct_debit(row).map(Meaning::DirectDebit),
        ),
        Question::StandingOrders(_) => list(
            body,
            "Data.StandingOrder",
            |data: standing_orders::StandingOrders<Raw>| data.standing_order,
            |row| map::standing_order(row).map(Box::new).map(Meaning::StandingOrder),
        ),
        Question::ScheduledPayments(_) => list(
            body,
            "Data.ScheduledPayment",
            |data: scheduled_payments::ScheduledPayments<Raw>| data.scheduled_payment,
            |row| map::scheduled_payment(row).map(Box::new).map(Meaning::ScheduledPayment),
        ),
    }
}

fn one_consent(body: &[u8]) -> Result<Page<Record>, Unreadable> {
    let envelope: Envelope<Raw> = parse(body, "Data")?;
    let wire: consents::Consent = envelope.data.read().map_err(|_| Unreadable::WrongShape("Data.ConsentId"))?;
    let meaning = consent::consent(wire).map_err(|_| Unreadable::WrongShape("Data.ConsentId"))?;
    let original = Original::new(envelope.data.text());
    Ok(Page::only(vec![Record { index: 0, meaning: Meaning::Consent(meaning), original }]))
}

fn list<Data: DeserializeOwned, Row: DeserializeOwned>(
    body: &[u8],
    what: &'static str,
    rows_of: impl Fn(Data) -> Vec<Raw>,
    meaning_of: impl Fn(Row) -> Result<Meaning, map::Unmappable>,
) -> Result<Page<Record>, Unreadable> {
    let envelope: Envelope<Raw> = parse(body, what)?;
    let mut page = empty_page(envelope.links, envelope.meta);
    let data: Data = object(&envelope.data).ok_or(Unreadable::WrongShape(what))?;
    for (index, raw) in rows_of(data).into_iter().enumerate() {
        let read = raw.read::<Row>().map_err(|error| without_values(&error));
        match read.and_then(|row| meaning_of(row).map_err(|map::Unmappable(reason)| reason.to_owned())) {
            Ok(meaning) => page.rows.push(Record { index, meaning, original: Original::new(raw.text()) }),
            Err(reason) => {
                page.skipped.push(Skipped { index, reason, provisional: may_be_provisional(&raw) });
            }
        }
    }
    Ok(page)
}

fn parse<T: DeserializeOwned>(body: &[u8], what: &'static str) -> Result<T, Unreadable> {
    serde_json::from_slice(body)
        .map_err(|error| if error.is_data() { Unreadable::WrongShape(what) } else { Unreadable::NotJson })
}

/// Reads an object. Serde would take a list for one as well, by position, and an empty list for nothing found.
fn object<T: DeserializeOwned>(raw: &Raw) -> Option<T> {
    raw.text().starts_with('{').then(|| raw.read().ok()).flatten()
}

fn empty_page(links: Option<Links>, meta: Option<Meta>) -> Page<Record> {
    let meta = meta.unwrap_or_default();
    Page {
        rows: Vec::new(),
        skipped: Vec::new(),
        next: links.and_then(|links| links.next).filter(|next| !next.is_empty()).map(Cursor::new),
        total_pages: meta.total_pages.and_then(|pages| u32::try_from(pages).ok()).filter(|pages| *pages > 0),
        available_from: meta.first_available_date_time.and_then(|text| BankTime::new(text.as_str()).ok()),
    }
}

/// What is wrong, without quoting the row: serde's sentence may hold a value between backticks or quotes.
fn without_values(error: &serde_json::Error) -> String {
    let sentence = error.to_string();
    let missing = sentence.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
    let twice = sentence.strip_prefix("duplicate field `").and_then(|rest| rest.split('`').next());
    match (missing, twice) {
        (Some(field), _) => format!("{field} is missing"),
        (_, Some(field)) => format!("{field} is there twice"),
        _ => "a field is of the wrong kind".to_owned(),
    }
}

/// Whether an unreadable row may have been something the bank can still change. When even its status cannot be read, it
/// may.
fn may_be_provisional(raw: &Raw) -> bool {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Glimpse {
        status: String,
        transaction_mutability: Option<String>,
    }
    raw.read::<Glimpse>().map_or(true, |glimpse| {
        glimpse.status != "BOOK" || glimpse.transaction_mutability.as_deref() == Some("Mutable")
    })
}

fn refusal(reply: &HttpReply) -> Refusal {
    let body: errors::ErrorResponse = serde_json::from_slice(&reply.body).unwrap_or_default();
    let codes = body.errors.iter().filter_map(|error| known_code(error.error_code.as_str()));
    Refusal { status: reply.status.as_u16(), codes: codes.take(MAX_CODES).collect() }
}

/// A code of the standard's, or nothing: whatever else stands in its place may be a token or an account that is sent back,
/// and no look at its shape can tell.
fn known_code(code: &str) -> Option<RefusalCode> {
    let written_out = code.strip_prefix("UK.OBIE.").and_then(v4_code_of);
    written_out.or_else(|| is_v4_code(code).then_some(code)).map(RefusalCode::from)
}

/// `U011` and the codes it shares its list with, which are ISO 20022's (`AC04`): four characters, and too few of them
/// for a secret.
fn is_v4_code(code: &str) -> bool {
    let digits = code.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    code.len() == 4 && all_digits && (digits.len() == 2 || (digits.len() == 3 && code.starts_with('U')))
}

/// Version 3.1 wrote its codes out; banks that moved to 4.0 have not always moved their errors. The pairs are those of
/// the standard's own code set (`OBExternalStatusReason1Code`).
fn v4_code_of(code: &str) -> Option<&'static str> {
    Some(match code {
        "Field.Expected" => "U001",
        "Field.Invalid" => "U002",
        "Field.InvalidDate" => "U003",
        "Field.Missing" => "U004",
        "Field.Unexpected" => "U005",
        "Header.Invalid" => "U006",
        "Header.Missing" => "U007",
        "Resource.ConsentMismatch" => "U008",
        "Resource.InvalidConsentStatus" => "U009",
        "Resource.InvalidFormat" => "U010",
        "Resource.NotFound" => "U011",
        "Rules.AfterCutOffDateTime" => "U012",
        "Rules.DuplicateReference" => "U013",
        "Rules.FailsControlParameters" => "U014",
        "Signature.Invalid" => "U015",
        "Signature.InvalidClaim" => "U016",
        "Signature.MissingClaim" => "U017",
        "Signature.Malformed" => "U018",
        "Signature.Missing" => "U019",
        "Signature.Unexpected" => "U020",
        "Unsupported.AccountIdentifier" => "U021",
        "Unsupported.AccountSecondaryIdentifier" => "U022",
        "Unsupported.Currency" => "U023",
        "Unsupported.EventType" => "U024",
        "Unsupported.Frequency" => "U025",
        "Unsupported.LocalInstrument" => "U026",
        "Unsupported.Scheme" => "U027",
        "Reauthenticate" => "U028",
        "Rules.ResourceAlreadyExists" => "U029",
        "UnexpectedError" => "U000",
        _ => return None,
    })
}
