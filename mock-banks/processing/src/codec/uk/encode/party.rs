//! `OBReadParty2`.

use moa_wire::uk::v4::PostalAddress;
use moa_wire::uk::v4::party::{OneParty, Party, PartyType};

use crate::port::PartyRecord;

pub(super) fn encode(record: &PartyRecord) -> OneParty {
    OneParty { party: Some(party(record)) }
}

fn party(record: &PartyRecord) -> Party {
    let address = PostalAddress {
        address_line: record.address.clone(),
        country: record.country.clone(),
        ..PostalAddress::default()
    };
    Party {
        party_id: record.id.clone(),
        party_type: Some(PartyType::Sole),
        name: Some(record.name.clone()),
        email_address: record.email.clone(),
        phone: record.phone.clone(),
        address: if record.address.is_empty() { Vec::new() } else { vec![address] },
        ..Party::default()
    }
}
