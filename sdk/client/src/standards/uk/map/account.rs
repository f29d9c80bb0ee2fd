//! Accounts, and who holds them.

use moa_kernel::Currency;
use moa_wire::uk::v4::{PostalAddress as WireAddress, accounts, party as wire_party};

use super::{Unmappable, account_id, optional_time, said};
use crate::model::{
    Account, AccountCategory, AccountKind, AccountNumber, AccountStatus, Agent, NumberScheme, Party, PartyKind,
    PostalAddress,
};

pub(in super::super) fn account(wire: accounts::Account) -> Result<Account, Unmappable> {
    Ok(Account {
        id: account_id(wire.account_id)?,
        currency: wire
            .currency
            .map(|code| Currency::new(&code).map_err(|_| Unmappable("Currency is not a currency")))
            .transpose()?,
        kind: wire.account_type_code.map(|code| AccountKind::from(code.as_str())),
        category: wire.account_category.map(|code| AccountCategory::from(code.as_str())),
        status: wire.status.map(|code| AccountStatus::from(code.as_str())),
        description: said(wire.description),
        nickname: said(wire.nickname),
        numbers: wire.account.into_iter().map(number).collect(),
        servicer: wire.servicer.map(|servicer| Agent {
            scheme: Some(servicer.scheme_name.as_str().to_owned()),
            id: Some(servicer.identification),
            name: said(servicer.name),
        }),
        opened: optional_time(wire.opening_date.as_ref(), "OpeningDate is not a time")?,
        matures: optional_time(wire.maturity_date.as_ref(), "MaturityDate is not a time")?,
    })
}

fn number(wire: accounts::AccountIdentification) -> AccountNumber {
    AccountNumber {
        scheme: NumberScheme::from(wire.scheme_name.as_str()),
        number: wire.identification.as_str().to_owned(),
        holder: said(wire.name),
        secondary: said(wire.secondary_identification),
    }
}

pub(in super::super) fn party(wire: wire_party::Party) -> Party {
    Party {
        id: said(Some(wire.party_id)),
        kind: wire.party_type.map(|code| PartyKind::from(code.as_str())),
        name: said(wire.name),
        full_legal_name: said(wire.full_legal_name),
        email: said(wire.email_address),
        phone: said(wire.phone),
        mobile: said(wire.mobile),
        addresses: wire.address.into_iter().map(address).collect(),
    }
}

fn address(wire: WireAddress) -> PostalAddress {
    let street: Vec<String> = [wire.building_number, wire.street_name].into_iter().flatten().collect();
    let unit = [wire.care_of, wire.department, wire.sub_department, wire.room, wire.floor, wire.unit_number];
    let place = [wire.post_box, wire.town_location_name, wire.district_name];
    let lines = unit
        .into_iter()
        .chain([wire.building_name, Some(street.join(" "))])
        .chain(place)
        .chain(wire.address_line.into_iter().map(Some));
    PostalAddress {
        lines: lines.filter_map(said).collect(),
        town: said(wire.town_name),
        postcode: said(wire.post_code),
        country: said(wire.country),
    }
}
