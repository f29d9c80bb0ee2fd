//! Asks the core what a recipe wants to know. Whose accounts, from when to when, and in which direction is the
//! entitlement's to say; the recipe can only make it less.

use moa_bank_core::spec::Temper;
use moa_kernel::Date;

use super::given::Values;
use super::period;
use super::row::Rows;
use super::{Ask, Flow};
use crate::codec::uk::{Permission, UkError};
use crate::entitlement::CustomerEntitlement;
use crate::port::{
    AccountsQuestion, CoreAnswer, CoreBanking, CoreFault, CoreQuestion, Directions, Journal, Shared, TransactionRecord,
    TransactionsQuestion, Window,
};
use crate::temper;

/// Movements are read in pages of so many.
const PAGE_ROWS: u32 = 500;

/// Whom to ask, for whom, and when it is.
pub(super) struct Errand<'a> {
    pub(super) core: &'a dyn CoreBanking,
    pub(super) journal: &'a Journal,
    pub(super) entitled: &'a CustomerEntitlement,
    pub(super) temper: &'a Temper,
    pub(super) today: Date,
}

impl Ask {
    /// The permissions of which a consent needs at least one for this question.
    #[must_use]
    pub const fn permissions(&self) -> &'static [Permission] {
        match self {
            Self::Accounts { .. } => &[Permission::ReadAccountsBasic, Permission::ReadAccountsDetail],
            Self::Balances { .. } => &[Permission::ReadBalances],
            Self::Transactions { .. } => &[Permission::ReadTransactionsBasic, Permission::ReadTransactionsDetail],
        }
    }
}

impl Errand<'_> {
    /// The rows that answer a question.
    pub(super) async fn ask(&self, ask: &Ask, values: &Values) -> Result<Rows, UkError> {
        if !self.entitled.permissions.any(ask.permissions()) {
            return Err(UkError::NotPermitted);
        }
        match ask {
            Ask::Accounts { .. } => match self.one(CoreQuestion::Accounts(self.accounts())).await? {
                CoreAnswer::Accounts(records) => Ok(Rows::accounts(records, &self.entitled.permissions)),
                _ => Err(beside_the_point()),
            },
            Ask::Balances { .. } => match self.one(CoreQuestion::Balances(self.accounts())).await? {
                CoreAnswer::Balances(records) => Ok(Rows::balances(&records)),
                _ => Err(beside_the_point()),
            },
            Ask::Transactions { period, flow, rows_max, .. } => {
                let asked = period::window(period, values, self.today).ok_or_else(no_such_period)?;
                let window = asked.intersection(self.entitled.window);
                let records = match self.directions(*flow)? {
                    Some(directions) => self.movements(window, directions, *rows_max).await?,
                    None => Vec::new(),
                };
                Ok(Rows::transactions(records, window, &self.entitled.permissions))
            }
        }
    }

    /// The directions that both the recipe wants and the consent allows; nothing when no direction is left.
    fn directions(&self, flow: Flow) -> Result<Option<Directions>, UkError> {
        let has = |permission| self.entitled.permissions.has(permission);
        let (credits, debits) = (has(Permission::ReadTransactionsCredits), has(Permission::ReadTransactionsDebits));
        if !credits && !debits {
            return Err(UkError::NotPermitted);
        }
        Ok(match (credits && flow != Flow::Out, debits && flow != Flow::In) {
            (true, true) => Some(Directions::Both),
            (true, false) => Some(Directions::Credits),
            (false, true) => Some(Directions::Debits),
            (false, false) => None,
        })
    }

    async fn movements(
        &self,
        window: Window,
        directions: Directions,
        rows_max: u32,
    ) -> Result<Vec<Shared<TransactionRecord>>, UkError> {
        let mut rows = Vec::new();
        for account in &self.entitled.accounts {
            let mut after = None;
            loop {
                let question = CoreQuestion::Transactions(TransactionsQuestion {
                    customer: self.entitled.customer.clone(),
                    account: account.clone(),
                    window,
                    directions,
                    after,
                    limit: PAGE_ROWS,
                });
                let CoreAnswer::Transactions(page) = self.one(question).await? else { return Err(beside_the_point()) };
                if page.rows.is_empty() && page.next.is_some() {
                    return Err(beside_the_point());
                }
                rows.extend(page.rows);
                if rows.len() > rows_max as usize {
                    return Err(UkError::TooMuch { rows_max });
                }
                match page.next {
                    None => break,
                    next => after = next,
                }
            }
        }
        Ok(rows)
    }

    fn accounts(&self) -> AccountsQuestion {
        AccountsQuestion { customer: self.entitled.customer.clone(), accounts: self.entitled.accounts.clone() }
    }

    async fn one(&self, question: CoreQuestion) -> Result<CoreAnswer, UkError> {
        let mut answer = self.core.answer(question, self.journal).await?;
        temper::apply(self.temper, &mut answer);
        Ok(answer)
    }
}

fn beside_the_point() -> UkError {
    UkError::Unavailable(CoreFault::Unavailable("the core answered something else".into()).into())
}

/// A checked recipe's numbers are within the calendar, so it is the caller's days that are not.
fn no_such_period() -> UkError {
    UkError::Query { name: "period".to_owned(), problem: "is not within the calendar".to_owned() }
}
