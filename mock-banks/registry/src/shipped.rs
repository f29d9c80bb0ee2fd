//! The definitions that come with the program.

use crate::definition::{ApiDefinition, DefinitionFaults};

const PLATFORM: &[u8] = include_bytes!("../definitions/platform-1.0.json");
const UK_ACCOUNT_INFORMATION: &[u8] = include_bytes!("../definitions/uk-account-information-4.0.json");

/// Every definition that comes with the program, in the order in which they are registered.
///
/// # Errors
/// When one makes no sense: a fault of ours, which the tests find first.
pub fn shipped() -> Result<Vec<ApiDefinition>, DefinitionFaults> {
    Ok(vec![uk_account_information()?, platform()?])
}

/// UK Open Banking Read/Write v4.0, account information. What the standard has and these banks have not (offers, products,
/// statements, transactions of all accounts at once) is absent, and answered with 404 as the standard wants.
///
/// # Errors
/// As [`shipped`].
pub fn uk_account_information() -> Result<ApiDefinition, DefinitionFaults> {
    ApiDefinition::from_json(UK_ACCOUNT_INFORMATION)
}

/// What the platform tells the owner of an app about the app's own traffic.
///
/// # Errors
/// As [`shipped`].
pub fn platform() -> Result<ApiDefinition, DefinitionFaults> {
    ApiDefinition::from_json(PLATFORM)
}

#[cfg(test)]
mod tests {
    use moa_bank_processing::codec::uk;

    use super::*;

    #[test]
    fn what_comes_with_the_program_holds_together() {
        let shipped = shipped().unwrap();
        let named: Vec<_> = shipped.iter().map(|it| format!("{} {}", it.family, it.version)).collect();
        assert_eq!(named, ["uk-account-information 4.0", "platform 1.0"]);
        let uk = uk_account_information().unwrap();
        assert_eq!((uk.base_path.as_str(), uk.operations.len()), (uk::BASE_PATH, 18));
    }
}
