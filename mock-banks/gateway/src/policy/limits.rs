//! Does the app ask no more than its plan allows, and has the operator not shut it out?

use super::Denial;
use crate::limits::LimitFacts;

pub(super) fn within(limits: Option<&LimitFacts>) -> Result<(), Denial> {
    // Whoever has proved who they are was counted. If nobody was, something is wrong here, and the door stays shut.
    let limits = limits.ok_or(Denial::Quota)?;
    if limits.blocked {
        return Err(Denial::Blocked);
    }
    if !limits.has_place {
        return Err(Denial::NoPlace);
    }
    if !limits.spike.within {
        return Err(Denial::Spike);
    }
    if !limits.quota.within {
        return Err(Denial::Quota);
    }
    Ok(())
}
