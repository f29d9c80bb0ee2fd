//! The cast of one life: whose it is, which accounts play which part, how money is counted in it.

use moa_kernel::{Currency, CustomerId};

use super::names::{self, Names};
use super::rates;
use super::wording::Wording;
use super::{LifeError, names::Shop};
use crate::Bank;
use crate::customers;
use crate::ledger::{
    Account, AccountKind, AccountNumber, Counterparty, Kind, Merchant, Minor, Particulars, derive_iban,
};
use crate::luck::Luck;
use crate::spec::{BankSpec, CustomerSpec, LifeSpec, Numbers};

/// The cast of one life.
pub(super) struct Cast<'a> {
    pub(super) spec: &'a BankSpec,
    pub(super) login: &'a str,
    pub(super) customer: CustomerId,
    pub(super) life: Option<&'a LifeSpec>,
    pub(super) names: &'static Names,
    pub(super) wording: Wording,
    /// All accounts, in the order of the bank's file.
    pub(super) accounts: Vec<Account>,
    /// The price level: what a pound's worth of life costs here, in thousandths of what it costs on an ordinary salary.
    pub(super) pace: i64,
}

impl<'a> Cast<'a> {
    /// Who plays in a customer's life.
    pub(super) fn of(bank: &'a Bank, person: &'a CustomerSpec) -> Result<Self, LifeError> {
        let spec = bank.spec();
        let customer = customers::derive_id(spec, &person.login)?;
        let accounts = bank.ledger().accounts_of(&customer)?;
        let mut cast = Self {
            spec,
            login: &person.login,
            customer,
            life: person.life.as_ref(),
            names: names::of(&spec.country),
            wording: Wording::of(&spec.country),
            accounts,
            pace: 1000,
        };
        cast.pace = cast.derive_pace()?;
        Ok(cast)
    }

    /// The stream of luck of one topic of this life.
    pub(super) fn luck(&self, topic: &str) -> Luck {
        Luck::of(self.spec.seed, &[self.spec.id.as_str(), "life", self.login, topic])
    }

    /// The account that salary goes to and rent comes from.
    pub(super) fn main(&self) -> Option<&Account> {
        self.accounts.iter().find(|account| account.kind == AccountKind::Current)
    }

    /// The savings account beside the main one, in the same currency.
    pub(super) fn savings(&self) -> Option<&Account> {
        let home = self.home();
        self.accounts.iter().find(|account| account.kind == AccountKind::Savings && account.holds(home))
    }

    /// The credit card, billed in the currency of the main account.
    pub(super) fn card(&self) -> Option<&Account> {
        let home = self.home();
        self.accounts.iter().find(|account| account.kind == AccountKind::Card && account.holds(home))
    }

    /// The currency this life is lived in.
    pub(super) fn home(&self) -> Currency {
        self.main().and_then(|main| main.currencies.first().copied()).unwrap_or(self.spec.currency)
    }

    /// Where a card is used on an ordinary day: mostly at home, which is one town for each life.
    pub(super) fn town(&self, luck: &mut Luck) -> &'static str {
        let towns = self.names.towns;
        let away = luck.chance(15);
        let picked = if away { luck.pick(towns) } else { self.luck("home town").pick(towns) };
        picked.copied().unwrap_or_default()
    }

    /// What costs so many pence in an ordinary British life, here: price level and salary counted in. Never nothing.
    pub(super) fn price(&self, pence: i64) -> Result<i64, LifeError> {
        let scaled = pence.saturating_mul(self.pace) / 1000;
        Ok(rates::pence_in(self.home(), scaled.max(1))?.max(1))
    }

    /// Somebody with an account at some other bank of the country; the same name always has the same account.
    pub(super) fn somebody(&self, name: &str) -> Counterparty {
        let mut luck = Luck::of(self.spec.seed, &["somebody", name]);
        let number = match &self.spec.numbers {
            Numbers::SortCode { .. } => {
                AccountNumber::SortCode { sort_code: format!("0000{}", luck.digits(2)), number: luck.digits(8) }
            }
            Numbers::Iban { .. } => {
                let national = format!("990000{}{}", luck.digits(2), luck.digits(10));
                AccountNumber::Iban { iban: derive_iban(&self.spec.country, &national) }
            }
        };
        Counterparty { name: name.to_owned(), number: Some(number) }
    }

    /// What is printed about a payment with a name on the other side.
    pub(super) fn named(&self, kind: Kind, name: &str, reference: Option<&str>) -> Particulars {
        Particulars {
            text: self.wording.named(kind, name, reference),
            kind,
            reference: reference.map(str::to_owned),
            merchant: None,
            counterparty: Some(self.somebody(name)),
            exchange: None,
        }
    }

    /// What is printed about a move between the customer's own accounts.
    pub(super) fn own(&self, kind: Kind, other: &Account) -> Particulars {
        let name = other.nickname.as_deref().unwrap_or(&other.description);
        let counterparty = Counterparty { name: other.holder.clone(), number: other.numbers.first().cloned() };
        Particulars {
            text: self.wording.named(kind, name, None),
            kind,
            reference: None,
            merchant: None,
            counterparty: Some(counterparty),
            exchange: None,
        }
    }

    /// What is printed about something the bank itself does.
    pub(super) fn by_the_bank(&self, kind: Kind) -> Particulars {
        let text = self.wording.own(kind);
        Particulars { text, kind, reference: None, merchant: None, counterparty: None, exchange: None }
    }

    /// What is printed about a card at a till.
    pub(super) fn at_till(
        &self,
        kind: Kind,
        shop: &Shop,
        town: &str,
        paid: Minor,
        day: moa_kernel::Date,
    ) -> Particulars {
        Particulars {
            text: self.wording.card(kind, shop.name, town, paid, day),
            kind,
            reference: None,
            merchant: Some(Merchant { name: shop.name.to_owned(), category: shop.category.to_owned() }),
            counterparty: None,
            exchange: None,
        }
    }

    /// What a month leaves to spend, against the thousand pounds that the prices in this folder add up to.
    fn derive_pace(&self) -> Result<i64, LifeError> {
        let Some(life) = self.life else { return Ok(1000) };
        let home = self.home();
        let monthly = |amount: crate::spec::Amount| amount.minor(home);
        let bills: i64 = self.names.billers.iter().map(|biller| biller.pence).sum();
        let spoken_for = monthly(life.rent)?.saturating_add(monthly(life.saving)?);
        let left = monthly(life.salary)?.saturating_sub(spoken_for);
        let ordinary = rates::pence_in(home, bills.saturating_add(100_000))?.max(1);
        // A little less than everything: people of this crate do not go under.
        Ok((left.saturating_mul(930) / ordinary).clamp(50, 5000))
    }
}
