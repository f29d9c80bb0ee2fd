//! Does a request bring no more than its API takes?

use super::Denial;
use crate::intake::PayloadFacts;

pub(super) fn within(payload: &PayloadFacts) -> Result<(), Denial> {
    if payload.bytes > u64::from(payload.limits.body_bytes_max) {
        return Err(Denial::TooLarge);
    }
    if payload.depth > payload.limits.body_depth_max {
        return Err(Denial::TooDeep);
    }
    Ok(())
}
