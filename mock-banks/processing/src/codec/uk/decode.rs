//! Reads an admitted request for account data into a question to the core. The question reaches exactly as far as the
//! entitlement does: its accounts, its window, its directions.

use moa_kernel::Timestamp;

use super::page::read_page;
use super::query_date::parse_query_date;
use super::{Operation, Permission, UkError};
use crate::entitlement::CustomerEntitlement;
use crate::port::{AccountsQuestion, CoreQuestion, Directions, TransactionsQuestion, Window};
use crate::processor::ApiCall;

/// Reads a request.
///
/// # Errors
/// [`UkError::Parameter`] and [`UkError::QueryDate`] for a query that cannot be read, [`UkError::NotFound`] when the
/// entitlement holds no account for an operation that needs one.
pub fn decode(
    operation: Operation,
    call: &ApiCall,
    entitled: &CustomerEntitlement,
    page_size: u32,
) -> Result<CoreQuestion, UkError> {
    let accounts = || AccountsQuestion { customer: entitled.customer.clone(), accounts: entitled.accounts.clone() };
    Ok(match operation {
        Operation::Accounts => CoreQuestion::Accounts(accounts()),
        Operation::Balances => CoreQuestion::Balances(accounts()),
        Operation::Transactions => CoreQuestion::Transactions(transactions(call, entitled, page_size)?),
        Operation::Beneficiaries => CoreQuestion::Beneficiaries(accounts()),
        Operation::DirectDebits => CoreQuestion::DirectDebits(accounts()),
        Operation::StandingOrders => CoreQuestion::StandingOrders(accounts()),
        Operation::ScheduledPayments => CoreQuestion::ScheduledPayments(accounts()),
        Operation::Party => CoreQuestion::Party { customer: entitled.customer.clone() },
        Operation::CreateConsent | Operation::ReadConsent | Operation::DeleteConsent => return Err(UkError::NotFound),
    })
}

fn transactions(
    call: &ApiCall,
    entitled: &CustomerEntitlement,
    page_size: u32,
) -> Result<TransactionsQuestion, UkError> {
    let [account] = entitled.accounts.as_slice() else { return Err(UkError::NotFound) };
    let asked = Window { from: date(call, "fromBookingDateTime")?, to: date(call, "toBookingDateTime")? };
    let after = match once(call, "page")? {
        None => None,
        Some(page) => Some(read_page(page).ok_or(UkError::Parameter("page"))?),
    };
    Ok(TransactionsQuestion {
        customer: entitled.customer.clone(),
        account: account.clone(),
        window: asked.intersection(entitled.window),
        directions: directions(entitled)?,
        after,
        limit: page_size,
    })
}

fn directions(entitled: &CustomerEntitlement) -> Result<Directions, UkError> {
    let credits = entitled.permissions.has(Permission::ReadTransactionsCredits);
    let debits = entitled.permissions.has(Permission::ReadTransactionsDebits);
    match (credits, debits) {
        (true, true) => Ok(Directions::Both),
        (true, false) => Ok(Directions::Credits),
        (false, true) => Ok(Directions::Debits),
        // Such a consent is never made; should one be found, it opens nothing.
        (false, false) => Err(UkError::NotFound),
    }
}

fn date(call: &ApiCall, name: &'static str) -> Result<Option<Timestamp>, UkError> {
    match once(call, name)? {
        None => Ok(None),
        Some(text) => parse_query_date(text).map(Some).ok_or(UkError::QueryDate(name)),
    }
}

/// A parameter that may be there once. Twice would leave it open which of the two counts.
fn once<'a>(call: &'a ApiCall, name: &'static str) -> Result<Option<&'a str>, UkError> {
    if call.query.iter().filter(|(given, _)| given == name).count() > 1 {
        return Err(UkError::Parameter(name));
    }
    Ok(call.parameter(name))
}

#[cfg(test)]
mod tests {
    use moa_kernel::{AccountId, ClientId, ConsentId, CustomerId};

    use super::super::page::make_page;
    use super::*;

    fn entitled(permissions: &[Permission], accounts: &[&str]) -> CustomerEntitlement {
        CustomerEntitlement {
            client: ClientId::new("app-1").unwrap(),
            consent: ConsentId::new("aac-1").unwrap(),
            customer: CustomerId::new("mina").unwrap(),
            accounts: accounts.iter().map(|id| AccountId::new(*id).unwrap()).collect(),
            permissions: permissions.iter().copied().collect(),
            window: Window { from: Some("2026-01-01T00:00:00Z".parse().unwrap()), to: None },
        }
    }

    fn asks(query: &[(&str, &str)]) -> ApiCall {
        let query = query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        ApiCall { query, ..ApiCall::of(Operation::Transactions) }
    }

    fn question(call: &ApiCall, permissions: &[Permission]) -> Result<TransactionsQuestion, UkError> {
        match decode(Operation::Transactions, call, &entitled(permissions, &["22289"]), 25)? {
            CoreQuestion::Transactions(question) => Ok(question),
            other => panic!("{other:?}"),
        }
    }

    const BOTH: &[Permission] = &[Permission::ReadTransactionsCredits, Permission::ReadTransactionsDebits];

    #[test]
    fn a_window_is_cut_to_what_the_consent_allows() {
        let call = asks(&[
            ("fromBookingDateTime", "2019-01-01T00:00:00"),
            ("toBookingDateTime", "2026-10-01T00:00:00+09:00"),
            ("unknown", "ignored"),
        ]);
        let question = question(&call, BOTH).unwrap();
        assert_eq!(question.window.from.unwrap().to_string(), "2026-01-01T00:00:00Z");
        assert_eq!(question.window.to.unwrap().to_string(), "2026-10-01T00:00:00Z");
        assert_eq!((question.directions, question.limit, question.after), (Directions::Both, 25, None));
    }

    #[test]
    fn only_the_permitted_direction_is_asked_for() {
        let directions = |permissions: &[Permission]| question(&asks(&[]), permissions).map(|asked| asked.directions);
        assert_eq!(directions(&BOTH[..1]).unwrap(), Directions::Credits);
        assert_eq!(directions(&BOTH[1..]).unwrap(), Directions::Debits);
        assert!(matches!(directions(&[]), Err(UkError::NotFound)));
    }

    #[test]
    fn a_page_goes_on_where_the_last_one_ended() {
        let page = make_page("1790000000:812");
        assert_eq!(question(&asks(&[("page", &page)]), BOTH).unwrap().after.as_deref(), Some("1790000000:812"));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let fault = |query: &[(&str, &str)]| question(&asks(query), BOTH).unwrap_err().to_string();
        assert!(fault(&[("fromBookingDateTime", "yesterday")]).contains("fromBookingDateTime"));
        assert!(fault(&[("toBookingDateTime", "2026-13-01T00:00:00")]).contains("toBookingDateTime"));
        assert!(fault(&[("page", "2")]).contains("page"));
        let twice = [("toBookingDateTime", "2026-10-01"), ("toBookingDateTime", "2026-10-02")];
        assert!(fault(&twice).contains("toBookingDateTime"));
    }

    #[test]
    fn movements_are_asked_for_one_account_at_a_time() {
        for accounts in [&[][..], &["1", "2"]] {
            assert!(matches!(
                decode(Operation::Transactions, &asks(&[]), &entitled(BOTH, accounts), 25),
                Err(UkError::NotFound)
            ));
        }
    }
}
