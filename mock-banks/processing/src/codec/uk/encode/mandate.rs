//! What direct debits and standing orders have in common: they repeat until somebody ends them.

use moa_wire::Code;
use moa_wire::uk::v4::{Frequency as WireFrequency, MandateRelatedInformation, MandateStatus as Status};

use crate::port::{Frequency, MandateStatus};

/// The code of a status.
pub(super) fn status(status: MandateStatus) -> Status {
    match status {
        MandateStatus::Active => Status::Active,
        MandateStatus::Cancelled => Status::Cancelled,
    }
}

/// How often, and under which name.
pub(super) fn information(frequency: Frequency, mandate: Option<String>) -> MandateRelatedInformation {
    let code = match frequency {
        Frequency::Weekly => "WEEK",
        Frequency::Monthly => "MNTH",
        Frequency::Yearly => "YEAR",
    };
    MandateRelatedInformation {
        mandate_identification: mandate,
        frequency: WireFrequency { kind: Code::from(code), count_per_period: Some(1), point_in_time: None },
        ..MandateRelatedInformation::default()
    }
}
