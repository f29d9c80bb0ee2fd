//! Where a try to log in comes from, as far as a bank can tell.

use std::net::IpAddr;

/// Where a try to log in comes from. Failures are held against a login at its place (see `lockout`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A browser in which this very login has succeeded before, under the name the bank gave it.
    KnownBrowser(String),
    /// Any other browser, at a network address.
    Address(IpAddr),
    /// Nobody knows. All tries of this kind are at one place.
    Nowhere,
}

impl Place {
    /// Whether the owner of the login was here before.
    pub(super) const fn is_known(&self) -> bool {
        matches!(self, Self::KnownBrowser(_))
    }

    /// The place as it stands in the books. An IPv6 household has a /64 to choose from, so that is what counts.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::KnownBrowser(name) => format!("browser {name}"),
            Self::Address(address) => match address.to_canonical() {
                IpAddr::V4(address) => address.to_string(),
                IpAddr::V6(address) => {
                    let [a, b, c, d, ..] = address.segments();
                    format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
                }
            },
            Self::Nowhere => "nowhere".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(address: &str) -> String {
        Place::Address(address.parse().unwrap()).to_text()
    }

    #[test]
    fn one_household_is_one_place() {
        assert_eq!(at("2001:db8:1:2::1"), at("2001:db8:1:2:ffff::9"));
        assert_ne!(at("2001:db8:1:2::1"), at("2001:db8:1:3::1"));
        assert_eq!(at("::ffff:192.0.2.7"), at("192.0.2.7"));
        assert_ne!(at("192.0.2.7"), at("192.0.2.8"));
    }

    #[test]
    fn no_place_passes_for_another_kind() {
        let browser = Place::KnownBrowser("192.0.2.7".to_owned());
        assert_ne!(browser.to_text(), at("192.0.2.7"));
        assert!(browser.is_known() && !Place::Nowhere.is_known());
    }
}
