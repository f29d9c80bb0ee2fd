//! The threats of Rec. ITU-T X.1149 §8.1 that show in traffic, by their numbers there.

use serde::Serialize;

/// A threat that a rule looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Threat {
    /// §8.1.1: data is collected beyond what was consented to.
    AccountAggregation,
    /// §8.1.9: passwords known from elsewhere are tried on many customers.
    CredentialStuffing,
    /// §8.1.11: requests are made to cost the bank more than they cost their sender.
    DenialOfService,
    /// §8.1.16: data is read faster than any honest purpose needs it.
    Scraping,
    /// §8.1.20: tokens are guessed, or a stolen one is tried without its key.
    TokenCracking,
    /// §8.1.21: paths and methods are tried to find a weak spot.
    VulnerabilityScanning,
    /// §8.1.22: a key that is not the token's own, or a token for somebody else's operation, is tried.
    UnauthorisedAccess,
}

impl Threat {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::AccountAggregation,
        Self::CredentialStuffing,
        Self::DenialOfService,
        Self::Scraping,
        Self::TokenCracking,
        Self::VulnerabilityScanning,
        Self::UnauthorisedAccess,
    ];

    /// One word for logs and labels.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::AccountAggregation => "account-aggregation",
            Self::CredentialStuffing => "credential-stuffing",
            Self::DenialOfService => "denial-of-service",
            Self::Scraping => "scraping",
            Self::TokenCracking => "token-cracking",
            Self::VulnerabilityScanning => "vulnerability-scanning",
            Self::UnauthorisedAccess => "unauthorised-access",
        }
    }

    /// Where the recommendation names it.
    #[must_use]
    pub const fn clause(self) -> &'static str {
        match self {
            Self::AccountAggregation => "X.1149 §8.1.1",
            Self::CredentialStuffing => "X.1149 §8.1.9",
            Self::DenialOfService => "X.1149 §8.1.11",
            Self::Scraping => "X.1149 §8.1.16",
            Self::TokenCracking => "X.1149 §8.1.20",
            Self::VulnerabilityScanning => "X.1149 §8.1.21",
            Self::UnauthorisedAccess => "X.1149 §8.1.22",
        }
    }
}
