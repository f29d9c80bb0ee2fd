//! Moving money: made once for one end-to-end id, refused for whatever cannot be paid, and nothing booked then.

use moa_kernel::{AccountId, Currency, Decimal, Money};

use super::super::{
    AccountNumber, CoreAnswer, CoreBanking, CoreFault, CoreQuestion, Journal, NumberScheme, Payee, TransferQuestion,
    TransferRecord, TransferRefusal,
};
use super::Subject;
use super::reading::{asked, everything, read_all};

/// How many ask for the same transfer at once.
const AT_ONCE: usize = 10;

/// What a core did with transfers that it must not do. Empty when it keeps its promises.
pub async fn broken_promises_about_transfers(core: &dyn CoreBanking, subject: &Subject) -> Vec<String> {
    let mut broken = Vec::new();
    let Some(stage) = Stage::set(core, subject).await else {
        return vec!["the first account cannot be read".to_owned()];
    };
    stage.is_made_once(&mut broken).await;
    stage.is_made_once_however_many_ask_at_once(&mut broken).await;
    stage.reaches_an_account_of_the_same_bank(&mut broken).await;
    stage.an_id_belongs_to_one_transfer(&mut broken).await;
    stage.nobody_pays_from_anothers_account(&mut broken).await;
    stage.what_cannot_be_paid_is_refused(&mut broken).await;
    broken
}

struct Stage<'a> {
    core: &'a dyn CoreBanking,
    subject: &'a Subject,
    payer: AccountId,
    own_number: AccountNumber,
    currency: Currency,
    not_held: Currency,
}

impl<'a> Stage<'a> {
    async fn set(core: &'a dyn CoreBanking, subject: &'a Subject) -> Option<Self> {
        let payer = subject.accounts.first()?.clone();
        let question = CoreQuestion::Accounts(asked(subject, std::slice::from_ref(&payer)));
        let Ok(CoreAnswer::Accounts(rows)) = core.answer(question, &Journal::new()).await else { return None };
        let row = rows.into_iter().next()?;
        let not_held = [Currency::KRW, Currency::GBP].into_iter().find(|one| !row.currencies.contains(one))?;
        let (currency, own_number) = (*row.currencies.first()?, row.numbers.first()?.clone());
        Some(Self { core, subject, payer, own_number, currency, not_held })
    }

    /// One coin more than one whole, to somebody at another bank.
    fn order(&self, id: &str) -> TransferQuestion {
        let number = AccountNumber { scheme: NumberScheme::Iban, number: "DE89370400440532013000".to_owned() };
        TransferQuestion {
            customer: self.subject.customer.clone(),
            from: self.payer.clone(),
            to: Payee { name: "Zoë & 하늘서점".to_owned(), number },
            amount: Money::new(Decimal::new(101, 2), self.currency),
            end_to_end_id: id.to_owned(),
            reference: Some("Rechnung 4711, Köln".to_owned()),
        }
    }

    async fn make(&self, order: TransferQuestion) -> Result<TransferRecord, CoreFault> {
        match self.core.answer(CoreQuestion::Transfer(order), &Journal::new()).await? {
            CoreAnswer::Transfer(record) => Ok(record),
            other => Err(CoreFault::Unavailable(format!("not a transfer: {other:?}").into())),
        }
    }

    /// How many movements the payer's account has, and what they sum to in the currency of the orders.
    async fn books(&self) -> Option<(usize, Decimal)> {
        let (rows, _) = read_all(self.core, everything(self.subject, &self.payer)).await?;
        let amounts = rows.iter().filter(|row| row.amount.currency == self.currency).map(|row| row.amount.amount);
        Some((rows.len(), amounts.sum()))
    }

    /// Says what is wrong unless exactly so many orders were booked since.
    async fn expect_booked(&self, count: usize, since: Option<(usize, Decimal)>, what: &str, broken: &mut Vec<String>) {
        let Some((rows, sum)) = since else {
            return broken.push(format!("{what}: the books could not be read before"));
        };
        let paid = Decimal::new(101, 2) * Decimal::from(count);
        let now = self.books().await;
        if now != Some((rows + count, sum - paid)) {
            broken.push(format!("{what}: from {since:?} to {now:?}, which is not {count} transfers"));
        }
    }

