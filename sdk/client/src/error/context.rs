//! Where an error happened, in words a bank's support desk can use.

use std::fmt;

use moa_kernel::{BankId, InteractionId};
use moa_wire::oauth::code;

/// The facts of the call that failed. None of them is secret.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CallContext {
    /// The bank that was asked.
    pub bank: Option<BankId>,
    /// The id the call carried (`x-fapi-interaction-id`): what a bank's support desk asks for first.
    pub interaction_id: Option<InteractionId>,
    /// The HTTP status of the bank's answer.
    pub status: Option<u16>,
    /// The code the bank said no with, when it is one of its standard's or a registered one of OAuth
    /// ([`CallContext::oauth_code`]). What a bank makes up is left out.
    pub bank_code: Option<String>,
}

impl CallContext {
    /// A context that knows the bank.
    #[must_use]
    pub fn of_bank(bank: &BankId) -> Self {
        Self { bank: Some(bank.clone()), ..Self::default() }
    }

    pub(super) fn fill_from(&mut self, other: Self) {
        self.bank = self.bank.take().or(other.bank);
        self.interaction_id = self.interaction_id.take().or(other.interaction_id);
        self.status = self.status.or(other.status);
        self.bank_code = self.bank_code.take().or(other.bank_code);
    }

    /// The word an authorisation server said no with, when it is one of the registered ones. Any other is left out: it
    /// would tell a developer nothing, and might be a token that is sent back.
    #[must_use]
    pub fn oauth_code(error: &str) -> Option<String> {
        code::REGISTERED.contains(&error).then(|| error.to_owned())
    }
}

impl fmt::Display for CallContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts: Vec<String> = [
            self.bank.as_ref().map(|bank| format!("bank {bank}")),
            self.status.map(|status| format!("status {status}")),
            self.bank_code.as_ref().map(|code| format!("code {code}")),
            self.interaction_id.as_ref().map(|id| format!("reference {id}")),
        ]
        .into_iter()
        .flatten()
        .collect();
        if facts.is_empty() { Ok(()) } else { write!(f, " ({})", facts.join(", ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_authorisation_servers_code_is_a_registered_word_or_nothing() {
        assert_eq!(CallContext::oauth_code("invalid_grant").as_deref(), Some("invalid_grant"));
        for planted in ["", "12345678", "planted", "invalid_grant\n", "Invalid_Grant", "invalid_grant planted"] {
            assert_eq!(CallContext::oauth_code(planted), None, "{planted}");
        }
    }
}
