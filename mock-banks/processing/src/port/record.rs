//! The facts a core knows, in plain words. Amounts are signed from the customer's view; times are moments; what a core
//! does not know is absent, and no codec may put something in its place.

use moa_kernel::{AccountId, Currency, Date, Decimal, Money, Timestamp, TransactionId};

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRecord {
    /// The bank's id of it.
    pub id: AccountId,
    /// What sort of account it is.
    pub kind: AccountKind,
    /// Its currencies, the main one first.
    pub currencies: Vec<Currency>,
    /// The product's name.
    pub description: Option<String>,
    /// The customer's own name for it.
    pub nickname: Option<String>,
    /// The day it was opened.
    pub opened: Option<Date>,
    /// The name of the holder.
    pub holder: Option<String>,
    /// The numbers it is known by, the most usual first.
    pub numbers: Vec<AccountNumber>,
    /// Who keeps it: the bank's business identifier code and name.
    pub servicer: Option<(String, String)>,
}

/// What sort of account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountKind {
    /// Everyday money.
    Current,
    /// Money put aside.
    Savings,
    /// A credit card.
    CreditCard,
}

/// A number an account is known by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AccountNumber {
    /// In which scheme.
    pub scheme: NumberScheme,
    /// The number, without spaces.
    pub number: String,
}

/// A numbering scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberScheme {
    /// United Kingdom: six digits of sort code and eight of account number.
    SortCodeAccountNumber,
    /// International bank account number.
    Iban,
    /// The number on a card.
    CardNumber,
}

/// What stands on an account, in one way of counting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BalanceRecord {
    /// On which account.
    pub account: AccountId,
    /// Counted how.
    pub kind: BalanceKind,
    /// The amount: negative is owed.
    pub amount: Money,
    /// When this was so.
    pub at: Timestamp,
    /// Credit lines that belong to the account.
    pub credit_lines: Vec<CreditLineRecord>,
}

/// A way of counting a balance, after ISO 20022 `ExternalBalanceType1Code`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BalanceKind {
    /// What can be spent now.
    InterimAvailable,
    /// What is booked now.
    InterimBooked,
    /// What could be spent at the end of the last day.
    ClosingAvailable,
    /// What was booked at the end of the last day.
    ClosingBooked,
    /// What was booked when this day began.
    OpeningBooked,
    /// What will be when everything expected has come.
    Expected,
}

/// Borrowed money that may be in a balance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditLineRecord {
    /// Whether the balance's amount contains it.
    pub included: bool,
    /// How much it is.
    pub amount: Money,
    /// Whether it was agreed beforehand (an overdraft) rather than a card's limit.
    pub pre_agreed: bool,
}

/// One movement on an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionRecord {
    /// The bank's id of it; not every bank gives one.
    pub id: Option<TransactionId>,
    /// On which account.
    pub account: AccountId,
    /// How far it has come.
    pub status: TransactionStatus,
    /// The amount in the account's currency: negative went out.
    pub amount: Money,
    /// When it was booked, or is expected to be.
    pub booked_at: Timestamp,
    /// When it counts for interest.
    pub valued_at: Option<Timestamp>,
    /// The text on the statement.
    pub description: Option<String>,
    /// The payer's or payee's reference.
    pub reference: Option<String>,
    /// ISO 20022 family and sub-family.
    pub bank_code: Option<(String, String)>,
    /// The shop.
    pub merchant: Option<MerchantRecord>,
    /// The other side.
    pub counterparty: Option<CounterpartyRecord>,
    /// How it was changed from another currency.
    pub exchange: Option<ExchangeRecord>,
    /// What was booked on the account after it.
    pub running_balance: Option<Money>,
}

/// How far a movement has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransactionStatus {
    /// It is part of the booked balance.
    Booked,
    /// It is expected; it may still change or vanish.
    Pending,
}

/// A shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MerchantRecord {
    /// Its name.
    pub name: String,
    /// Its category, ISO 18245.
    pub category: Option<String>,
}

/// The other side of a movement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CounterpartyRecord {
    /// Their name.
    pub name: Option<String>,
    /// Their account.
    pub number: Option<AccountNumber>,
}

/// A change of currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeRecord {
    /// What was paid, in the currency it was paid in.
    pub instructed: Money,
    /// How much of the account's currency one unit of the other cost.
    pub rate: Decimal,
    /// When the rate was fixed.
    pub quoted_at: Option<Timestamp>,
}

/// Somebody the customer pays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BeneficiaryRecord {
    /// The bank's id of the entry.
    pub id: Option<String>,
    /// From which account.
    pub account: AccountId,
    /// Whether payments to them need no second look.
    pub trusted: bool,
    /// The usual reference.
    pub reference: Option<String>,
    /// Who they are and where the money goes.
    pub creditor: CounterpartyRecord,
}

/// A mandate by which somebody collects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectDebitRecord {
    /// The bank's id of it.
    pub id: Option<String>,
    /// From which account.
    pub account: AccountId,
    /// Who collects.
    pub name: String,
    /// The mandate's reference.
    pub mandate: Option<String>,
    /// Whether it still holds.
    pub status: MandateStatus,
    /// How often.
    pub frequency: Frequency,
    /// When and how much the last time.
    pub previous: Option<(Timestamp, Money)>,
}

/// A payment that repeats by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingOrderRecord {
    /// The bank's id of it.
    pub id: Option<String>,
    /// From which account.
    pub account: AccountId,
    /// Whether it still holds.
    pub status: MandateStatus,
    /// How often.
    pub frequency: Frequency,
    /// When and how much the next time (always positive).
    pub next: Option<(Timestamp, Money)>,
    /// When and how much the last time (always positive).
    pub last: Option<(Timestamp, Money)>,
    /// What it is for.
    pub reference: Option<String>,
    /// Who gets it.
    pub creditor: CounterpartyRecord,
}

/// A payment that will be made once, later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduledPaymentRecord {
    /// The bank's id of it.
    pub id: Option<String>,
    /// From which account.
    pub account: AccountId,
    /// When it leaves the account.
    pub at: Timestamp,
    /// How much (always positive).
    pub amount: Money,
    /// What it is for.
    pub reference: Option<String>,
    /// Who gets it.
    pub creditor: CounterpartyRecord,
}

/// Whether a mandate or order still holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MandateStatus {
    /// It does.
    Active,
    /// Somebody ended it.
    Cancelled,
}

/// How often something repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frequency {
    /// Every week.
    Weekly,
    /// Every month.
    Monthly,
    /// Every year.
    Yearly,
}

/// A customer, as a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyRecord {
    /// The bank's id of them.
    pub id: String,
    /// What they are called.
    pub name: String,
    /// Where mail reaches them.
    pub email: Option<String>,
    /// Their phone.
    pub phone: Option<String>,
    /// Where they live, line by line.
    pub address: Vec<String>,
    /// Country, two letters.
    pub country: Option<String>,
}
