//! Which accounts does the request reach? An account outside the consent is answered exactly like one that is not there.

use moa_kernel::AccountId;

use super::Denial;
use crate::intake::{AccountInPath, ConsentFacts};

pub(super) fn covered(consent: &ConsentFacts, asked: &AccountInPath) -> Result<Vec<AccountId>, Denial> {
    match asked {
        AccountInPath::None => Ok(consent.accounts.clone()),
        AccountInPath::Named(account) if consent.accounts.contains(account) => Ok(vec![account.clone()]),
        AccountInPath::Named(_) | AccountInPath::Impossible => Err(Denial::Account),
    }
}
