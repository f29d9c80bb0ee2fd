//! The security profile as data.
//!
//! Everything a profile decides is a field here: lifetimes, algorithms, who may authenticate how, when a DPoP nonce is
//! demanded. The endpoints read these fields and never ask which profile they serve, so that another profile (FAPI 1.0
//! Advanced, say) is another value and not another branch. [`Profile::fapi2_security`] is the FAPI 2.0 Security Profile.

use std::time::Duration;

use jiff::SignedDuration;

/// What a security profile decides.
#[derive(Debug, Clone)]
pub struct Profile {
    /// The name people know it by.
    pub name: &'static str,
    /// How long a pushed request waits for the browser (§5.3.2.2-12: less than 600 seconds).
    pub pushed_request_lifetime: SignedDuration,
    /// How long a browser in which a customer has logged in is told from others. It is no login, only a remembrance.
    pub known_browser_lifetime: SignedDuration,
    /// How long a customer may take over login and consent once the page is open.
    pub interaction_lifetime: SignedDuration,
    /// How long a code lives (§5.3.2.1-11: at most 60 seconds).
    pub code_lifetime: SignedDuration,
    /// How long an access token lives.
    pub access_token_lifetime: SignedDuration,
    /// How long a refresh token lives when the consent itself has no earlier end.
    pub refresh_token_lifetime: SignedDuration,
    /// Whether a refresh gives a new refresh token.
    pub rotation: Rotation,
    /// Whether proofs must carry one of our nonces.
    pub nonces: NoncePolicy,
    /// The signature algorithms announced for assertions and proofs (§5.4.1-1).
    pub signing_algorithms: &'static [&'static str],
    /// How apps prove who they are (§5.3.2.1-6).
    pub client_authentication: &'static [&'static str],
    /// What an app may ask for.
    pub scopes: &'static [&'static str],
    /// How often each door may be knocked at.
    pub limits: Limits,
}

/// What happens to a refresh token when it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotation {
    /// It stays the same (§5.3.2.1-9: rotation only in extraordinary circumstances).
    Off,
    /// It is replaced; the old one still works for `grace`, because an answer can be lost on its way.
    On {
        /// How long the old token outlives its successor's birth.
        grace: SignedDuration,
    },
}

/// When a DPoP proof must carry a nonce of ours (RFC 9449 §8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoncePolicy {
    /// Always; a proof without one is answered by `use_dpop_nonce`.
    Required,
    /// Not asked for, and one that comes anyway is not looked at.
    Optional,
}

/// Ceilings per window of time. They protect a shared sandbox, they are not a business rule.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Registrations per minute and network address.
    pub registrations_per_minute: u32,
    /// Introspections per minute and resource server.
    pub introspections_per_minute: u32,
    /// Wrong passwords per interaction, after which the app has to start again.
    pub wrong_passwords_per_interaction: u32,
    /// Wrong passwords per network address and ten minutes, against one password tried on many customers. Further tries
    /// from there are slowed down.
    pub wrong_passwords_per_address: u32,
    /// How long each of those further tries waits before it is looked at.
    pub slow_login_pause: Duration,
    /// The largest form or document read, in bytes.
    pub body_bytes_max: usize,
    /// The largest sum of header names and values, in bytes.
    pub header_bytes_max: usize,
}

impl Profile {
    /// FAPI 2.0 Security Profile with DPoP and `private_key_jwt`.
    #[must_use]
    pub const fn fapi2_security() -> Self {
        Self {
            name: "FAPI 2.0 Security Profile",
            pushed_request_lifetime: SignedDuration::from_secs(90),
            known_browser_lifetime: SignedDuration::from_hours(24 * 180),
            interaction_lifetime: SignedDuration::from_mins(10),
            code_lifetime: SignedDuration::from_secs(60),
            access_token_lifetime: SignedDuration::from_mins(10),
            refresh_token_lifetime: SignedDuration::from_hours(24 * 180),
            rotation: Rotation::Off,
            nonces: NoncePolicy::Required,
            signing_algorithms: &["ES256", "PS256", "EdDSA"],
            client_authentication: &["private_key_jwt"],
            scopes: &["openid", "accounts"],
            limits: Limits {
                registrations_per_minute: 60,
                introspections_per_minute: 600,
                wrong_passwords_per_interaction: 10,
                wrong_passwords_per_address: 100,
                slow_login_pause: Duration::from_secs(1),
                body_bytes_max: 64 * 1024,
                header_bytes_max: 32 * 1024,
            },
        }
    }

    /// The same profile with refresh-token rotation on.
    #[must_use]
    pub fn with_rotation(mut self, grace: SignedDuration) -> Self {
        self.rotation = Rotation::On { grace };
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_stays_inside_the_bounds_of_fapi_2() {
        let profile = Profile::fapi2_security();
        assert!(profile.code_lifetime <= SignedDuration::from_secs(60), "§5.3.2.1-11");
        assert!(profile.pushed_request_lifetime < SignedDuration::from_secs(600), "§5.3.2.2-12");
        assert_eq!(profile.rotation, Rotation::Off, "§5.3.2.1-9");
        assert_eq!(profile.client_authentication, ["private_key_jwt"], "§5.3.2.1-6");
        assert!(profile.signing_algorithms.iter().all(|alg| ["ES256", "PS256", "EdDSA"].contains(alg)), "§5.4.1-1");
    }
}
