//! What a core can be asked. Every question names the customer, so that no adapter can forget whose data it reads.

use moa_kernel::{AccountId, CustomerId, Money, Timestamp};

use super::AccountNumber;

/// A question to a bank's core.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum CoreQuestion {
    /// What the accounts are.
    Accounts(AccountsQuestion),
    /// What stands on them now.
    Balances(AccountsQuestion),
    /// What moved on one of them, page by page.
    Transactions(TransactionsQuestion),
    /// To whom the customer pays from them.
    Beneficiaries(AccountsQuestion),
    /// Who may collect from them.
    DirectDebits(AccountsQuestion),
    /// What is paid from them again and again.
    StandingOrders(AccountsQuestion),
    /// What will be paid from them once, later.
    ScheduledPayments(AccountsQuestion),
    /// Who the customer is.
    Party {
        /// The customer.
        customer: CustomerId,
    },
    /// To move money from one of them, now.
    Transfer(TransferQuestion),
}

impl CoreQuestion {
    /// What is asked for, in a word.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Accounts(_) => "accounts",
            Self::Balances(_) => "balances",
            Self::Transactions(_) => "transactions",
            Self::Beneficiaries(_) => "beneficiaries",
            Self::DirectDebits(_) => "direct debits",
            Self::StandingOrders(_) => "standing orders",
            Self::ScheduledPayments(_) => "scheduled payments",
            Self::Party { .. } => "party",
            Self::Transfer(_) => "transfer",
        }
    }

    /// Whether the books are read or written for it, which nobody can while a core closes its day. What stands beside the
    /// books (accounts, people, arrangements) is there at all hours.
    #[must_use]
    pub const fn is_about_the_books(&self) -> bool {
        matches!(self, Self::Balances(_) | Self::Transactions(_) | Self::Transfer(_))
    }
}

/// A transfer. Asking twice with the same end-to-end id moves the money once and answers the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TransferQuestion {
    /// Whose account.
    pub customer: CustomerId,
    /// From which account.
    pub from: AccountId,
    /// Who is paid.
    pub to: Payee,
    /// How much: more than nothing, in a currency the account holds.
    pub amount: Money,
    /// The payer's own name for this transfer, which travels to the payee. The account knows it once.
    pub end_to_end_id: String,
    /// What it is for.
    pub reference: Option<String>,
}

/// Who is paid.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Payee {
    /// What they are called.
    pub name: String,
    /// Their account.
    pub number: AccountNumber,
}

/// Some accounts of one customer. All of them must be the customer's.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AccountsQuestion {
    /// Whose accounts.
    pub customer: CustomerId,
    /// Which of them, in the order in which the answer is wanted.
    pub accounts: Vec<AccountId>,
}

/// A page of movements on one account, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TransactionsQuestion {
    /// Whose account.
    pub customer: CustomerId,
    /// Which account.
    pub account: AccountId,
    /// Between which moments.
    pub window: Window,
    /// Money in, money out, or both.
    pub directions: Directions,
    /// Where the page before ended: text of the core's own, nobody else reads it.
    pub after: Option<String>,
    /// The most rows wanted.
    pub limit: u32,
}

/// A span of time, both ends belonging to it. An open end is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Window {
    /// Not before this moment.
    pub from: Option<Timestamp>,
    /// Not after this moment.
    pub to: Option<Timestamp>,
}

impl Window {
    /// The part that lies in both windows. It may be empty: then `from` is after `to`, and nothing matches.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        Self {
            from: self.from.max(other.from),
            to: match (self.to, other.to) {
                (Some(one), Some(two)) => Some(one.min(two)),
                (one, two) => one.or(two),
            },
        }
    }
}

/// Which movements are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Directions {
    /// Money that came in.
    Credits,
    /// Money that went out.
    Debits,
    /// Both.
    Both,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(from: Option<i64>, to: Option<i64>) -> Window {
        let at = |second| Timestamp::from_second(second).unwrap();
        Window { from: from.map(at), to: to.map(at) }
    }

    #[test]
    fn two_windows_share_the_narrower_end_on_each_side() {
        assert_eq!(window(Some(1), None).intersection(window(None, Some(9))), window(Some(1), Some(9)));
        assert_eq!(window(Some(1), Some(5)).intersection(window(Some(3), Some(9))), window(Some(3), Some(5)));
        assert_eq!(window(None, None).intersection(window(None, None)), Window::default());
    }
}