    async fn is_made_once(&self, broken: &mut Vec<String>) {
        let before = self.books().await;
        let first = self.make(self.order("contract-once")).await;
        let again = self.make(self.order("contract-once")).await;
        match (&first, &again) {
            (Ok(first), Ok(again)) if first == again && first.end_to_end_id == "contract-once" => {}
            _ => broken.push(format!("the same transfer was not answered alike: {first:?}, {again:?}")),
        }
        self.expect_booked(1, before, "asked for twice", broken).await;
        let newest = read_all(self.core, everything(self.subject, &self.payer)).await;
        let shown = newest
            .as_ref()
            .and_then(|(rows, _)| rows.iter().find(|row| row.reference.as_deref() == Some("Rechnung 4711, Köln")));
        let payee = shown.and_then(|row| row.counterparty.as_ref()?.name.clone());
        if payee.as_deref() != Some("Zoë & 하늘서점") {
            broken.push(format!("the statement does not show whom the money went to: {shown:?}"));
        }
    }

    async fn is_made_once_however_many_ask_at_once(&self, broken: &mut Vec<String>) {
        let before = self.books().await;
        let all = futures::future::join_all((0..AT_ONCE).map(|_| self.make(self.order("contract-at-once")))).await;
        let records: Vec<_> = all.iter().flatten().collect();
        if records.len() != AT_ONCE || records.windows(2).any(|two| matches!(two, [one, other] if one != other)) {
            broken.push(format!("many who asked for one transfer were not answered alike: {all:?}"));
        }
        self.expect_booked(1, before, "asked for by many at once", broken).await;
    }

    async fn reaches_an_account_of_the_same_bank(&self, broken: &mut Vec<String>) {
        let before = self.books().await;
        let to = Payee { name: "Somebody here".to_owned(), number: self.subject.number_of_another.clone() };
        let made = self.make(TransferQuestion { to, ..self.order("contract-inside") }).await;
        if made.is_err() {
            broken.push(format!("an account of the same bank was not reached: {made:?}"));
        }
        self.expect_booked(1, before, "within the bank", broken).await;
    }

    async fn an_id_belongs_to_one_transfer(&self, broken: &mut Vec<String>) {
        let before = self.books().await;
        let order = self.order("contract-once");
        let others = [
            TransferQuestion { amount: Money::new(Decimal::new(102, 2), self.currency), ..order.clone() },
            TransferQuestion { reference: None, ..order.clone() },
            TransferQuestion { to: Payee { name: "Somebody else".to_owned(), ..order.to.clone() }, ..order },
        ];
        for other in others {
            self.expect_refused(other, TransferRefusal::IdUsedBefore, broken).await;
        }
        self.expect_booked(0, before, "an id that was used", broken).await;
    }

    async fn nobody_pays_from_anothers_account(&self, broken: &mut Vec<String>) {
        let from = self.subject.account_of_another.clone();
        let made = self.make(TransferQuestion { from, ..self.order("contract-anothers") }).await;
        if !matches!(made, Err(CoreFault::NotFound)) {
            broken.push(format!("somebody else's account was not simply not found: {made:?}"));
        }
    }

    async fn what_cannot_be_paid_is_refused(&self, broken: &mut Vec<String>) {
        use TransferRefusal as R;
        let before = self.books().await;
        let amount = |number: Decimal, currency: Currency| Money::new(number, currency);
        let priced = |amount: Money| TransferQuestion { amount, ..self.order("contract-refused") };
        let itself = Payee { name: "Myself".to_owned(), number: self.own_number.clone() };
        let cases = [
            (priced(amount(Decimal::new(1_000_000_000, 0), self.currency)), R::InsufficientFunds),
            (priced(amount(Decimal::new(1, 0), self.not_held)), R::WrongCurrency),
            (priced(amount(Decimal::ZERO, self.currency)), R::BadAmount),
            (priced(amount(Decimal::new(-101, 2), self.currency)), R::BadAmount),
            (priced(amount(Decimal::new(1001, 3), self.currency)), R::BadAmount),
            (TransferQuestion { to: itself, ..self.order("contract-refused") }, R::BadPayee),
            (self.order(""), R::BadText),
            (self.order(&"x".repeat(36)), R::BadText),
            (TransferQuestion { reference: Some("x".repeat(141)), ..self.order("contract-refused") }, R::BadText),
        ];
        for (order, refusal) in cases {
            self.expect_refused(order, refusal, broken).await;
        }
        self.expect_booked(0, before, "refused", broken).await;
        // A refused id is not used up.
        if let Err(fault) = self.make(self.order("contract-refused")).await {
            broken.push(format!("an id of a refused transfer was used up: {fault:?}"));
        }
    }

    async fn expect_refused(&self, order: TransferQuestion, refusal: TransferRefusal, broken: &mut Vec<String>) {
        let name = format!("{order:?}");
        let made = self.make(order).await;
        if !matches!(made, Err(CoreFault::Refused(because)) if because == refusal) {
            broken.push(format!("{name} was not refused because {refusal}: {made:?}"));
        }
    }
}
