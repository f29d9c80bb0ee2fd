//! `OBReadBeneficiary5`. Basic leaves out who they are.

use moa_wire::uk::v4::beneficiaries::{Beneficiaries, Beneficiary, BeneficiaryType};

use super::{form, number};
use crate::codec::uk::{Permission, Permissions};
use crate::port::BeneficiaryRecord;

pub(super) fn encode(rows: &[BeneficiaryRecord], permissions: &Permissions) -> Beneficiaries {
    Beneficiaries { beneficiary: rows.iter().map(|row| beneficiary(row, permissions)).collect() }
}

fn beneficiary(row: &BeneficiaryRecord, permissions: &Permissions) -> Beneficiary {
    let form = form(Permission::ReadBeneficiariesDetail, permissions);
    Beneficiary {
        account_id: Some(row.account.to_string()),
        beneficiary_id: row.id.clone(),
        beneficiary_type: Some(if row.trusted { BeneficiaryType::Trusted } else { BeneficiaryType::Ordinary }),
        reference: row.reference.clone(),
        creditor_account: form.detail.then(|| number::counter_account(&row.creditor, form.numbers)).flatten(),
        ..Beneficiary::default()
    }
}
