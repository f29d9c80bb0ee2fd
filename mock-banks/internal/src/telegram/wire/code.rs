//! Transaction codes and response codes.

/// A message that asks.
pub const ASKS: u64 = 200;
/// A message that answers.
pub const ANSWERS: u64 = 210;

macro_rules! codes {
    ($(#[$about:meta])* $name:ident { $($(#[$variant_about:meta])* $variant:ident = $code:literal $text:literal),* $(,)? }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$variant_about])* $variant),* }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The code as it travels.
            #[must_use]
            pub const fn code(self) -> u64 {
                match self { $(Self::$variant => $code),* }
            }

            /// The meaning of a code.
            #[must_use]
            pub const fn of(code: u64) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }

            /// What people call it.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }
        }
    };
}

codes! {
    /// What is asked for.
    Transaction {
        /// What an account is.
        Account = 1100 "account inquiry",
        /// Who a person is.
        Person = 1200 "person inquiry",
        /// What stands on an account.
        Balance = 2100 "balance inquiry",
        /// What moved on an account.
        Statement = 2200 "statement inquiry",
        /// Who is paid from an account.
        Beneficiaries = 3100 "beneficiary inquiry",
        /// Who collects from an account.
        DirectDebits = 3200 "direct debit inquiry",
        /// What is paid from an account again and again.
        StandingOrders = 3300 "standing order inquiry",
        /// What will be paid from an account.
        ScheduledPayments = 3400 "scheduled payment inquiry",
        /// To move money.
        Transfer = 4100 "transfer",
    }
}

codes! {
    /// What came of it.
    Response {
        /// Done: the answer follows.
        Done = 0 "done",
        /// The customer has no such account.
        NotFound = 101 "no such account",
        /// The position to go on from was never given out.
        BadPosition = 102 "no such position",
        /// The books are closed.
        Closed = 201 "closed",
        /// There is not enough on the account.
        InsufficientFunds = 301 "not enough",
        /// The account does not hold the currency.
        WrongCurrency = 302 "wrong currency",
        /// The amount cannot be paid.
        BadAmount = 303 "bad amount",
        /// The payee's account cannot take it.
        BadPayee = 304 "bad payee",
        /// A text is empty or too long.
        BadText = 305 "bad text",
        /// The end-to-end id was used for another transfer.
        IdUsedBefore = 306 "id used before",
        /// The telegram cannot be read.
        Unreadable = 901 "unreadable",
        /// Nobody here knows this transaction.
        UnknownTransaction = 902 "unknown transaction",
        /// The core is in trouble.
        Trouble = 999 "trouble",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_means_one_thing() {
        assert!(Transaction::ALL.iter().all(|one| Transaction::of(one.code()) == Some(*one)));
        assert!(Response::ALL.iter().all(|one| Response::of(one.code()) == Some(*one)));
        assert_eq!((Transaction::of(0), Response::of(12)), (None, None));
    }
}
