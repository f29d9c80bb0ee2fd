//! Tries a recipe on invented rows: none, a few that a bank tells all of or next to nothing of, and as many as its
//! questions may ever have answered. What fails here would have failed for a customer.

use std::sync::Arc;

use moa_kernel::{AccountId, Currency, Date, Money, Timestamp, TransactionId};

use super::given::{Given, Values};
use super::render::{environment, render};
use super::row::{Row, Rows};
use super::{Ask, Parameter, Recipe, RecipeFault, context};
use crate::codec::uk::{Permission, Permissions};
use crate::port::{
    AccountKind, AccountRecord, BalanceKind, BalanceRecord, CounterpartyRecord, MerchantRecord, TransactionRecord,
    TransactionStatus, Window,
};

/// An invented customer's rows.
#[derive(Clone, Copy)]
struct Case {
    /// What it is called in a fault.
    name: &'static str,
    rows: usize,
    /// Whether the bank tells what it need not.
    tells: bool,
    currencies: usize,
}

const FULL: usize = usize::MAX;
const CASES: &[Case] = &[
    Case { name: "a customer with nothing", rows: 0, tells: true, currencies: 1 },
    Case { name: "a customer with one row of each", rows: 1, tells: true, currencies: 1 },
    Case { name: "a customer with two currencies", rows: 40, tells: true, currencies: 2 },
    Case { name: "a bank that tells little", rows: 40, tells: false, currencies: 2 },
    Case { name: "as many rows as it takes", rows: FULL, tells: true, currencies: 2 },
];

/// Renders every case with the least and the most of each parameter.
pub(super) fn run(recipe: &Recipe) -> Result<(), RecipeFault> {
    let environment = environment(&recipe.template)?;
    for case in CASES {
        // The largest case costs the most, and its parameters matter the least.
        let extremes: &[bool] = if case.rows == FULL { &[true] } else { &[false, true] };
        for most in extremes {
            let values = values(&recipe.parameters, *most);
            let answers: Option<Vec<(&str, Rows)>> =
                recipe.questions.iter().map(|ask| Some((ask.name(), rows(ask, *case)?))).collect();
            let (Some(answers), Ok(now)) = (answers, "2026-11-23T09:00:00Z".parse::<Timestamp>()) else { continue };
            let context = context(&values, answers, "https://bank.example/open-banking/path", now);
            render(&environment, context).map_err(|fault| of_case(fault, case.name))?;
        }
    }
    Ok(())
}

fn of_case(fault: RecipeFault, case: &str) -> RecipeFault {
    match fault {
        RecipeFault::Template { line, problem } => {
            RecipeFault::Template { line, problem: format!("{problem} (tried with {case})") }
        }
        other => other,
    }
}

fn values(parameters: &[Parameter], most: bool) -> Values {
    let one = |parameter: &Parameter| match parameter {
        Parameter::Integer { min, max, .. } => Given::Integer(if most { *max } else { *min }),
        Parameter::Date { .. } => Given::Date(Date::constant(2026, 11, 23)),
        Parameter::Word { words, .. } => {
            let word = if most { words.last() } else { words.first() };
            Given::Text(word.cloned().unwrap_or_default())
        }
        // What a hostile caller would send: quotes, braces and what looks like a template.
        Parameter::Text { max_chars, .. } => {
            let text: String = "\"}{{7}}\\\u{20ac}".chars().cycle().take(*max_chars as usize).collect();
            Given::Text(if most { text } else { String::new() })
        }
    };
    parameters.iter().map(|parameter| (parameter.name().to_owned(), one(parameter))).collect()
}

