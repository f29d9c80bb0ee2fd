//! The other side of a payment.

use moa_wire::uk::v4::{Agent as WireAgent, CounterAccount, RequiredAgent};

use super::said;
use crate::model::{AccountNumber, Agent, Counterparty, NumberScheme};

/// Puts account and bank together. None when neither says anything.
pub(super) fn counterparty(account: Option<CounterAccount>, agent: Option<Agent>) -> Option<Counterparty> {
    let name = account.as_ref().and_then(|account| said(account.name.clone()));
    let account = account.and_then(number);
    let known = name.is_some() || account.is_some() || agent.is_some();
    known.then_some(Counterparty { name, account, agent })
}

fn number(wire: CounterAccount) -> Option<AccountNumber> {
    Some(AccountNumber {
        number: wire.identification?.as_str().to_owned(),
        scheme: NumberScheme::from(wire.scheme_name.as_ref().map_or("", |scheme| scheme.as_str())),
        holder: said(wire.name),
        secondary: said(wire.secondary_identification),
    })
}

pub(super) fn agent(wire: WireAgent) -> Agent {
    Agent {
        scheme: wire.scheme_name.map(|scheme| scheme.as_str().to_owned()),
        id: said(wire.identification),
        name: said(wire.name),
    }
}

pub(super) fn required_agent(wire: RequiredAgent) -> Agent {
    Agent {
        scheme: Some(wire.scheme_name.as_str().to_owned()),
        id: said(Some(wire.identification)),
        name: said(wire.name),
    }
}
