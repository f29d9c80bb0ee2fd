//! Every line of the language, with every cell's width in bytes. This page is the contract of both sides.

use moa_kernel::{AccountId, Currency, CustomerId, Date, Decimal, Money, Timestamp, TransactionId};

use super::layout::lines;

lines! {
    /// The first line of every message.
    Header b"MB" {
        /// `200` asks, `210` answers.
        kind: u64 = 4,
        /// What is asked for: see [`code`](super::code).
        transaction: u64 = 4,
        /// The number by which an answer finds its question.
        sequence: u64 = 10,
        /// What came of it: see [`code`](super::code). Zero in a question.
        response: u64 = 4,
        /// When it was sent.
        sent: Timestamp = 23,
        /// How many characters of this message EUC-KR does not have, so that they travel as numbers.
        foreign: u64 = 5,
        /// Where a list goes on: in an answer, behind its last row; in a question, from where.
        position: Option<String> = 50,
    }

    /// Asks about one account.
    AccountAsked b"QA" {
        /// Whose.
        customer: CustomerId = 40,
        /// Which.
        account: AccountId = 40,
    }

    /// Asks about a person.
    PersonAsked b"QP" {
        /// Whom.
        customer: CustomerId = 40,
    }

    /// Asks for movements.
    StatementAsked b"QS" {
        /// Whose.
        customer: CustomerId = 40,
        /// On which account.
        account: AccountId = 40,
        /// Not before.
        from: Option<Timestamp> = 23,
        /// Not after.
        to: Option<Timestamp> = 23,
        /// `C` in, `D` out, `B` both.
        directions: String = 1,
        /// The most rows wanted.
        limit: u64 = 4,
    }

    /// Orders a transfer.
    TransferAsked b"QT" {
        /// Who orders it.
        customer: CustomerId = 40,
        /// From which account.
        from: AccountId = 40,
        /// Who is paid.
        payee: String = 70,
        /// In which scheme their number is.
        scheme: String = 4,
        /// Their number.
        number: String = 34,
        /// How much.
        amount: Money = 24,
        /// The payer's own name for it.
        end_to_end_id: String = 35,
        /// What it is for.
        reference: Option<String> = 70,
    }

    /// An account. Its currencies and numbers follow.
    AccountLine b"AC" {
        /// The bank's id of it.
        id: AccountId = 40,
        /// What sort of account, ISO 20022.
        kind: String = 4,
        /// The product's name.
        description: Option<String> = 40,
        /// The customer's own name for it.
        nickname: Option<String> = 30,
        /// When it was opened.
        opened: Option<Date> = 8,
        /// The holder's name.
        holder: Option<String> = 40,
        /// Who keeps it: the code.
        servicer_bic: Option<String> = 11,
        /// Who keeps it: the name.
        servicer_name: Option<String> = 40,
    }

    /// A currency of the account above.
    CurrencyLine b"CY" {
        /// The currency.
        currency: Currency = 8,
    }

    /// A number of the account above.
    NumberLine b"NR" {
        /// In which scheme.
        scheme: String = 4,
        /// The number.
        number: String = 34,
    }

    /// A balance. Its credit lines follow.
    BalanceLine b"BL" {
        /// How it is counted, ISO 20022.
        kind: String = 4,
        /// How much.
        amount: Money = 24,
        /// When it was so.
        at: Timestamp = 23,
    }

    /// A credit line of the balance above.
    CreditLine b"CR" {
        /// Whether the balance contains it.
        included: bool = 1,
        /// How much.
        amount: Money = 24,
        /// Whether it is an overdraft that was agreed, rather than a card's limit.
        pre_agreed: bool = 1,
    }

    /// What is known of a statement as a whole. Its rows follow.
    StatementLine b"ST" {
        /// How many rows there are on all pages.
        total: u64 = 10,
        /// The oldest movement there is.
        first: Option<Timestamp> = 23,
        /// The newest.
        last: Option<Timestamp> = 23,
    }

    /// A movement. What else is known of it follows.
    MovementLine b"MV" {
        /// The bank's id of it.
        id: Option<TransactionId> = 20,
        /// `BOOK` or `PDNG`.
        status: String = 4,
        /// How much, signed.
        amount: Money = 24,
        /// When it was booked, or will be.
        booked_at: Timestamp = 23,
        /// When it counts for interest.
        valued_at: Option<Timestamp> = 23,
        /// The text on the statement.
        description: Option<String> = 50,
        /// The reference.
        reference: Option<String> = 35,
        /// ISO 20022 family.
        family: Option<String> = 4,
        /// ISO 20022 sub-family.
        sub_family: Option<String> = 4,
        /// What was booked on the account after it.
        running_balance: Option<Money> = 24,
    }

    /// The shop of the movement above.
    MerchantLine b"MC" {
        /// Its name.
        name: String = 40,
        /// Its category.
        category: Option<String> = 4,
    }

    /// The other side of the movement or arrangement above.
    CounterpartyLine b"CP" {
        /// Their name.
        name: Option<String> = 40,
        /// In which scheme their number is.
        scheme: Option<String> = 4,
        /// Their number.
        number: Option<String> = 34,
    }

    /// The change of currency of the movement above.
    ExchangeLine b"FX" {
        /// What was paid.
        instructed: Money = 24,
        /// What one unit of it cost.
        rate: Decimal = 32,
        /// When the rate was fixed.
        quoted_at: Option<Timestamp> = 23,
    }

    /// Somebody who is paid often. A counterparty follows.
    BeneficiaryLine b"BN" {
        /// The bank's id of the entry.
        id: Option<String> = 40,
        /// Whether payments need no second look.
        trusted: bool = 1,
        /// The usual reference.
        reference: Option<String> = 35,
    }

    /// A mandate.
    DirectDebitLine b"DD" {
        /// The bank's id of it.
        id: Option<String> = 40,
        /// Who collects.
        name: String = 40,
        /// The mandate's reference.
        mandate: Option<String> = 35,
        /// `ACTV` or `CANC`.
        status: String = 4,
        /// `WEEK`, `MNTH`, `YEAR`.
        frequency: String = 4,
        /// When it was collected last.
        previous_at: Option<Timestamp> = 23,
        /// How much that was.
        previous_amount: Option<Money> = 24,
    }

    /// A standing order. A counterparty follows.
    StandingOrderLine b"SO" {
        /// The bank's id of it.
        id: Option<String> = 40,
        /// `ACTV` or `CANC`.
        status: String = 4,
        /// `WEEK`, `MNTH`, `YEAR`.
        frequency: String = 4,
        /// When it will be paid next.
        next_at: Option<Timestamp> = 23,
        /// How much that will be.
        next_amount: Option<Money> = 24,
        /// When it was paid last.
        last_at: Option<Timestamp> = 23,
        /// How much that was.
        last_amount: Option<Money> = 24,
        /// What it is for.
        reference: Option<String> = 35,
    }

    /// A payment that will be made once. A counterparty follows.
    ScheduledPaymentLine b"SP" {
        /// The bank's id of it.
        id: Option<String> = 40,
        /// When.
        at: Timestamp = 23,
        /// How much.
        amount: Money = 24,
        /// What it is for.
        reference: Option<String> = 35,
    }

    /// A person. The lines of their address follow.
    PersonLine b"PS" {
        /// The bank's id of them.
        id: String = 40,
        /// What they are called.
        name: String = 40,
        /// Where mail reaches them.
        email: Option<String> = 60,
        /// Their phone.
        phone: Option<String> = 20,
        /// Their country.
        country: Option<String> = 2,
    }

    /// A line of an address.
    AddressLine b"AD" {
        /// The line.
        text: String = 50,
    }

    /// A transfer that was made.
    TransferLine b"TF" {
        /// The payer's own name for it.
        end_to_end_id: String = 35,
        /// The movement on the payer's account.
        transaction: Option<TransactionId> = 20,
        /// When it was booked.
        at: Timestamp = 23,
        /// `BOOK`: it is booked. `ACCP`: it will be.
        status: String = 4,
    }

    /// The books are closed.
    ClosedLine b"CD" {
        /// Until then.
        until: Option<Timestamp> = 23,
    }
}