fn rows(ask: &Ask, case: Case) -> Option<Rows> {
    let all: Permissions = Permission::ALL.iter().copied().collect();
    let accounts = case.rows.min(20);
    Some(match ask {
        Ask::Accounts { .. } => {
            Rows::accounts((0..accounts).map(|n| account(n, case)).collect::<Option<Vec<_>>>()?, &all)
        }
        Ask::Balances { .. } => Rows::balances(&(0..accounts).map(|n| balance(n, case)).collect::<Option<Vec<_>>>()?),
        Ask::Transactions { rows_max, .. } => {
            let few: Vec<_> = (0..case.rows.min(50)).map(|n| movement(n, case)).collect::<Option<_>>()?;
            let window = Window { from: "2026-09-01T00:00:00Z".parse().ok(), to: None };
            let Rows { rows: few, .. } = Rows::transactions(few, window, &all);
            let wanted = case.rows.min(*rows_max as usize);
            let rows: Vec<Arc<Row>> = few.iter().cycle().take(wanted).cloned().collect();
            Rows { rows, window }
        }
    })
}

fn currency(n: usize, case: Case) -> Option<Currency> {
    let euro = Currency::new("EUR").ok()?;
    Some(if n.is_multiple_of(case.currencies.max(1)) { Currency::GBP } else { euro })
}

fn account(n: usize, case: Case) -> Option<AccountRecord> {
    let kinds = [AccountKind::Current, AccountKind::Savings, AccountKind::CreditCard];
    Some(AccountRecord {
        id: AccountId::new(format!("{:05}", 22289 + n)).ok()?,
        kind: *kinds.get(n % kinds.len())?,
        currencies: vec![currency(n, case)?],
        description: case.tells.then(|| "Everyday \"account\"".to_owned()),
        nickname: case.tells.then(|| "Bills".to_owned()),
        opened: case.tells.then(|| Date::constant(2019, 4, 1)),
        holder: case.tells.then(|| "M. Sample".to_owned()),
        numbers: Vec::new(),
        servicer: None,
    })
}

fn balance(n: usize, case: Case) -> Option<BalanceRecord> {
    Some(BalanceRecord {
        account: AccountId::new(format!("{:05}", 22289 + n)).ok()?,
        kind: BalanceKind::InterimAvailable,
        amount: Money::from_minor(i64::try_from(n).ok()? * 1234 - 5000, currency(n, case)?),
        at: "2026-11-23T09:00:00Z".parse().ok()?,
        credit_lines: Vec::new(),
    })
}

fn movement(n: usize, case: Case) -> Option<TransactionRecord> {
    let minor = i64::try_from(n).ok()? * 731 + 250;
    let signed = if n % 4 == 3 { minor } else { -minor };
    let codes = ["5411", "5814", "4111", "5942"];
    let month = 9 + n % 3;
    let shop = MerchantRecord { name: "Shop \"&\" Sons".to_owned(), category: Some((*codes.get(n % 4)?).to_owned()) };
    let name = Some("A. Payee".to_owned());
    Some(TransactionRecord {
        id: case.tells.then(|| TransactionId::new(format!("t{n}"))).transpose().ok()?,
        account: AccountId::new(format!("{:05}", 22289 + n % 3)).ok()?,
        status: if n % 10 == 9 { TransactionStatus::Pending } else { TransactionStatus::Booked },
        amount: Money::from_minor(signed, currency(n, case)?),
        booked_at: format!("2026-{month:02}-{:02}T10:00:00Z", n % 28 + 1).parse().ok()?,
        valued_at: None,
        description: case.tells.then(|| "CARD PAYMENT".to_owned()),
        reference: case.tells.then(|| "R-1".to_owned()),
        bank_code: case.tells.then(|| ("CCRD".to_owned(), "POSD".to_owned())),
        merchant: case.tells.then_some(shop),
        counterparty: case.tells.then_some(CounterpartyRecord { name, number: None }),
        exchange: None,
        running_balance: None,
    })
}

/// A value for tests that render without a core.
#[cfg(test)]
pub(super) fn some_movements(count: usize) -> minijinja::value::Value {
    let case = Case { name: "a test", rows: count, tells: true, currencies: 1 };
    let records: Vec<_> = (0..count).map(|n| movement(n, case).unwrap()).collect();
    let all: Permissions = Permission::ALL.iter().copied().collect();
    minijinja::value::Value::from_object(Rows::transactions(&records, Window::default(), &all))
}
